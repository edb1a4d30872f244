use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    let body: Vec<u8> = (0..=255).collect();
    let file = client::Part::new(body).file_name("a.bin");
    client.api().probe(client::types::ProbeParts::new("a title", file)).send().await?;
    Ok("bytes or streams".into())
}
