use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    // A property is a string or `None`.
    let change = client::types::Change { name: None, size: None };
    client.probe(change).await?;
    Ok("sent".into())
}
