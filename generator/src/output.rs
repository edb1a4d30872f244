//! The output of a run: a [`Reading`] of the documents, and the [`Outcome`] with the generated crate.

use crate::diagnostic::Diagnostic;
use crate::load::{SourceMap, Version};
use crate::model::Api;

/// The output of one run.
#[derive(Debug)]
pub struct Outcome {
    /// The generated crate, or `None` if any diagnostic is an error.
    pub output: Option<Output>,
    /// The API it was generated from.
    pub api: Option<Api>,
    /// The OpenAPI version of the document, or `None` if it cannot be read.
    pub version: Option<Version>,
    /// Every diagnostic, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Resolves the places of the diagnostics to lines and columns.
    pub sources: SourceMap,
}

/// The generated crate or module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// All generated files, sorted by path: those below `src/` of a crate, or those of a module.
    pub files: Vec<OutputFile>,
    /// A manifest for a crate without one, with every dependency that the generated code needs.
    pub manifest: String,
    /// The section `dependencies` of the manifest, which the crate of a module needs.
    pub dependencies: String,
    /// A readme for a crate without one, with a first program.
    pub readme: String,
    /// The number of operations in the crate.
    pub operations: usize,
    /// The number of types in its `types` module.
    pub types: usize,
}

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// The path relative to the folder of the crate or module, separated by `/`: `src/types.rs`, `types.rs`.
    pub path: String,
    /// The contents. The first line is a comment; in Rust files it starts with [`MARKER`](crate::emit::MARKER).
    pub contents: String,
}

/// The API that the documents describe, before code is generated.
#[derive(Debug)]
pub struct Reading {
    /// The API, or `None` if any diagnostic is an error.
    pub api: Option<Api>,
    /// The OpenAPI version of the document, or `None` if it cannot be read.
    pub version: Option<Version>,
    /// Every diagnostic, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Resolves places to lines and columns.
    pub sources: SourceMap,
    /// The number of selected operations that are left out because of errors.
    pub left_out: usize,
}
