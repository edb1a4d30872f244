use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let pet = client.probe().await?;
    let variant = match &pet {
        client::types::Pet::Dog(_) => "decoded by the tag",
        _ => "the wrong variant",
    };
    Ok(format!("{variant}: {}", serde_json::to_string(&pet)?))
}
