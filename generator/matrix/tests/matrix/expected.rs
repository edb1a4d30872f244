//! The values that a server must decode in each position.

use serde_json::Value;

/// The expected outcome of a call.
#[derive(Debug)]
pub(crate) enum Expected {
    /// The server receives this JSON.
    Json(Value),
    /// The server receives these names and values, in any order if they are the properties of an object.
    Pairs(Vec<(String, Value)>),
    /// The client refuses the value, because the position cannot transport it. The error contains one of these strings.
    Refused(Vec<&'static str>),
}

/// Returns what the server must decode.
pub(crate) fn expected(position: &str, value: &Value) -> Expected {
    match position {
        "body" | "holder" => Expected::Json(value.clone()),
        "form" | "part" => Expected::Pairs(fields(value)),
        "query" | "cookie" => exploded(value),
        "header" | "path" => simple(position, value),
        _ => panic!("{position}"),
    }
}

/// A field per item of an array, and one for every other value (OpenAPI 3.0.4, "Encoding Object").
fn fields(value: &Value) -> Vec<(String, Value)> {
    let values = match value {
        Value::Array(items) => items
            .iter()
            .filter(|item| !item.is_null())
            .cloned()
            .collect(),
        Value::Null => Vec::new(),
        other => vec![other.clone()],
    };
    values
        .into_iter()
        .map(|value| ("value".to_owned(), value))
        .collect()
}

/// Style `form` with `explode`: a pair per item or property.
fn exploded(value: &Value) -> Expected {
    let pairs = match value {
        Value::Object(object) => properties(object),
        other => fields(other),
    };
    if pairs.iter().any(|(_, value)| is_nested(value)) {
        return Expected::Refused(vec![NESTED]);
    }
    Expected::Pairs(pairs)
}

/// Style `simple` without `explode`: items without names, or names and values.
fn simple(position: &str, value: &Value) -> Expected {
    let pairs = match value {
        Value::Object(object) => properties(object),
        other => {
            let unnamed = |(_, item)| (String::new(), item);
            fields(other).into_iter().map(unnamed).collect()
        }
    };
    let is_list = value.is_array() || value.is_object();
    let names = pairs.iter().map(|(name, _)| name.as_str());
    let strings: Vec<&str> = names
        .chain(pairs.iter().filter_map(|(_, value)| value.as_str()))
        .collect();
    let mut reasons = Vec::new();
    if pairs.iter().any(|(_, value)| is_nested(value)) {
        reasons.push(NESTED);
    }
    if position == "path" {
        let is_empty = pairs.is_empty()
            || pairs
                .iter()
                .all(|(name, value)| name.is_empty() && value == "");
        if is_empty && pairs.len() < 2 {
            reasons.push("must not be empty");
        }
        if !is_list && strings.iter().any(|string| matches!(*string, "." | "..")) {
            reasons.push("refers to a different resource");
        }
    } else {
        if strings
            .iter()
            .any(|string| string.chars().any(|c| c.is_ascii_control() && c != '\t'))
        {
            reasons.push("is not allowed in a header");
        }
        let blank = [' ', '\t'];
        if strings
            .iter()
            .any(|string| string.starts_with(blank) || string.ends_with(blank))
        {
            reasons.push("starts or ends with a space or tab");
        }
        if is_list && strings.iter().any(|string| string.contains(',')) {
            reasons.push("the separator of its values");
        }
    }
    if reasons.is_empty() {
        Expected::Pairs(pairs)
    } else {
        Expected::Refused(reasons)
    }
}

const NESTED: &str = "a nested array or object";

fn is_nested(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// The properties that are not null.
fn properties(object: &serde_json::Map<String, Value>) -> Vec<(String, Value)> {
    let present = object.iter().filter(|(_, value)| !value.is_null());
    present
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
