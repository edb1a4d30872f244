//! The state of the rewriting of a document, and its shared functions.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::pointer::Pointer;

pub(super) struct Rewriting<'r> {
    pub(super) sources: &'r mut SourceMap,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// The names of the mutual TLS schemes, which OpenAPI 3.0 does not have.
    pub(super) mutual_tls: Vec<String>,
    /// Whether the document is OpenAPI 3.0.
    pub(super) older: bool,
    /// Whether the document is OpenAPI 3.2.
    pub(super) newest: bool,
}

impl Rewriting<'_> {
    /// Records that a node has moved.
    pub(super) fn moved(&mut self, from: &Pointer<'_>, to: &Pointer<'_>) {
        self.sources
            .origins
            .relocate(&from.to_string(), &to.to_string());
    }

    /// Reports a valid keyword that is not supported, with the fallback.
    pub(super) fn unsupported(
        &mut self,
        at: &Pointer<'_>,
        what: impl Into<String>,
        fallback: impl Into<String>,
    ) {
        // Located now, since the node may be moved or removed later.
        let place = self.sources.origin(&at.to_string(), Part::Key);
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Reports an invalid value of a keyword that 3.0 does not have.
    pub(super) fn wrong(&mut self, at: &Pointer<'_>, expected: &str) {
        let place = self.sources.origin(&at.to_string(), Part::Value);
        let message = format!("{} must be {expected}", at.subject());
        self.diagnostics
            .push(Diagnostic::error(Code::InvalidDocument, place, message));
    }
}

/// Whether a keyword describes a value and does not restrict it. These stay in place when the rest is wrapped.
pub(super) fn is_annotation(name: &str) -> bool {
    matches!(
        name,
        "title"
            | "description"
            | "default"
            | "deprecated"
            | "example"
            | "examples"
            | "externalDocs"
            | "nullable"
            | "readOnly"
            | "summary"
            | "writeOnly"
            | "xml"
            | "$comment"
    ) || name.starts_with("x-")
}

/// Adds schemas to the `allOf`. Returns the index of the first.
pub(super) fn add_to_all_of(members: &mut Map<String, Value>, schemas: Vec<Value>) -> usize {
    let all_of = members.entry("allOf").or_insert_with(|| json!([]));
    let Value::Array(elements) = all_of else {
        return 0;
    };
    let first = elements.len();
    elements.extend(schemas);
    first
}
