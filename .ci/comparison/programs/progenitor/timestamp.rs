use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    let item = client.probe().await?.into_inner();
    Ok(format!("typed: {}", serde_json::to_string(&item.at)?))
}
