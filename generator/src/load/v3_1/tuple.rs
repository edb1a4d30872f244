//! `prefixItems`: arrays whose first items have their own schemas.
//!
//! Neither 3.0 nor the model has tuples. Each item becomes any one of the schemas, which loses their order but no
//! value. If all schemas are equal, nothing is lost. A tuple type would serve a shape that JSON APIs hardly use.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use crate::pointer::Pointer;

impl Rewriting<'_> {
    pub(super) fn tuple(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(prefix) = members.get("prefixItems") else {
            if members.get("items") == Some(&Value::Bool(false)) {
                // An array that is always empty.
                members.insert("items".to_owned(), json!({}));
                members.insert("maxItems".to_owned(), json!(0));
            }
            return;
        };
        let here = at.key("prefixItems");
        let Some(length) = prefix.as_array().map(Vec::len) else {
            self.wrong(&here, "an array of schemas");
            members.shift_remove("prefixItems");
            return;
        };
        let Some(Value::Array(mut schemas)) = members.shift_remove("prefixItems") else {
            return;
        };
        let mut places: Vec<Pointer<'_>> = (0..length).map(|index| here.index(index)).collect();
        let rest = at.key("items");
        match members.shift_remove("items") {
            Some(Value::Bool(false)) => {
                members.entry("maxItems").or_insert_with(|| json!(length));
            }
            None | Some(Value::Bool(true)) => {
                // Formally, further items may have any value. Authors seldom mean that.
            }
            Some(items) => {
                schemas.push(items);
                places.push(rest);
            }
        }
        members.entry("type").or_insert_with(|| json!("array"));
        let alike = schemas
            .windows(2)
            .all(|pair| matches!(pair, [one, other] if one == other));
        if alike {
            if let (Some(schema), Some(place)) = (schemas.into_iter().next(), places.first()) {
                self.moved(place, &rest);
                members.insert("items".to_owned(), schema);
            }
            return;
        }
        self.unsupported(
            &here,
            "`prefixItems` does not assign schemas by position",
            "each item may match any of the schemas",
        );
        let any_of = rest.key("anyOf");
        for (index, place) in places.iter().enumerate().rev() {
            self.moved(place, &any_of.index(index));
        }
        members.insert("items".to_owned(), json!({"anyOf": schemas}));
    }
}
