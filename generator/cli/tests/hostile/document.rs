//! Documents with a random string in every position.

use proptest::prelude::*;
use serde_json::{Value, json};

/// The pieces of the strings.
const PARTS: &[&str] = &[
    "a",
    "Name",
    " ",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{1b}[2J",
    "\u{1b}]8;;https://evil.example\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}1m",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{2028}",
    "\u{feff}",
    "\n::error::x",
    "\n  ::add-mask::a",
    ":",
    "::",
    "##[error]x",
    "##",
    "[",
    "##vso[task.x]",
    "`",
    "``",
    "|",
    "\\",
    "@someone",
    "#1",
    "GH-2",
    "<img src=x>",
    "<!--",
    "</details>",
    "[a](https://evil.example)",
    "https://evil.example",
    "www.evil.example",
    "%0A",
    ",",
    "**",
    "{",
    "}",
    "é",
];

pub(crate) fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS), 0..6).prop_map(|parts| parts.concat())
}

/// Every string of the document in turn.
struct Strings<'a> {
    strings: &'a [String],
    next: usize,
}

impl Strings<'_> {
    fn next(&mut self) -> String {
        self.next += 1;
        self.strings[self.next % self.strings.len()].clone()
    }

    /// A name that differs from the others.
    fn name(&mut self) -> String {
        let name = self.next();
        format!("{name}{}", self.next)
    }
}

/// A document with a string in every position. With `valid`, it has those of which a crate can be generated.
pub(crate) fn document(strings: &[String], valid: bool) -> Value {
    let mut s = Strings { strings, next: 0 };
    let kind = if valid { "string".to_owned() } else { s.next() };
    let schema = json!({
        "type": "object",
        "title": s.next(),
        "description": s.next(),
        "required": [s.name()],
        "properties": {
            s.name(): {"type": kind, "description": s.next(), "default": s.next(), "format": s.next()},
            s.name(): {"type": "string", "enum": [s.name(), s.name()]},
        },
        s.name(): s.next(),
    });
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": s.next(), "description": s.next(), "version": s.next()},
        "servers": [{"url": format!("https://shelf.example/{}", s.next()), "description": s.next()}],
        "tags": [{"name": s.next(), "description": s.next()}],
        "paths": {
            format!("/{}", s.name().replace(['{', '}', '?', '#'], "")): {
                "post": {
                    "operationId": s.name(),
                    "summary": s.next(),
                    "description": s.next(),
                    "tags": [s.next()],
                    "security": [{"key": []}],
                    "parameters": [
                        {"name": s.name(), "in": "query", "description": s.next(), "schema": {"type": "string", "default": s.next()}},
                        {"name": s.name(), "in": "header", "schema": {"type": "string", "pattern": s.next()}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}},
                    "responses": {"200": {
                        "description": s.next(),
                        "headers": {s.name(): {"description": s.next(), "schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}},
                    }},
                },
            },
        },
        "components": {
            "schemas": {"Book": schema, "Level": {"type": "string", "enum": ["low", s.name()]}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key", "description": s.next()}},
        },
    });
    if !valid {
        document["paths"][format!("/{}", s.name())] = json!({"get": {
            "operationId": s.next(),
            "parameters": [{"name": s.next(), "in": s.next(), "schema": {"$ref": format!("#/components/schemas/{}", s.next())}}],
            "responses": {s.next(): {"$ref": s.next()}},
        }});
    }
    document
}
