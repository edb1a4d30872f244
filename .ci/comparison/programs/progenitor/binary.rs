use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    use futures_util::TryStreamExt;
    let body: Vec<u8> = (0..=255).collect();
    let pieces: Vec<_> = client.probe(body).await?.into_inner_stream().try_collect().await?;
    Ok(format!("bytes or streams: {}", pieces.concat().len()))
}
