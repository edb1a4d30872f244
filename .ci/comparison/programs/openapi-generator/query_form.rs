use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    probe(&configuration, vec!["a b".into(), "c&d".into(), "e+f".into()]).await?;
    Ok("sent".into())
}
