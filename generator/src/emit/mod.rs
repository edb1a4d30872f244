//! The third stage: the [`model`](crate::model) in, Rust source files out.
//!
//! Generated code is thin: an operation says what it is, the embedded runtime does the work. Each file here
//! answers for one kind of generated item; `file` alone turns tokens into text.

mod argument;
mod builder;
mod client;
mod docs;
mod example;
mod file;
mod group;
mod header;
mod library;
mod manifest;
mod object;
mod operation;
mod pagination;
mod response;
mod runtime;
mod string_enum;
mod ty;
mod types;

use crate::model::Api;
use crate::{Output, OutputFile};

/// How the first line of every generated file starts.
pub const MARKER: &str = "// @generated";

/// Writes the crate of an API.
pub fn emit(api: &Api) -> Output {
    let mut files = vec![
        library::file(api),
        client::file(api),
        types::file(api),
        OutputFile { path: "src/rustfmt.toml".to_owned(), contents: file::RUSTFMT.to_owned() },
    ];
    files.extend(api.groups.iter().map(|group| group::file(api, group)));
    files.extend(runtime::files());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Output {
        files,
        manifest: manifest::manifest(api),
        operations: api.groups.iter().map(|group| group.operations.len()).sum(),
        types: api.types.len(),
    }
}
