use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    client.api().probe().send().await?;
    Ok("sent".into())
}
