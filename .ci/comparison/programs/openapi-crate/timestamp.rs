use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    let item = client.api().probe().send().await?.into_inner();
    Ok(format!("typed: {}", item.at))
}
