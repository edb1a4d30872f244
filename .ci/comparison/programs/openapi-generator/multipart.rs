use client::apis::{api_api::probe, configuration::Configuration};

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let configuration = Configuration { base_path: base, ..Configuration::new() };
    // The file is a path.
    let folder = std::env::temp_dir().join(format!("comparison-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let path = folder.join("a.bin");
    std::fs::write(&path, (0..=255).collect::<Vec<u8>>())?;
    probe(&configuration, "a title", path).await?;
    std::fs::remove_dir_all(folder)?;
    Ok("a file on disk".into())
}
