use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    let value = client.api().probe().send().await?.into_inner();
    Ok(serde_json::to_string(&value)?)
}
