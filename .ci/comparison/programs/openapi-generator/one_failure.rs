use client::apis::{Error, api_api::{ProbeError, probe}, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    match probe(&configuration).await {
        Err(Error::ResponseError(response)) => Ok(match response.entity {
            Some(ProbeError::Status404(missing)) if missing.reason == "no such item" => "typed".into(),
            other => format!("{other:?}"),
        }),
        Err(error) => Err(error.into()),
        Ok(_) => Err("success".into()),
    }
}
