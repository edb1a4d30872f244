//! Rewrites OpenAPI 3.2 documents as OpenAPI 3.1, which `v3_1` then rewrites as 3.0.
//!
//! Each file rewrites one group of keywords. The keywords of 3.2 that need no rewriting are in the tables of the
//! `specification`, and stay in place. The rewriting runs after references are resolved.

mod operation;

use serde_json::{Map, Value};

use super::source::SourceMap;
use super::specification::{ADDITIONAL_OPERATIONS, Kind, Object};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::pointer::Pointer;

/// Rewrites a document of OpenAPI 3.2 whose references are resolved.
pub(super) fn rewrite(
    document: &mut Value,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mut rewriting = Rewriting {
        sources,
        diagnostics,
    };
    rewriting.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
}

/// Removes the operations that only OpenAPI 3.2 has from an older document, in which they are unknown keywords.
pub(super) fn leave_out(document: &mut Value) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.shift_remove("query");
        item.shift_remove(ADDITIONAL_OPERATIONS);
    }
}

/// The state of the rewriting of a document.
struct Rewriting<'r> {
    sources: &'r mut SourceMap,
    diagnostics: &'r mut Diagnostics,
}

impl Rewriting<'_> {
    fn value(&mut self, kind: Kind, value: &mut Value, at: &Pointer<'_>) {
        match (kind, value) {
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object) | Kind::Object(object),
                Value::Object(members),
            ) => {
                self.object(object, members, at);
                for (name, value) in members {
                    if (value.is_object() || value.is_array())
                        && let Some(kind) = object.member(name, true)
                    {
                        self.value(kind, value, &at.key(name));
                    }
                }
            }
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter_mut().enumerate() {
                    self.value(*element, value, &at.index(index));
                }
            }
            (Kind::Map(member), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(*member, value, &at.key(name));
                }
            }
            _ => {}
        }
    }

    /// Rewrites one object before its members.
    fn object(&mut self, object: Object, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if let Object::PathItem = object {
            self.additional_operations(members, at);
        }
    }

    /// Reports a mistake in a keyword that 3.0 does not have.
    fn wrong(
        &mut self,
        at: &Pointer<'_>,
        part: Part,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.sources.origin(&at.to_string(), part);
        self.diagnostics
            .push(Diagnostic::error(Code::InvalidDocument, place, message).help(help));
    }
}
