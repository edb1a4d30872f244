use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    // The function returns the body alone.
    let _: client::types::Item = client.probe().await?;
    Ok("not available: no field".into())
}
