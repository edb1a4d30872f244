//! Tests of the whole stage: from files in memory to a document and its diagnostics.

mod check;
mod corpus;
mod expansion;
mod input;
mod jsonpath;
mod misplaced;
mod reference;
mod selected_parts;
mod selection;
mod support_table;
mod v3_1;
mod v3_2;

use std::collections::HashMap;
use std::io::{Error, ErrorKind};

use super::{Document, SourceMap, load};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::{Files, Input};

/// Files in memory.
pub(in crate::load) struct Memory(pub(in crate::load) HashMap<String, Vec<u8>>);

impl Files for Memory {
    fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        self.0
            .get(name)
            .cloned()
            .ok_or_else(|| ErrorKind::NotFound.into())
    }
}

/// Loads the first file, with every other whose name contains `overlay` as an overlay.
pub(super) fn run(files: &[(&str, &str)]) -> (Option<Document>, SourceMap, Vec<Diagnostic>) {
    let input = Input {
        document: files[0].0.to_owned(),
        overlays: files
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .filter(|name| name.contains("overlay"))
            .collect(),
        package: "test".to_owned(),
        ..Input::default()
    };
    let memory = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let mut diagnostics = Diagnostics::default();
    let (document, sources) = load(&input, &Memory(memory), &mut diagnostics);
    let mut diagnostics = diagnostics.into_vec();
    sources.sort(&mut diagnostics);
    (document, sources, diagnostics)
}

/// The diagnostics as `level code file:line:column message [label]`.
pub(super) fn diagnostics_of(files: &[(&str, &str)]) -> Vec<String> {
    let (_, sources, diagnostics) = run(files);
    let lines = diagnostics.iter().map(|diagnostic| {
        let at = sources.locate(&diagnostic.place);
        let label = if diagnostic.label.is_empty() {
            String::new()
        } else {
            format!(" [{}]", diagnostic.label)
        };
        let Diagnostic {
            level,
            code,
            message,
            ..
        } = diagnostic;
        format!(
            "{level} {code} {}:{}:{} {message}{label}",
            at.file, at.line, at.column
        )
    });
    lines.collect()
}

/// The document as JSON, asserting that there are no diagnostics.
fn loaded(files: &[(&str, &str)]) -> serde_json::Value {
    assert_eq!(diagnostics_of(files), Vec::<String>::new());
    let document = run(files).0.expect("no diagnostic, so a document");
    serde_json::to_value(document.openapi).expect("a document is JSON")
}

/// An OpenAPI document in YAML with this part, which starts on line 4.
fn document(paths_and_components: &str) -> String {
    let paths = if paths_and_components.contains("paths:") {
        ""
    } else {
        "paths: {}\n"
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: []\n{paths_and_components}{paths}"
    )
}
