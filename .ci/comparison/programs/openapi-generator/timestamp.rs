use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    let item = probe(&configuration).await?;
    Ok(format!("typed: {}", serde_json::to_string(&item.at)?))
}
