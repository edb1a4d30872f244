//! `prefixItems`: an array whose first elements have schemas of their own.
//!
//! Neither 3.0 nor the model has tuples. The elements become any one of the schemas, which loses their order and no
//! value: an element is still read as what it is. Where all schemas are the same, nothing is lost. The alternative, an
//! internal keyword that `lower` reads as a tuple, would be a type for a shape that JSON APIs hardly use.

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
            self.wrong(&here, "a list of schemas");
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
                // Whatever comes after the listed ones may be anything; the author seldom means that.
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
            "the elements of an array are not told apart by their positions",
            "each is any one of the schemas listed",
        );
        let any_of = rest.key("anyOf");
        for (index, place) in places.iter().enumerate().rev() {
            self.moved(place, &any_of.index(index));
        }
        members.insert("items".to_owned(), json!({"anyOf": schemas}));
    }
}
