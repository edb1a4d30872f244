use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    let pet = client.probe().await?.into_inner();
    let variant = match &pet {
        client::types::Pet::Cat(_) => "decoded as the first variant",
        client::types::Pet::Dog(_) => "decoded as the second variant",
    };
    Ok(format!("{variant}: {}", serde_json::to_string(&pet)?))
}
