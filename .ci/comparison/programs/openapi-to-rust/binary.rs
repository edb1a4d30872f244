use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let body: Vec<u8> = (0..=255).collect();
    let bytes = client.probe(body).await?;
    Ok(format!("bytes: {}", bytes.len()))
}
