//! Rewrites `null` among the schemas of a `oneOf` or `anyOf` as `nullable` of the enclosing schema.

use serde_json::{Map, Value, json};

use super::rewriting::{Rewriting, add_to_all_of};
use crate::pointer::Pointer;

impl Rewriting<'_> {
    pub(super) fn null_branches(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(branches)) = members.get_mut(keyword) else {
                continue;
            };
            let place = at.key(keyword);
            let mut nullable = false;
            let mut kept: Vec<Value> = Vec::with_capacity(branches.len());
            for (index, mut branch) in std::mem::take(branches).into_iter().enumerate() {
                if is_null(&branch) {
                    nullable = true;
                    continue;
                }
                nullable |= self.take_null(&mut branch, &place.index(index));
                if kept.len() != index {
                    self.moved(&place.index(index), &place.index(kept.len()));
                }
                kept.push(branch);
            }
            match kept.len() {
                // Only `null`, which becomes the type of the schema.
                0 if nullable => {
                    members.shift_remove(keyword);
                    members.entry("type").or_insert_with(|| json!("null"));
                }
                1 if nullable => {
                    members.shift_remove(keyword);
                    let index = add_to_all_of(members, kept);
                    self.moved(&place.index(0), &at.key("allOf").index(index));
                }
                _ => {
                    members.insert(keyword.to_owned(), Value::Array(kept));
                }
            }
            if nullable {
                members.insert("nullable".to_owned(), Value::Bool(true));
            }
        }
    }

    /// Removes `null` from the types of a schema. Returns whether it was among them.
    fn take_null(&mut self, schema: &mut Value, at: &Pointer<'_>) -> bool {
        let Some(members) = schema.as_object_mut() else {
            return false;
        };
        if let Some(Value::Array(types)) = members.get_mut("type")
            && let Some(index) = types.iter().position(|name| name == "null")
        {
            self.sources
                .origins
                .remove_element(&at.key("type").to_string(), index, types.len());
            types.remove(index);
            return true;
        }
        false
    }
}

/// Whether a schema allows only `null`.
fn is_null(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else {
        return false;
    };
    members
        .get("type")
        .is_some_and(|name| *name == json!("null") || *name == json!(["null"]))
        || members.get("const").is_some_and(Value::is_null)
        || members
            .get("enum")
            .is_some_and(|values| *values == json!([null]))
}
