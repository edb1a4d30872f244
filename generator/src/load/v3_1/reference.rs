//! Siblings of a schema's `$ref`, which 3.0 ignores and 3.1 does not.

use serde_json::{Map, Value, json};

use super::rewriting::{Rewriting, is_annotation};
use crate::pointer::Pointer;

impl Rewriting<'_> {
    /// Moves the reference into an `allOf`, whose siblings 3.0 does not ignore.
    pub(super) fn reference_siblings(
        &mut self,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        if !members.get("$ref").is_some_and(Value::is_string) {
            return;
        }
        // References into `$defs` have been resolved; the others do not restrict values.
        for name in [
            "$defs",
            "definitions",
            "$comment",
            "$schema",
            "$id",
            "$anchor",
            "summary",
        ] {
            members.shift_remove(name);
        }
        if members.len() == 1 {
            return;
        }
        let names: Vec<String> = members
            .keys()
            .filter(|name| *name != "$ref" && !is_annotation(name))
            .cloned()
            .collect();
        let all_of = at.key("allOf");
        let mut schemas = Vec::with_capacity(2);
        if let Some(reference) = members.shift_remove("$ref") {
            self.moved(&at.key("$ref"), &all_of.index(0).key("$ref"));
            schemas.push(json!({"$ref": reference}));
        }
        let mut beside = Map::new();
        for name in names {
            if let Some(value) = members.shift_remove(&name) {
                self.moved(&at.key(&name), &all_of.index(1).key(&name));
                beside.insert(name, value);
            }
        }
        if !beside.is_empty() {
            schemas.push(Value::Object(beside));
        }
        members.insert("allOf".to_owned(), Value::Array(schemas));
    }
}
