//! Strings whose description lists all their values.

use serde_json::{Map, Value, json};

use super::listed_values::{Listed, listed_values};
use crate::load::{Version, Visited, visit};
use crate::suggest::effect::Effect;
use crate::suggest::proposal::{Proposal, Step, last};

/// Keywords that restrict a string already, or say that the list is something else.
const RESTRICTIONS: [&str; 14] = [
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "contentEncoding",
    "contentMediaType",
];

/// Proposes `enum` for schemas and parameters whose description lists all values.
pub(super) fn proposals(tree: &Value, version: Version) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    visit(tree, version, &mut |visited, at| match visited {
        Visited::Schema(schema) => {
            let pointer = at.to_string();
            proposals.extend(proposal(schema, schema, &last(&pointer), &pointer));
        }
        Visited::Parameter(parameter) => {
            if let Some(schema) = parameter.get("schema").and_then(Value::as_object)
                && !schema.contains_key("description")
            {
                let name = parameter.get("name").and_then(Value::as_str);
                let pointer = at.key("schema").to_string();
                proposals.extend(proposal(
                    parameter,
                    schema,
                    name.unwrap_or_default(),
                    &pointer,
                ));
            }
        }
        Visited::DocumentationReference(_) => {}
    });
    proposals
}

/// The proposal for a schema, described by the description of `described`, which is named `name`.
fn proposal(
    described: &Map<String, Value>,
    schema: &Map<String, Value>,
    name: &str,
    pointer: &str,
) -> Option<Proposal> {
    let is_integer = match schema.get("type")?.as_str()? {
        "string" => false,
        "integer" => true,
        _ => return None,
    };
    // Some documents list the values in an extension, for a string with any other value.
    let is_listed = |name: &String| name.starts_with("x-") && name.contains("enum");
    if RESTRICTIONS.iter().any(|name| schema.contains_key(*name)) || schema.keys().any(is_listed) {
        return None;
    }
    if !is_integer && is_of_several(name) {
        return None;
    }
    let listed = listed_values(described.get("description")?.as_str()?, name)?;
    // A list of fields, of which one is to be set.
    if listed.values.iter().any(|value| value == name) {
        return None;
    }
    let mut values = typed(&listed, is_integer)?;
    let samples = samples(described, schema);
    if !samples.iter().all(|sample| values.contains(sample)) {
        return None;
    }
    // Words without quotes may be prose, unless the document has one of them as a value.
    if !listed.quoted && samples.is_empty() {
        return None;
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        values.push(Value::Null);
    }
    let list = listed.values.join("`, `");
    let reason = format!("enum: the description lists all values: `{list}`");
    let step = Step::Set {
        pointer: pointer.to_owned(),
        members: vec![("enum".to_owned(), Value::Array(values))],
    };
    Some(Proposal::of_rule(reason, Effect::ChangesTypes, step))
}

/// Whether a string of that name may have several values, as in `fields`; or it is no name, and its description may be
/// that of something else.
fn is_of_several(name: &str) -> bool {
    // The last step to the items of an array.
    if name == "items" {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    let is_plural = lower.ends_with('s')
        && lower.len() > 3
        && !["ss", "us", "is", "as"]
            .iter()
            .any(|end| lower.ends_with(end));
    is_plural
        || name.contains(',')
        || ["embed", "expand", "include", "exclude", "select"].contains(&lower.as_str())
}

/// The values in the type of the schema.
fn typed(listed: &Listed, is_integer: bool) -> Option<Vec<Value>> {
    let integer = |value: &String| value.parse::<i64>().ok();
    let is_of_other_type = |value: &String| {
        value.parse::<f64>().is_ok() || matches!(value.as_str(), "true" | "false" | "null")
    };
    if is_integer {
        let integers = listed.values.iter().map(integer);
        integers.map(|value| Some(json!(value?))).collect()
    } else if listed.values.iter().any(is_of_other_type) {
        None
    } else {
        Some(listed.values.iter().map(|value| json!(value)).collect())
    }
}

/// The default and the examples of a schema and of what it describes.
fn samples(described: &Map<String, Value>, schema: &Map<String, Value>) -> Vec<Value> {
    let mut samples = Vec::new();
    for holder in [described, schema] {
        samples.extend(holder.get("default").cloned());
        samples.extend(holder.get("example").cloned());
        match holder.get("examples") {
            Some(Value::Array(examples)) => samples.extend(examples.iter().cloned()),
            Some(Value::Object(examples)) => {
                let values = examples.values().map(|example| {
                    let value = example.get("value");
                    value.cloned().unwrap_or_default()
                });
                samples.extend(values);
            }
            _ => {}
        }
    }
    samples
}
