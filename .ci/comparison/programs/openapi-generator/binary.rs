use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    // The body is a path.
    let path = std::env::temp_dir().join(format!("comparison-{}", std::process::id()));
    std::fs::write(&path, (0..=255).collect::<Vec<u8>>())?;
    let bytes = probe(&configuration, path.clone()).await?.bytes().await?;
    std::fs::remove_file(path)?;
    Ok(format!("a file up, a stream down: {}", bytes.len()))
}
