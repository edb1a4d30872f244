use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let pet = client.probe().await?;
    let variant = match &pet {
        client::types::Pet::Cat(_) => "decoded as the first variant",
        client::types::Pet::Dog(_) => "decoded as the second variant",
    };
    Ok(format!("{variant}: {}", serde_json::to_string(&pet)?))
}
