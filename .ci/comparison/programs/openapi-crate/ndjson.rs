use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    use futures_util::TryStreamExt;
    let start = std::time::Instant::now();
    let mut items = client.api().probe().send().await?.into_inner();
    let first: client::types::Item = items.try_next().await?.ok_or("no item")?;
    assert_eq!(first.name, "a");
    Ok(format!("typed items: {}", start.elapsed().as_millis()))
}
