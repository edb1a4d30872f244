use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    let response = client.probe().await?;
    let generation = response.headers().get("generation").ok_or("no header")?.to_str()?;
    Ok(format!("string in a header map: {generation}"))
}
