//! Shared code of the tests: documents from a folder, and outcomes as text.
#![allow(dead_code, reason = "each test uses only part of it")]

pub(crate) mod doc_examples;
pub(crate) mod document;
pub(crate) mod fixture;

use std::io;
use std::path::PathBuf;

use openapi_crate::diagnostic::Diagnostic;
use openapi_crate::load::SourceMap;
use openapi_crate::model::Api;
use openapi_crate::{Files, Input, Outcome, Output, OutputFile, generate};

/// Files below a folder of the repository.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Opens a folder by its path from the root of the workspace.
    pub(crate) fn of_workspace(path: &str) -> Self {
        Self(
            PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                .join("..")
                .join(path),
        )
    }
}

impl Files for Folder {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.0.join(name))
    }
}

/// Runs the generator on the KV store document, with the settings of `spec/codegen.toml`.
fn kv_store_outcome() -> Outcome {
    let input = Input {
        document: "kv-store.yaml".to_owned(),
        overlays: vec!["kv-store.overlay.yaml".to_owned()],
        package: "fastly-kv-store".to_owned(),
        regenerate: "cargo xtask codegen".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Folder::of_workspace("spec"));
    assert_eq!(diagnostics(&outcome), "", "the document has no diagnostics");
    outcome
}

/// The crate of the KV store document.
pub(crate) fn kv_store() -> Output {
    kv_store_outcome()
        .output
        .expect("a document without diagnostics has an output")
}

/// The API of the KV store document.
pub(crate) fn kv_store_api() -> Api {
    kv_store_outcome()
        .api
        .expect("a document without diagnostics has an API")
}

/// The files that differ between APIs: all except the embedded runtime.
pub(crate) fn api_files(output: &Output) -> impl Iterator<Item = &OutputFile> {
    output
        .files
        .iter()
        .filter(|file| !file.path.starts_with("src/runtime/"))
}

/// The diagnostics of a run, one per line.
pub(crate) fn diagnostics(outcome: &Outcome) -> String {
    diagnostics_of(&outcome.diagnostics, &outcome.sources)
}

/// Diagnostics, one per line.
pub(crate) fn diagnostics_of(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let lines = diagnostics.iter().map(|diagnostic| {
        let location = sources.locate(&diagnostic.place);
        let help = diagnostic
            .help
            .as_deref()
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        format!(
            "{}[{}]: {}:{}:{}: {}{help}\n",
            diagnostic.level,
            diagnostic.code,
            location.file,
            location.line,
            location.column,
            diagnostic.message
        )
    });
    lines.collect()
}
