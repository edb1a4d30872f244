//! Generates the client of `api.yaml` with the generator of this workspace.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use openapi_crate::{Files, Input, generate};

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        fs::read(self.0.join(name))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=api.yaml");
    let input = Input {
        document: "api.yaml".to_owned(),
        overlays: Vec::new(),
        package: "openapi-crate-wire".to_owned(),
        ..Input::default()
    };
    let outcome = generate(
        &input,
        &Folder(PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?)),
    );
    for diagnostic in &outcome.diagnostics {
        println!(
            "cargo::warning={}: {} ({:?})",
            diagnostic.code, diagnostic.message, diagnostic.place
        );
    }
    let output = outcome.output.ok_or("the document has errors")?;
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    // A stale file could conflict with a module that now has a different path.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for file in output.files {
        let path = folder.join(file.path.trim_start_matches("src/"));
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        // `include!` does not allow the crate-level docs and attributes of `lib.rs`.
        let contents = match file.contents.split_once("\nmod client;") {
            Some((_, items)) if file.path == "src/lib.rs" => format!("mod client;{items}"),
            _ => file.contents,
        };
        fs::write(path, contents)?;
    }
    Ok(())
}
