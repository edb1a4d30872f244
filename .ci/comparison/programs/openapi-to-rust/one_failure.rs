use client::HttpClient;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url(base);
    use client::{ApiOpError, ProbeApiError};
    match client.probe().await {
        Err(ApiOpError::Api(error)) => Ok(match error.typed {
            Some(ProbeApiError::Status404(missing)) if missing.reason == "no such item" => "typed".into(),
            other => format!("{other:?}"),
        }),
        Err(error) => Err(error.into()),
        Ok(_) => Err("success".into()),
    }
}
