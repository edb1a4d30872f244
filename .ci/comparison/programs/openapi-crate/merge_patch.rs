use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    let mut change = client::types::Change::default();
    change.name = Some(None);
    client.api().probe(&change).send().await?;
    Ok("sent".into())
}
