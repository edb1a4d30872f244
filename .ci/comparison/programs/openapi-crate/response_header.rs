use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    let response = client.api().probe().send().await?;
    let generation: i64 = response.generation.ok_or("no header")?;
    Ok(format!("typed field: {generation}"))
}
