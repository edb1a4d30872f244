use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    client.probe(vec!["a b".into(), "c&d".into(), "e+f".into()]).await?;
    Ok("sent".into())
}
