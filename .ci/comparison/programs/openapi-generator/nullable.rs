use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    let mut change = client::models::Change::new();
    change.name = Some(None);
    probe(&configuration, change).await?;
    Ok("sent".into())
}
