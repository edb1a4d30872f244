//! What documents that call themselves OpenAPI 3.0 borrow from 3.1: lists of types, `null`, `const`, schemas that are flags.
//!
//! OpenAPI 3.0 has no other meaning for these, so that there is no doubt what the author meant.

use serde_json::{Map, Value};

use super::rewriting::Rewriting;
use super::{boolean, constant};
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

impl Rewriting<'_> {
    /// Rewrites a schema that is a flag.
    pub(super) fn newer_flag(&mut self, schema: &mut Value, at: &Pointer<'_>) {
        if schema.is_boolean() {
            self.newer(
                at,
                Part::Value,
                "a schema that is `true` or `false`",
                "write `{}` for any value",
            );
            boolean::schema(schema);
        }
    }

    /// Rewrites the keywords of one schema that came with 3.1, and no others.
    pub(super) fn newer_keywords(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        // OpenAPI 3.0 reads nothing beside a reference.
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
        let help = "write one type, and `nullable: true` in place of `null`";
        self.newer(at, Part::Value, "a list of types, or `null` for one,", help);
    }

    fn newer(&mut self, at: &Pointer<'_>, part: Part, what: &str, help: &str) {
        let place = self.sources.origin(&at.to_string(), part);
        let message = format!("{what} came with OpenAPI 3.1; it is read as 3.1 has it");
        self.diagnostics
            .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
    }
}

/// Whether the `type` of a schema is one that 3.0 does not have.
fn has_null_or_list(members: &Map<String, Value>) -> bool {
    members
        .get("type")
        .is_some_and(|name| name.is_array() || name == "null")
}
