use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    client.probe(vec!["a".into(), "b,c".into()]).await?;
    Ok("sent".into())
}
