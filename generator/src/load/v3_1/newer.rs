//! Features of OpenAPI 3.1 in documents of OpenAPI 3.0: arrays of types, `null`, `const`, boolean schemas.
//!
//! They have no other meaning in OpenAPI 3.0, so the intent is clear.

use serde_json::{Map, Value};

use super::rewriting::Rewriting;
use super::{boolean, constant};
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

impl Rewriting<'_> {
    /// Rewrites a boolean schema.
    pub(super) fn newer_flag(&mut self, schema: &mut Value, at: &Pointer<'_>) {
        if schema.is_boolean() {
            self.newer(
                at,
                Part::Value,
                "a boolean schema",
                "write `{}` for any value",
            );
            boolean::schema(schema);
        }
    }

    /// Rewrites the keywords of one schema that were added in 3.1.
    pub(super) fn newer_keywords(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        // OpenAPI 3.0 ignores siblings of a reference.
        if members.contains_key("$ref") {
            return;
        }
        if members.contains_key("const") {
            self.newer(
                &at.key("const"),
                Part::Key,
                "`const`",
                "write an `enum` of one value",
            );
            self.constant(members, at);
        }
        if has_null_or_list(members) {
            self.newer_type(&at.key("type"));
        }
        for keyword in ["oneOf", "anyOf"] {
            let list = at.key(keyword);
            let branches = members
                .get(keyword)
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            for (index, branch) in branches.enumerate() {
                if branch.as_object().is_some_and(has_null_or_list) {
                    self.newer_type(&list.index(index).key("type"));
                }
            }
        }
        self.null_branches(members, at);
        constant::branches(members);
        self.types(members, at);
    }

    fn newer_type(&mut self, at: &Pointer<'_>) {
        let help = "write one type, and `nullable: true` instead of `null`";
        self.newer(
            at,
            Part::Value,
            "an array of types or the type `null`",
            help,
        );
    }

    fn newer(&mut self, at: &Pointer<'_>, part: Part, what: &str, help: &str) {
        let place = self.sources.origin(&at.to_string(), part);
        let message = format!("{what} requires OpenAPI 3.1; interpreting it as in 3.1");
        self.diagnostics
            .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
    }
}

/// Whether the `type` of a schema does not exist in 3.0.
fn has_null_or_list(members: &Map<String, Value>) -> bool {
    members
        .get("type")
        .is_some_and(|name| name.is_array() || name == "null")
}
