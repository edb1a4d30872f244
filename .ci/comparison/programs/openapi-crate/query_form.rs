use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    client.api().probe(&["a b".into(), "c&d".into(), "e+f".into()]).send().await?;
    Ok("sent".into())
}
