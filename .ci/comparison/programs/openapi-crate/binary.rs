use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    let body: Vec<u8> = (0..=255).collect();
    let bytes = client.api().probe(body).send().await?.bytes().await?;
    Ok(format!("bytes or streams: {}", bytes.len()))
}
