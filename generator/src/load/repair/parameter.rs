//! Repairs parameters and headers: path parameters are required, and each has either a schema or a media type.

use serde_json::{Map, Value, json};

use super::walk::Repair;
use crate::diagnostic::Part;
use crate::load::specification::Object;
use crate::pointer::Pointer;

impl Repair<'_> {
    pub(super) fn parameter(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let is_of_path = members.get("in").is_some_and(|location| location == "path");
        let required = members.get("required").unwrap_or(&Value::Null);
        if is_of_path && matches!(required, Value::Null | Value::Bool(false)) {
            let named = if members.contains_key("required") {
                at.key("required")
            } else {
                *at
            };
            let edit = self.set(at, [("required", Some(Value::Bool(true)))]);
            self.warn_with_fix(
                &named,
                Part::Key,
                "a path parameter must be required; using `required: true`",
                "write `required: true`",
                [edit],
            );
            members.insert("required".to_owned(), Value::Bool(true));
        }
        self.schema_or_content(Object::Parameter, members, at);
    }

    pub(super) fn header(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if absent(members, "schema") && absent(members, "content") {
            self.warn(
                at,
                Part::Key,
                "a header must have `schema` or `content`; using `type: string`",
                "add `schema`",
            );
            members.insert("schema".to_owned(), json!({"type": "string"}));
        }
        self.schema_or_content(Object::Header, members, at);
    }

    fn schema_or_content(
        &mut self,
        object: Object,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        match (absent(members, "schema"), absent(members, "content")) {
            (true, true) => {
                let (taken, help) = match schema_of_swagger(members) {
                    Some(schema) => (schema, "move `type` and its related keywords into `schema`"),
                    None => (json!({"type": "string"}), "add `schema`"),
                };
                let message = format!(
                    "{} must have `schema` or `content`; using `schema: {taken}`",
                    object.name()
                );
                self.warn(at, Part::Key, message, help);
                members.insert("schema".to_owned(), taken);
            }
            (false, false) => {
                let message = format!(
                    "{} must not have both `schema` and `content`; using `schema`",
                    object.name()
                );
                self.warn(&at.key("content"), Part::Key, message, "remove one of them");
                members.shift_remove("content");
            }
            (true, false) | (false, true) => {}
        }
    }
}

/// Removes the schema keywords that Swagger 2.0 has directly in a parameter, and returns them as a schema.
fn schema_of_swagger(members: &mut Map<String, Value>) -> Option<Value> {
    if !members.get("type").is_some_and(Value::is_string) {
        return None;
    }
    let mut schema = Map::new();
    for keyword in SCHEMA_KEYWORDS_OF_SWAGGER {
        if let Some(value) = members.shift_remove(*keyword) {
            schema.insert((*keyword).to_owned(), value);
        }
    }
    Some(Value::Object(schema))
}

const SCHEMA_KEYWORDS_OF_SWAGGER: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
];

fn absent(members: &Map<String, Value>, name: &str) -> bool {
    members.get(name).is_none_or(Value::is_null)
}
