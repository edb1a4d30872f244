//! What a run yields: a [`Reading`] of the documents, and the [`Outcome`] with the generated crate.

use crate::diagnostic::Diagnostic;
use crate::load::{SourceMap, Version};
use crate::model::Api;

/// What one run yields.
#[derive(Debug)]
pub struct Outcome {
    /// The generated crate, or `None` where a diagnostic is an error.
    pub output: Option<Output>,
    /// The API that it was made from.
    pub api: Option<Api>,
    /// The version of OpenAPI that the document follows, or `None` where it cannot be read.
    pub version: Option<Version>,
    /// Every diagnostic, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns the places of the diagnostics into lines and columns.
    pub sources: SourceMap,
}

/// The generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// All files below `src/`, sorted by path.
    pub files: Vec<OutputFile>,
    /// A manifest for a crate that has none yet.
    pub manifest: String,
    /// How many operations the crate has.
    pub operations: usize,
    /// How many types its `types` module has.
    pub types: usize,
}

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the crate's folder, with `/` between the parts: `src/types.rs`.
    pub path: String,
    /// The text. Its first line is a comment, which starts with [`MARKER`](crate::emit::MARKER) in Rust.
    pub contents: String,
}

/// What the documents of a run say, before it is written down in Rust.
#[derive(Debug)]
pub struct Reading {
    /// The API, or `None` where a diagnostic is an error.
    pub api: Option<Api>,
    /// The version of OpenAPI that the document follows, or `None` where it cannot be read.
    pub version: Option<Version>,
    /// Every diagnostic, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns places into lines and columns.
    pub sources: SourceMap,
}
