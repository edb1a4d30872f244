//! Generates the client of `api.yaml` with the generator of this workspace.

#[path = "../tests/support/built_client.rs"]
mod built_client;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use built_client::write_client;
use openapi_crate::{Files, Input, generate};

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        fs::read(self.0.join(name))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=api.yaml");
    println!("cargo::rerun-if-changed=../tests/support/built_client.rs");
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
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join("client");
    write_client(output, &folder)?;
    Ok(())
}
