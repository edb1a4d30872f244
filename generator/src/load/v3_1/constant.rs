//! Rewrites `const` as an `enum` of one value, and a `oneOf` or `anyOf` of constants as one `enum`.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use crate::pointer::Pointer;

impl Rewriting<'_> {
    pub(super) fn constant(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(value) = members.shift_remove("const") else {
            return;
        };
        let name = type_of(&value);
        self.moved(&at.key("const"), &at.key("enum").index(0));
        members.entry("type").or_insert_with(|| json!(name));
        members.insert("enum".to_owned(), json!([value]));
    }
}

/// Rewrites alternatives that are constants, a way to describe each value of an `enum`.
///
/// Titles and descriptions become extensions that other tools also use.
pub(super) fn branches(members: &mut Map<String, Value>) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = members.get(keyword) else {
            continue;
        };
        let constants: Option<Vec<_>> = branches.iter().map(constant_branch).collect();
        let Some(constants) = constants.filter(|constants| !constants.is_empty()) else {
            continue;
        };
        let Some(name) = constants.first().map(|(value, _)| type_of(value)) else {
            continue;
        };
        if members.contains_key("enum") || constants.iter().any(|(value, _)| type_of(value) != name)
        {
            continue;
        }
        let texts = |of: &str| {
            let texts = constants
                .iter()
                .map(|(_, branch)| branch.get(of).and_then(Value::as_str));
            texts
                .map(|text| json!(text.unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        let (names, descriptions) = (texts("title"), texts("description"));
        let values: Vec<Value> = constants
            .iter()
            .map(|(value, _)| (*value).clone())
            .collect();
        members.shift_remove(keyword);
        members.entry("type").or_insert_with(|| json!(name));
        members.insert("enum".to_owned(), Value::Array(values));
        if names.iter().all(|name| *name != json!("")) {
            members.insert("x-enum-varnames".to_owned(), Value::Array(names));
        }
        if descriptions.iter().any(|text| *text != json!("")) {
            members.insert("x-enum-descriptions".to_owned(), Value::Array(descriptions));
        }
    }
}

/// The single value that a branch allows, if it has no other keywords about values.
fn constant_branch(branch: &Value) -> Option<(&Value, &Map<String, Value>)> {
    let members = branch.as_object()?;
    let value = match (members.get("const"), members.get("enum")) {
        (Some(value), None) => value,
        (None, Some(Value::Array(values))) if values.len() == 1 => values.first()?,
        _ => return None,
    };
    let plain = |name: &str| {
        matches!(
            name,
            "const" | "enum" | "type" | "format" | "title" | "description" | "deprecated"
        ) || name.starts_with("x-")
    };
    let fitting = members
        .get("type")
        .is_none_or(|name| name == type_of(value) || (name == "number" && value.is_number()));
    (fitting && !value.is_null() && members.keys().all(|name| plain(name)))
        .then_some((value, members))
}

/// The `type` of a value.
pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
