use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    client.probe().await?;
    Ok("sent".into())
}
