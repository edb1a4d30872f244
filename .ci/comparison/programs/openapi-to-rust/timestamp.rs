use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let item = client.probe().await?;
    Ok(format!("typed: {}", serde_json::to_string(&item.at)?))
}
