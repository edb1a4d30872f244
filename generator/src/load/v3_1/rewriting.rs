//! What the rewriting of a document works on, and what its files share.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::pointer::Pointer;

pub(super) struct Rewriting<'r> {
    pub(super) sources: &'r mut SourceMap,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// The names of the security schemes that OpenAPI 3.0 does not have.
    pub(super) mutual_tls: Vec<String>,
    /// Whether the document is one of OpenAPI 3.0.
    pub(super) older: bool,
}

impl Rewriting<'_> {
    /// Says that what was at one place is at another now.
    pub(super) fn moved(&mut self, from: &Pointer<'_>, to: &Pointer<'_>) {
        self.sources
            .origins
            .relocate(&from.to_string(), &to.to_string());
    }

    /// Reports a keyword that is valid and not supported, with the fallback taken.
    pub(super) fn unsupported(
        &mut self,
        at: &Pointer<'_>,
        what: impl Into<String>,
        fallback: impl Into<String>,
    ) {
        // Located now: the node may be moved or left out later.
        let place = self.sources.origin(&at.to_string(), Part::Key);
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Reports a value that is not what 3.1 says a keyword must have, where 3.0 does not have the keyword.
    pub(super) fn wrong(&mut self, at: &Pointer<'_>, expected: &str) {
        let place = self.sources.origin(&at.to_string(), Part::Value);
        let message = format!("{} must be {expected}", at.subject());
        self.diagnostics
            .push(Diagnostic::error(Code::InvalidDocument, place, message));
    }
}

/// The keywords that describe a value rather than restrict it: they stay where they are when the rest is wrapped.
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

/// Adds schemas that must hold as well.
pub(super) fn add_to_all_of(members: &mut Map<String, Value>, schemas: Vec<Value>) -> usize {
    let all_of = members.entry("allOf").or_insert_with(|| json!([]));
    let Value::Array(elements) = all_of else {
        return 0;
    };
    let first = elements.len();
    elements.extend(schemas);
    first
}
