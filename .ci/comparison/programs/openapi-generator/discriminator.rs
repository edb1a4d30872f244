use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    let pet = probe(&configuration).await?;
    let variant = match &pet {
        client::models::Pet::Dog(_) => "decoded by the tag",
        _ => "the wrong variant",
    };
    Ok(format!("{variant}: {}", serde_json::to_string(&pet)?))
}
