//! `patternProperties` and `unevaluatedProperties`.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use crate::pointer::Pointer;

impl Rewriting<'_> {
    /// Rewrites them as `additionalProperties`, without their patterns.
    pub(super) fn pattern_properties(
        &mut self,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        self.unevaluated_properties(members, at);
        let Some(patterns) = members.shift_remove("patternProperties") else {
            return;
        };
        let here = at.key("patternProperties");
        let Value::Object(patterns) = patterns else {
            self.wrong(&here, "an object with a schema for each pattern");
            return;
        };
        let target = at.key("additionalProperties");
        let other = match members.get("additionalProperties") {
            Some(Value::Object(_)) => members.shift_remove("additionalProperties"),
            _ => None,
        };
        let mut schemas: Vec<(Pointer<'_>, Value)> = Vec::with_capacity(patterns.len() + 1);
        let names: Vec<String> = patterns.keys().cloned().collect();
        for (name, schema) in names
            .iter()
            .zip(patterns.into_iter().map(|(_, schema)| schema))
        {
            // No property matches a pattern with `false`.
            if schema != Value::Bool(false) && schemas.iter().all(|(_, known)| *known != schema) {
                schemas.push((here.key(name), schema));
            }
        }
        schemas.extend(other.map(|schema| (target, schema)));
        if members.get("type").is_none() {
            members.insert("type".to_owned(), json!("object"));
        }
        let schema = match schemas.len() {
            0 => return,
            1 => schemas.pop().map(|(place, schema)| {
                self.moved(&place, &target);
                schema
            }),
            _ => {
                let any_of = target.key("anyOf");
                // From the last, since `additionalProperties` itself is the new parent of the others.
                for (index, (place, _)) in schemas.iter().enumerate().rev() {
                    self.moved(place, &any_of.index(index));
                }
                let schemas: Vec<Value> = schemas.into_iter().map(|(_, schema)| schema).collect();
                Some(json!({"anyOf": schemas}))
            }
        };
        members.extend(schema.map(|schema| ("additionalProperties".to_owned(), schema)));
    }

    /// Rewrites `unevaluatedProperties`, which equals `additionalProperties` in a schema that is not composed.
    fn unevaluated_properties(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(schema) = members.shift_remove("unevaluatedProperties") else {
            return;
        };
        let here = at.key("unevaluatedProperties");
        let alone = ["allOf", "oneOf", "anyOf", "$ref", "additionalProperties"]
            .iter()
            .all(|name| !members.contains_key(*name));
        if alone {
            self.moved(&here, &at.key("additionalProperties"));
            members.insert("additionalProperties".to_owned(), schema);
        } else if schema != Value::Bool(true) {
            self.unsupported(
                &here,
                "`unevaluatedProperties` is not supported in a composed schema",
                "properties that it forbids are accepted",
            );
        }
    }
}
