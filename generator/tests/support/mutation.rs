//! Mutations of a document, chosen by bytes.

use openapi_crate::hints::HINTS;
use serde_json::{Map, Value, json};

/// A sequence of choices. When the bytes are used up, each choice is the first option.
pub(crate) struct Choices<'c> {
    bytes: &'c [u8],
}

impl<'c> Choices<'c> {
    /// Creates the choices for these bytes.
    pub(crate) fn new(bytes: &'c [u8]) -> Self {
        Self { bytes }
    }

    /// Whether all bytes are used up.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Chooses a number below `limit`, or 0 if there is none.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let (taken, rest) = self.bytes.split_at(self.bytes.len().min(2));
        self.bytes = rest;
        let number = taken
            .iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte));
        if limit == 0 { 0 } else { number % limit }
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// Mutates `tree` as long as there are choices, up to a few times.
pub(crate) fn mutate(tree: &mut Value, donor: &Value, choices: &mut Choices<'_>) {
    for _ in 0..8 {
        if choices.is_empty() {
            return;
        }
        change(tree, donor, choices);
    }
}

fn change(tree: &mut Value, donor: &Value, choices: &mut Choices<'_>) {
    let part = node(donor, choices).clone();
    let own = node(tree, choices).clone();
    let place = node_mut(tree, choices);
    match choices.below(9) {
        0 => *place = scalar(choices),
        1 => *place = part,
        2 => *place = own,
        3 => remove(place, choices),
        4 => rename(place, choices),
        5 => add(place, part, choices),
        6 => add(place, own, choices),
        7 => *place = json!({"$ref": reference(choices)}),
        _ => add(place, scalar(choices), choices),
    }
}

/// Chooses a node of the tree, step by step.
fn node<'v>(mut value: &'v Value, choices: &mut Choices<'_>) -> &'v Value {
    loop {
        let next = match value {
            Value::Object(members) => members.values().nth(choices.below(members.len() + 1)),
            Value::Array(elements) => elements.get(choices.below(elements.len() + 1)),
            _ => None,
        };
        let Some(next) = next else { return value };
        value = next;
    }
}

fn node_mut<'v>(value: &'v mut Value, choices: &mut Choices<'_>) -> &'v mut Value {
    let size = match value {
        Value::Object(members) => members.len(),
        Value::Array(elements) => elements.len(),
        _ => 0,
    };
    let index = choices.below(size + 1);
    if index == size {
        return value;
    }
    let next = match value {
        Value::Object(members) => members.values_mut().nth(index),
        Value::Array(elements) => elements.get_mut(index),
        _ => None,
    };
    // The index is below the size, as tested above.
    node_mut(next.expect("an index below the size"), choices)
}

fn remove(place: &mut Value, choices: &mut Choices<'_>) {
    match place {
        Value::Object(members) if !members.is_empty() => {
            let name = members
                .keys()
                .nth(choices.below(members.len()))
                .cloned()
                .unwrap_or_default();
            members.shift_remove(&name);
        }
        Value::Array(elements) if !elements.is_empty() => {
            elements.remove(choices.below(elements.len()));
        }
        other => *other = Value::Null,
    }
}

/// Renames a member, and keeps its position.
fn rename(place: &mut Value, choices: &mut Choices<'_>) {
    let Value::Object(members) = place else {
        return;
    };
    let renamed = choices.below(members.len());
    let new = name(choices);
    let old: Map<String, Value> = std::mem::take(members);
    for (index, (name, value)) in old.into_iter().enumerate() {
        members.insert(if index == renamed { new.clone() } else { name }, value);
    }
}

fn add(place: &mut Value, part: Value, choices: &mut Choices<'_>) {
    match place {
        Value::Object(members) => {
            members.insert(name(choices), part);
        }
        Value::Array(elements) => elements.push(part),
        other => *other = part,
    }
}

/// Names to choose from, in addition to the hints: keywords of OpenAPI, words of Rust, and nearly empty strings.
const NAMES: &[&str] = &[
    "type",
    "properties",
    "items",
    "required",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "nullable",
    "default",
    "additionalProperties",
    "discriminator",
    "mapping",
    "propertyName",
    "format",
    "minimum",
    "maximum",
    "pattern",
    "readOnly",
    "writeOnly",
    "parameters",
    "in",
    "name",
    "schema",
    "content",
    "style",
    "explode",
    "requestBody",
    "responses",
    "headers",
    "description",
    "security",
    "tags",
    "operationId",
    "servers",
    "components",
    "paths",
    "get",
    "post",
    "/",
    "/{id}",
    "/a/{id}/{id}",
    "default",
    "200",
    "4XX",
    "204",
    "application/json",
    "text/plain",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "*/*",
    "text/event-stream",
    "application/x-ndjson",
    "",
    " ",
    "self",
    "Self",
    "crate",
    "type_",
    "r#type",
    "new",
    "body",
    "send",
    "String",
    "Option",
    "Error",
    "1",
    "-1",
    "é",
    "名",
    "a b",
    "a_b",
    "aB",
    "A-B",
    "~0~1/",
    "\u{0}",
    "\"",
    "*/",
    "//",
    "{",
    "}",
    "```",
    "additional_properties",
    "items_",
    "pages",
    "status",
];

fn name(choices: &mut Choices<'_>) -> String {
    let index = choices.below(NAMES.len() + HINTS.len());
    let name = NAMES.get(index).copied();
    // An index that is not in the first list is in the second.
    name.unwrap_or_else(|| HINTS[index - NAMES.len()].name)
        .to_owned()
}

fn reference(choices: &mut Choices<'_>) -> &'static str {
    const REFERENCES: &[&str] = &[
        "#/components/schemas/Page",
        "#/components/schemas/A",
        "#/components/schemas/Item",
        "#/components/schemas/Node",
        "#/components/schemas/Tree",
        "#/components/schemas",
        "#/components/parameters/Limit",
        "#/paths/~1a/get",
        "#/paths",
        "#/",
        "#",
        "",
        "other.yaml",
        "other.yaml#/A",
        "../x.yaml",
        "https://example.com/x.yaml",
    ];
    REFERENCES[choices.below(REFERENCES.len())]
}

fn scalar(choices: &mut Choices<'_>) -> Value {
    choices
        .of(&[
            json!(null),
            json!(true),
            json!(false),
            json!(0),
            json!(-1),
            json!(1.5),
            json!(1e308),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(""),
            json!("string"),
            json!("integer"),
            json!("number"),
            json!("boolean"),
            json!("array"),
            json!("object"),
            json!("int32"),
            json!("date-time"),
            json!("byte"),
            json!("binary"),
            json!("uuid"),
            json!("date"),
            json!("query"),
            json!("path"),
            json!("header"),
            json!("cookie"),
            json!("deepObject"),
            json!("simple"),
            json!("{id}"),
            json!("https://{x}.example.com/{y}"),
            json!([]),
            json!({}),
            json!([null]),
            json!(["a", "A", "a_", "", "é"]),
            json!({"type": "object"}),
            json!("*/"),
            json!("`x` [y](z) <b>\n\n    code\n```\n"),
            json!("\u{202e}"),
            json!("a\u{0}b"),
            json!("/a"),
            json!({"$ref": "#/components/schemas/Page"}),
            json!({"allOf": [{"type": "object"}, {"type": "string"}]}),
            json!({"type": "array", "items": {"type": "string", "format": "byte"}}),
            json!("3.1.0"),
            json!("3.0.3"),
        ])
        .clone()
}
