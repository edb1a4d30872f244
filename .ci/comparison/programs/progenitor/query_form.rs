use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    client.probe(&vec!["a b".into(), "c&d".into(), "e+f".into()]).await?;
    Ok("sent".into())
}
