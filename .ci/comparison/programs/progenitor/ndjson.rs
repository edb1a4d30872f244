use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    use futures_util::TryStreamExt;
    let start = std::time::Instant::now();
    let mut bytes = client.probe().await?.into_inner_stream();
    let first = bytes.try_next().await?.ok_or("no bytes")?;
    assert_eq!(&first[..], b"{\"name\":\"a\"}\n");
    Ok(format!("bytes: {}", start.elapsed().as_millis()))
}
