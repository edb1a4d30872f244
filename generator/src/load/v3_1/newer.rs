//! Features of OpenAPI 3.1 in documents of OpenAPI 3.0: arrays of types, `null`, `const`, boolean schemas.
//!
//! They have no other meaning in OpenAPI 3.0, so the intent is clear.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use super::{boolean, constant};
use crate::diagnostic::{At, Change, Code, Diagnostic, Edit, Part};
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
                None,
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
        if let Some(value) = members.get("const") {
            let values = [("enum", Some(json!([value]))), ("const", None)];
            let edit = (!members.contains_key("enum")).then(|| self.set(at, values));
            self.newer(
                &at.key("const"),
                Part::Key,
                "`const`",
                "write an `enum` of one value",
                edit,
            );
            self.constant(members, at);
        }
        if has_null_or_list(members) {
            let edit = self.older_type(members, at);
            self.newer_type(&at.key("type"), edit);
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
                    self.newer_type(&list.index(index).key("type"), None);
                }
            }
        }
        self.null_branches(members, at);
        constant::branches(members);
        self.types(members, at);
    }

    /// The edit that writes `type: [string, 'null']` as in 3.0.
    fn older_type(&self, members: &Map<String, Value>, at: &Pointer<'_>) -> Option<Edit> {
        let types = members.get("type")?.as_array()?;
        let is_null = |name: &&Value| **name == "null";
        let mut others = types.iter().filter(|name| !is_null(name));
        let (name, None) = (others.next()?, others.next()) else {
            return None;
        };
        let nullable = types
            .iter()
            .any(|name| is_null(&name))
            .then_some(json!(true));
        let mut edits = vec![("type", Some(name.clone()))];
        edits.extend(nullable.map(|nullable| ("nullable", Some(nullable))));
        Some(self.edit(at, edits))
    }

    fn newer_type(&mut self, at: &Pointer<'_>, edit: Option<Edit>) {
        let help = "write one type, and `nullable: true` instead of `null`";
        self.newer(
            at,
            Part::Value,
            "an array of types or the type `null`",
            help,
            edit,
        );
    }

    /// The edit that sets members of the schema at `at`, or removes those without a value.
    pub(super) fn set<const N: usize>(
        &self,
        at: &Pointer<'_>,
        members: [(&'static str, Option<Value>); N],
    ) -> Edit {
        self.edit(at, members.into())
    }

    fn edit(&self, at: &Pointer<'_>, members: Vec<(&'static str, Option<Value>)>) -> Edit {
        Edit {
            // The schema may be moved later.
            at: At::Main(self.sources.address(&at.to_string())),
            change: Change::Set(members),
        }
    }

    fn newer(&mut self, at: &Pointer<'_>, part: Part, what: &str, help: &str, edit: Option<Edit>) {
        let place = self.sources.origin(&at.to_string(), part);
        let message = format!("{what} requires OpenAPI 3.1; interpreting it as in 3.1");
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, message)
                .help(help)
                .fix(edit),
        );
    }
}

/// Whether the `type` of a schema does not exist in 3.0.
fn has_null_or_list(members: &Map<String, Value>) -> bool {
    members
        .get("type")
        .is_some_and(|name| name.is_array() || name == "null")
}
