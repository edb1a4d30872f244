use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    let value = client.probe().await?.into_inner();
    Ok(serde_json::to_string(&value)?)
}
