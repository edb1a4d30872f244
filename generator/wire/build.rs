//! Generates the client of `api.yaml` with the generator of this workspace.

#[path = "../tests/support/built_client.rs"]
mod built_client;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use built_client::write_client;
use openapi_crate::{Files, Hints, Input, generate};

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
        hints: Hints {
            types: [
                ("Pause", "std::time::Duration"),
                ("format.decimal", "rust_decimal::Decimal"),
                ("format.duration", "jiff::SignedDuration"),
                ("format.never-zero", "std::num::NonZeroU64"),
                ("format.time", "jiff::civil::Time"),
                ("format.uri", "url::Url"),
            ]
            .map(|(format, path)| (format.to_owned(), path.to_owned()))
            .to_vec(),
            ..Hints::default()
        },
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
