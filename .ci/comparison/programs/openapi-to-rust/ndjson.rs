use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let start = std::time::Instant::now();
    let bytes = client.probe().await?;
    assert!(!bytes.is_empty());
    Ok(format!("bytes: {}", start.elapsed().as_millis()))
}
