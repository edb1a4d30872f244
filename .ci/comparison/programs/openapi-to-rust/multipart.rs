use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    let body: Vec<u8> = (0..=255).collect();
    let file = client::types::MultipartFile::from(bytes::Bytes::from(body)).with_file_name("a.bin");
    client.probe(client::types::ProbeRequest { title: "a title".into(), file }).await?;
    Ok("bytes".into())
}
