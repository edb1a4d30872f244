//! Generates the client of the document with every kind of schema in every position, and a test per kind and position.

#[path = "../../tests/support/built_client.rs"]
mod built_client;
mod cells;
mod document;
mod kinds;

use std::error::Error;
use std::fs;
use std::io;
use std::path::PathBuf;

use built_client::write_client;
use openapi_crate::diagnostic::Place;
use openapi_crate::{Files, Input, OperationNames, generate, surface};

/// The document as the only file.
struct Document(Vec<u8>);

impl Files for Document {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=../tests/support/built_client.rs");
    let input = Input {
        document: "matrix.json".to_owned(),
        package: "openapi-crate-matrix".to_owned(),
        // The cells are found by the `operationId`.
        operation_names: OperationNames::Full,
        ..Input::default()
    };
    let document = serde_json::to_vec_pretty(&document::document())?;
    let outcome = generate(&input, &Document(document));
    let output = outcome.output.ok_or("the document has errors")?;
    let api = outcome.api.ok_or("the document has errors")?;
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    write_client(output, &folder.join("client"))?;
    let warnings: Vec<(String, String)> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| (cell(&diagnostic.place), diagnostic.message.clone()))
        .collect();
    let cells = cells::cells(&surface::public_api(&api), &warnings);
    fs::write(folder.join("cells.rs"), cells)?;
    Ok(())
}

/// Returns the position and the kind of a place in the document.
fn cell(place: &Place) -> String {
    let (Place::Node { pointer, .. } | Place::Resolved { pointer, .. }) = place else {
        return format!("{place:?}");
    };
    let path = pointer
        .strip_prefix("/paths/~1")
        .and_then(|rest| rest.split('/').next());
    path.map_or_else(
        || pointer.clone(),
        |path| path.split("~1").take(2).collect::<Vec<_>>().join(" "),
    )
}
