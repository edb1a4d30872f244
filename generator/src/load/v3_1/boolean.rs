//! Schemas that are `true` or `false`: anything, or nothing.

use serde_json::{Map, Value, json};

/// Makes an object of a schema that is a flag.
pub(super) fn schema(value: &mut Value) {
    match value {
        Value::Bool(true) => *value = json!({}),
        Value::Bool(false) => *value = json!({"not": {}}),
        _ => {}
    }
}

/// Takes out properties whose schema is `false`: no value has them.
pub(super) fn forbidden_properties(members: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.retain(|_, schema| *schema != Value::Bool(false));
    }
}
