use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    // The response is one item.
    let item: client::models::Item = probe(&configuration).await?;
    Ok(format!("one item, {}", item.name))
}
