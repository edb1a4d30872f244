use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(&base)?.build()?;
    match client.api().probe().send().await {
        Err(error) => match error.failure::<client::api::Probe>() {
            Some(client::api::ProbeFailure::TooManyRequests(limited)) => {
                assert_eq!(limited.seconds, 5);
                Ok("typed, by status".into())
            }
            _ => Err(error.into()),
        },
        Ok(_) => Err("success".into()),
    }
}
