use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    // The function returns no value.
    let () = client.probe().await?;
    Ok("body ignored".into())
}
