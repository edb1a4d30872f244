use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let change = client::types::Change { name: Some(None), size: None };
    client.probe(change).await?;
    Ok("sent".into())
}
