use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    let pet = client.probe().await?.into_inner();
    let variant = match &pet {
        client::types::Pet::Dog(_) => "decoded by the tag",
        _ => "the wrong variant",
    };
    Ok(format!("{variant}: {}", serde_json::to_string(&pet)?))
}
