use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    match client.api().probe().send().await {
        Err(client::Error::Api(error)) if error.status() == 429 => {
            let limited: client::types::Limited = error.json()?;
            assert_eq!(limited.seconds, 5);
            Ok("decoded into a type that the caller names".into())
        }
        Err(error) => Err(error.into()),
        Ok(_) => Err("success".into()),
    }
}
