//! Generates the client of part of Fastly's API, whose document is in `../shared/corpus` and not in the repository.

#[path = "../tests/support/built_client.rs"]
mod built_client;

use std::error::Error;
use std::fs;
use std::io;
use std::path::PathBuf;

use built_client::write_client;
use openapi_crate::diagnostic::Level;
use openapi_crate::{Files, Input, Selector, generate};

/// The operations that the tests call, each of a different resource or kind.
const OPERATIONS: [&str; 14] = [
    "activate-service-version",
    "bulk-update-config-store-item",
    "create-backend",
    "create-service",
    "create-tls-sub",
    "delete-tls-sub",
    "get-service-detail",
    "get-tls-sub",
    "list-tls-subs",
    "patch-tls-sub",
    "purge-all",
    "purge-single-url",
    "purge-tag",
    "put-package",
];

struct Corpus(PathBuf);

impl Files for Corpus {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.0.join(name))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    const DOCUMENT: &str = "fastly-2023.yaml";
    println!("cargo::rustc-check-cfg=cfg(corpus)");
    println!("cargo::rerun-if-changed=../tests/support/built_client.rs");
    println!("cargo::rerun-if-env-changed=REQUIRE_SHARED");
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../../shared/corpus");
    let document = folder.join(DOCUMENT);
    println!("cargo::rerun-if-changed={}", document.display());
    if !document.is_file() {
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        return if is_required {
            Err(format!("../shared/corpus/{DOCUMENT} does not exist").into())
        } else {
            println!("cargo::warning=skipped: ../shared/corpus/{DOCUMENT} does not exist");
            Ok(())
        };
    }
    println!("cargo::rustc-cfg=corpus");
    let include = OPERATIONS.map(|id| Selector::Operation(id.to_owned()));
    let input = Input {
        document: DOCUMENT.to_owned(),
        include: include.to_vec(),
        package: "openapi-crate-real".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Corpus(folder));
    for diagnostic in &outcome.diagnostics {
        if diagnostic.level == Level::Error {
            println!("cargo::warning={}", diagnostic.message);
        }
    }
    let output = outcome.output.ok_or("the document has errors")?;
    write_client(
        output,
        &PathBuf::from(std::env::var("OUT_DIR")?).join("client"),
    )?;
    Ok(())
}
