use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let value = client.probe().await?;
    Ok(serde_json::to_string(&value)?)
}
