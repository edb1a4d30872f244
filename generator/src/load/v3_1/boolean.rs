//! Boolean schemas: `true` allows any value, `false` none.

use serde_json::{Map, Value, json};

/// Rewrites a boolean schema as an object.
pub(super) fn schema(value: &mut Value) {
    match value {
        Value::Bool(true) => *value = json!({}),
        Value::Bool(false) => *value = json!({"not": {}}),
        _ => {}
    }
}

/// Removes properties whose schema is `false`: no value has them.
pub(super) fn forbidden_properties(members: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.retain(|_, schema| *schema != Value::Bool(false));
    }
}
