//! Whether a Rust type whose JSON form is known can hold the values of the schema that it replaces.
//!
//! A type of the user's is not checked: its implementation of serde decides its JSON form.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::rust_path::{JsonForm, json_form};

/// The longest chain of references, and the deepest nesting of alternatives, that is followed.
const DEEPEST: usize = 8;

/// A type that cannot hold the values of a schema.
#[derive(PartialEq)]
pub(super) struct Misfit {
    /// The form of the type in JSON, such as "a string".
    pub(super) form: &'static str,
    /// The types of the schema, such as "`integer`".
    pub(super) found: String,
}

/// The reason why the type of a path cannot hold the values of a schema, if it cannot.
pub(super) fn misfit(document: &Value, path: &str, schema: &Value) -> Option<Misfit> {
    let form = json_form(path)?;
    let types = types(document, schema, DEEPEST)?;
    let fits = |ty: &&str| match form {
        JsonForm::String => *ty == "string",
        JsonForm::Boolean => *ty == "boolean",
        JsonForm::Number => matches!(*ty, "integer" | "number"),
    };
    if types.iter().all(fits) {
        return None;
    }
    let found: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
    Some(Misfit {
        form: match form {
            JsonForm::String => "a string",
            JsonForm::Boolean => "a boolean",
            JsonForm::Number => "a number",
        },
        found: found.join(" or "),
    })
}

/// The schema of a parameter or a header, or the schema itself.
pub(super) fn schema_at<'d>(document: &'d Value, pointer: &str) -> Option<&'d Value> {
    let node = document.pointer(pointer)?;
    let of_content = || {
        let content = node.get("content")?.as_object()?;
        content.values().next()?.get("schema")
    };
    Some(node.get("schema").or_else(of_content).unwrap_or(node))
}

/// The types of a schema's values in JSON, without `null`; `None` if they may have any.
fn types<'d>(document: &'d Value, schema: &'d Value, deepest: usize) -> Option<BTreeSet<&'d str>> {
    let deeper = deepest.checked_sub(1)?;
    let schema = schema.as_object()?;
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = document.pointer(reference.strip_prefix('#')?)?;
        return types(document, target, deeper);
    }
    let own = own_types(schema);
    if own.is_some() {
        return own;
    }
    let members = |name: &str| schema.get(name).and_then(Value::as_array);
    if let Some(members) = members("allOf") {
        let all = members
            .iter()
            .filter_map(|one| types(document, one, deeper));
        return all.reduce(|a, b| a.intersection(&b).copied().collect());
    }
    let alternatives = members("oneOf").or_else(|| members("anyOf"))?;
    let of_each = alternatives.iter().map(|one| types(document, one, deeper));
    let of_each: Option<Vec<BTreeSet<&str>>> = of_each.collect();
    Some(of_each?.into_iter().flatten().collect())
}

/// The types from a schema's own keywords.
fn own_types(schema: &Map<String, Value>) -> Option<BTreeSet<&str>> {
    let listed: Vec<&str> = match schema.get("type") {
        Some(Value::String(ty)) => vec![ty],
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        _ => match (schema.get("enum"), schema.get("const")) {
            (Some(Value::Array(values)), _) => values.iter().map(type_of).collect(),
            (_, Some(value)) => vec![type_of(value)],
            _ if schema.contains_key("properties") => vec!["object"],
            _ if schema.contains_key("items") => vec!["array"],
            _ => return None,
        },
    };
    Some(listed.into_iter().filter(|ty| *ty != "null").collect())
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
