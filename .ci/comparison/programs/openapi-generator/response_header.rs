use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    // The function returns the body alone.
    let _: client::models::Item = probe(&configuration).await?;
    Ok("not available: no field".into())
}
