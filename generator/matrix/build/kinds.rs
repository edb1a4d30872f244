//! The kinds of schemas and the positions that the matrix combines.

use serde_json::{Value, json};

/// A kind of schema.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) schema: Value,
}

/// Where a schema is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// The whole body of a request and of its response.
    Body,
    /// A required and an optional property, the items of an array, and the values of a map.
    Holder,
    Query,
    Header,
    Path,
    Cookie,
    Form,
    Part,
    ResponseHeader,
}

impl Position {
    pub(crate) const ALL: [Self; 9] = [
        Self::Body,
        Self::Holder,
        Self::Query,
        Self::Header,
        Self::Path,
        Self::Cookie,
        Self::Form,
        Self::Part,
        Self::ResponseHeader,
    ];

    /// Returns the tag of the operations of this position.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Holder => "holder",
            Self::Query => "query",
            Self::Header => "header",
            Self::Path => "path",
            Self::Cookie => "cookie",
            Self::Form => "form",
            Self::Part => "part",
            Self::ResponseHeader => "response_header",
        }
    }
}

fn reference(kind: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{kind}") })
}

/// Returns all kinds. Each is a schema of the document under its name, so that kinds can refer to one another.
pub(crate) fn kinds() -> Vec<Kind> {
    let mut kinds = scalars();
    kinds.extend(arrays());
    kinds.extend(objects());
    kinds.extend(compositions());
    kinds
}

fn list(kinds: Vec<(&'static str, Value)>) -> Vec<Kind> {
    let kind = |(name, schema)| Kind { name, schema };
    kinds.into_iter().map(kind).collect()
}

fn scalars() -> Vec<Kind> {
    let string = |format: &str| json!({ "type": "string", "format": format });
    let number = |ty: &str, format: &str| json!({ "type": ty, "format": format });
    list(vec![
        ("text", json!({ "type": "string" })),
        (
            "limited_text",
            json!({ "type": "string", "minLength": 1, "maxLength": 40 }),
        ),
        ("date", string("date")),
        ("date_time", string("date-time")),
        ("time", string("time")),
        ("duration", string("duration")),
        ("uuid", string("uuid")),
        ("uri", string("uri")),
        ("email", string("email")),
        ("password", string("password")),
        ("decimal", string("decimal")),
        ("byte", string("byte")),
        ("ipv4", string("ipv4")),
        ("ipv6", string("ipv6")),
        ("int32", number("integer", "int32")),
        ("int64", number("integer", "int64")),
        ("integer", json!({ "type": "integer" })),
        (
            "unsigned",
            json!({ "type": "integer", "format": "int64", "minimum": 0 }),
        ),
        ("float", number("number", "float")),
        ("double", number("number", "double")),
        ("number", json!({ "type": "number" })),
        ("boolean", json!({ "type": "boolean" })),
        (
            "color",
            json!({ "type": "string", "enum": ["red", "light green", "a&b=c", ""] }),
        ),
        ("level", json!({ "type": "integer", "enum": [1, 2, 10] })),
        ("flag", json!({ "type": "boolean", "enum": [true] })),
        ("constant", json!({ "type": "string", "enum": ["only"] })),
        ("alias", reference("date_time")),
        (
            "nullable_text",
            json!({ "type": "string", "nullable": true }),
        ),
        (
            "nullable_integer",
            json!({ "type": "integer", "nullable": true }),
        ),
        (
            "nullable_color",
            json!({ "type": "string", "nullable": true, "enum": ["a", "b", null] }),
        ),
        (
            "nullable_byte",
            json!({ "type": "string", "format": "byte", "nullable": true }),
        ),
        (
            "nullable_date_time",
            json!({ "type": "string", "format": "date-time", "nullable": true }),
        ),
    ])
}

fn arrays() -> Vec<Kind> {
    let array = |items: Value| json!({ "type": "array", "items": items });
    list(vec![
        ("texts", array(json!({ "type": "string" }))),
        ("integers", array(json!({ "type": "integer" }))),
        ("colors", array(reference("color"))),
        ("date_times", array(reference("date_time"))),
        ("uuids", array(reference("uuid"))),
        ("bytes", array(reference("byte"))),
        ("addresses", array(reference("ipv6"))),
        (
            "nullable_texts",
            json!({ "type": "array", "nullable": true, "items": { "type": "string" } }),
        ),
        ("doubles", array(reference("double"))),
        ("points", array(reference("point"))),
        ("grid", array(array(json!({ "type": "integer" })))),
        ("nullable_items", array(reference("nullable_integer"))),
    ])
}

fn objects() -> Vec<Kind> {
    let map = |values: Value| json!({ "type": "object", "additionalProperties": values });
    list(vec![
        (
            "point",
            json!({
                "type": "object",
                "required": ["x", "label"],
                "properties": {
                    "x": { "type": "integer" },
                    "y": { "type": "integer" },
                    "label": { "type": "string" },
                },
            }),
        ),
        (
            "closed",
            json!({
                "type": "object",
                "additionalProperties": false,
                "properties": { "at": reference("date_time"), "color": reference("color") },
            }),
        ),
        (
            "nested",
            json!({
                "type": "object",
                "required": ["point"],
                "properties": { "point": reference("point"), "texts": reference("texts") },
            }),
        ),
        (
            "open",
            json!({
                "type": "object",
                "properties": { "x": { "type": "integer" } },
                "additionalProperties": { "type": "string" },
            }),
        ),
        (
            "tree",
            json!({
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "children": { "type": "array", "items": reference("tree") },
                    "parent": reference("tree"),
                },
            }),
        ),
        ("text_map", map(json!({ "type": "string" }))),
        ("integer_map", map(json!({ "type": "integer" }))),
        (
            "timed",
            json!({
                "type": "object",
                "required": ["id"],
                "properties": { "id": { "type": "integer" }, "day": reference("date") },
                "additionalProperties": reference("date_time"),
            }),
        ),
        ("date_map", map(reference("date"))),
        ("list_map", map(reference("texts"))),
        ("point_map", map(reference("point"))),
        ("free_form", json!({ "type": "object" })),
        ("anything", json!({})),
    ])
}

fn compositions() -> Vec<Kind> {
    let sorted = |property: &str| {
        json!({
            "type": "object",
            "required": ["sort"],
            "properties": { "sort": { "type": "string" }, property: { "type": "integer" } },
        })
    };
    let child = |property: &str| {
        json!({
            "allOf": [
                reference("vehicle"),
                { "type": "object", "properties": { property: { "type": "integer" } } },
            ],
        })
    };
    let with_kind = |kind: &str, property: &str, schema: Value| {
        json!({
            "type": "object",
            "required": ["kind", property],
            "properties": { "kind": { "type": "string", "enum": [kind] }, property: schema },
        })
    };
    list(vec![
        (
            "cat",
            with_kind("cat", "lives", json!({ "type": "integer" })),
        ),
        ("dog", with_kind("dog", "tricks", reference("texts"))),
        (
            "pet",
            json!({
                "oneOf": [reference("cat"), reference("dog")],
                "discriminator": { "propertyName": "kind" },
            }),
        ),
        (
            "cat_or_dog",
            json!({ "oneOf": [reference("cat"), reference("dog")] }),
        ),
        (
            "mapped_pet",
            json!({
                "oneOf": [reference("animal"), reference("plant")],
                "discriminator": { "propertyName": "sort", "mapping": { "a": "animal", "p": "#/components/schemas/plant" } },
            }),
        ),
        ("animal", sorted("legs")),
        ("plant", sorted("leaves")),
        (
            "vehicle",
            json!({
                "type": "object",
                "required": ["type"],
                "properties": { "type": { "type": "string" }, "wheels": { "type": "integer" } },
                "discriminator": { "propertyName": "type" },
            }),
        ),
        ("car", child("doors")),
        ("truck", child("load")),
        (
            "car_or_truck",
            json!({ "oneOf": [reference("car"), reference("truck")] }),
        ),
        (
            "merged_point",
            json!({
                "allOf": [
                    { "type": "object", "properties": { "at": reference("date_time"), "point": reference("point") } },
                    { "required": ["at"], "properties": { "at": { "minLength": 1 }, "point": { "properties": { "z": { "type": "integer" } } } } },
                ],
            }),
        ),
        (
            "text_or_integer",
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
        ),
        (
            "one_or_many",
            json!({ "anyOf": [{ "type": "integer" }, reference("integers")] }),
        ),
        (
            "named_point",
            json!({
                "allOf": [
                    reference("point"),
                    { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } },
                ],
            }),
        ),
        (
            "described_color",
            json!({ "allOf": [reference("color")], "description": "A color with words." }),
        ),
        (
            "nullable_point",
            json!({ "allOf": [reference("point")], "nullable": true }),
        ),
    ])
}
