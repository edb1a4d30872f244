//! Strings with which a document attacks, and a document with a place for them in each position.

use serde_json::{Value, json};

/// Strings with which a document can try to leave its text, its code span, its comment or its literal.
pub(crate) const ATTACKS: &[&str] = &[
    "```\nhostile\n```",
    "    hostile",
    "a\n\n    hostile",
    "a\n\n\thostile",
    "<pre>\n\n```\nhostile\n```\n</pre>",
    "<pre>```\nhostile\n```",
    "<!--\n\n    hostile\n-->",
    "<!-- a\n```\nhostile\n```",
    "<div>\n```\nhostile\n```\n</div>",
    "<div>\n\n    hostile\n\n</div>",
    "<table><tr><td>\n\n```\nhostile\n```\n</td></tr></table>",
    "<ul><li>\n\n```\nhostile\n```\n</li></ul>",
    "<code>\n\n```\nhostile\n```\n</code>",
    "<![CDATA[\n```\nhostile\n```\n]]>",
    "```(json)\nhostile\n```",
    "```(a b),(c)\nhostile\n```",
    "```{class=foo}\nhostile\n```",
    "```\u{a0}\nhostile\n```",
    "```\"rust\"\nhostile\n```",
    "```E0001\nhostile\n```",
    "```custom\nhostile\n```",
    "```edition2024\nhostile\n```",
    "```json\nhostile\n```\n",
    "```json\nhostile",
    "~~~text\nhostile",
    "> ```text\n> hostile\n```\nhostile\n```",
    "> ```text\n\thostile",
    "-\t\thostile",
    "1.      hostile",
    "- a\n\n  ```\n  hostile",
    "[^1]: a\n\n    hostile",
    "[hostile]: https://a.test \"b\n\n    hostile",
    "`a\n\n```\nhostile\n```",
    "` <b>hostile</b> `",
    "``\n\n    hostile\n\n``",
    "`](hostile) <b>",
    "[hostile] [a](hostile) [a](crate::evil::x) [`evil::hostile`] [a](hostile#b.c) [a](struct@hostile)",
    "[a](javascript:hostile) ![a](data:text/html,hostile) <javascript:hostile> <vbscript:hostile>",
    "<script>hostile</script> <svg/onload=hostile> <a href=\"javascript:hostile\">a</a>",
    "https://a.test/`<b>hostile",
    "https://a.test/>\n\n```\nhostile\n```",
    "a\rhostile\r\r    hostile\r```\rhostile\r```",
    "a\0b\u{7f}c\u{85}d\u{202e}e\u{2066}f\u{feff}g\u{2028}h\u{2029}i\u{200f}j",
    "a. b <b>hostile</b>. `c. <i>`` d",
    "*/ \"#; fn hostile() {} /*",
    "| a |\n| - |\n| `b |\n\n    hostile",
    "a\n\n# Examples\n\n```no_run\nhostile\n```",
];

/// Strings with characters that are not seen, or that turn the direction of the text after them.
pub(crate) const INVISIBLE: &[&str] = &[
    "\0",
    "a\0b",
    "a\rb",
    "a\r\r\nb\n\rc",
    "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}",
    "\t\u{b}\u{c}\u{e}\u{f}\u{10}",
    "\u{1b}[31ma\u{1b}[0m \u{1b}]8;;https://a.test\u{7}b",
    "a\u{1f}\u{7f}b",
    "\u{80}\u{85}\u{9b}31m\u{9f}",
    "a\u{a0}\u{ad}\u{34f}\u{61c}b",
    "a\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}b",
    "a\u{2028}b\u{2029}c",
    "\u{202a}a\u{202b}b\u{202c}c",
    "\u{202d}a\u{202e}b",
    "a\u{2060}\u{2061}\u{2064}b",
    "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "\u{206a}a\u{206f}",
    "\u{feff}a\u{feff}",
    "a\u{fff9}b\u{fffa}c\u{fffb}\u{fffd}\u{fffe}",
    "a\u{e0001}\u{e0061}\u{e007f}b\u{10ffff}",
    "\u{e000}\u{f8ff}\u{feff}\r\u{2028}",
];

/// A document with a place for a string in each position: `{n}` stands for the string.
pub(crate) fn template() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "{28}",
            "version": "{47}",
            "description": "{29}",
            "termsOfService": "{48}",
            "contact": {"name": "{49}", "url": "{48}", "email": "{49}"},
            "license": {"name": "{49}", "url": "{48}"},
        },
        "externalDocs": {"url": "{30}"},
        "tags": [{"name": "{3}", "description": "{31}", "externalDocs": {"url": "{32}"}}],
        "servers": [
            {"url": "https://{{33}}.test/{34}", "description": "{35}",
             "variables": {"{33}": {"default": "{36}", "enum": ["{36}", "b"], "description": "{37}"}}},
            {"url": "https://c.test"},
        ],
        "security": [{"{38}": []}, {"k": []}],
        "paths": {"/a/{39}": {"post": operation()}, "/b": {"post": other_operation(), "get": pages()}},
        "components": {
            "securitySchemes": security_schemes(),
            "schemas": schemas(),
        },
    })
}

/// An operation with a string in most places.
fn operation() -> Value {
    json!({
        "operationId": "{0}",
        "summary": "{1}",
        "description": "{2}",
        "tags": ["{3}", "{4}"],
        "externalDocs": {"url": "{5}", "description": "{6}"},
        "deprecated": true,
        "parameters": [
            {"name": "{7}", "in": "query", "description": "{8}", "schema": {"type": "string", "default": "{9}"}},
            {"name": "{10}", "in": "query", "required": true, "description": "{11}", "schema": {"type": "string", "enum": ["{12}", "b"]}},
            {"name": "c", "in": "query", "required": true, "schema": {"type": "string", "pattern": "{13}", "format": "{14}", "example": "{15}"}},
            {"name": "d", "in": "query", "content": {"{16}": {"schema": {"type": "string"}}}},
        ],
        "requestBody": {
            "description": "{17}",
            "required": true,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/A"}},
                "text/{18}": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "200": {
                "description": "{19}",
                "headers": {"{20}": {"description": "{21}", "schema": {"type": "string"}}},
                "links": {"{22}": {"operationId": "{0}"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}, "image/{45}": {}},
            },
            "404": {"description": "{23}", "headers": {"{24}": {"schema": {"type": "string"}}}, "content": {"{25}": {}}},
        },
        "callbacks": {"{26}": {}},
        "servers": [{"url": "https://b.test/{27}"}],
    })
}

fn security_schemes() -> Value {
    json!({
        "{38}": {"type": "http", "scheme": "bearer", "description": "{40}"},
        "k": {"type": "apiKey", "in": "query", "name": "{41}"},
        "l": {"type": "apiKey", "in": "cookie", "name": "{50}"},
        "m": {"type": "apiKey", "in": "header", "name": "{51}"},
        "n": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "{52}", "scopes": {"{52}": "{53}"}}}},
        "o": {"type": "openIdConnect", "openIdConnectUrl": "{52}"},
    })
}

fn schemas() -> Value {
    json!({
        "A": {
            "type": "object",
            "description": "{42}",
            "title": "{43}",
            "required": ["{44}"],
            "properties": {
                "{44}": {"$ref": "#/components/schemas/B"},
                "e": {"type": "string", "enum": ["{12}", "x"]},
                "f": {"$ref": "#/components/schemas/{46:reference}"},
            },
        },
        "B": {"type": "string", "description": "{8}\n\n{2}"},
        "U": {
            "description": "{54}",
            "oneOf": [{"$ref": "#/components/schemas/V"}, {"$ref": "#/components/schemas/W"}],
            "discriminator": {
                "propertyName": "{55}",
                "mapping": {"{56}": "#/components/schemas/V", "w": "#/components/schemas/W"},
            },
        },
        "V": {"type": "object", "required": ["{55}"], "properties": {"{55}": {"type": "string"}}},
        "W": {"type": "object", "required": ["{55}"], "properties": {"{55}": {"type": "string"}}},
        "X": {
            "type": "string",
            "enum": ["a", "b"],
            "x-enum-descriptions": ["{57}", "b"],
            "x-enum-varnames": ["{58}", "B"],
            "externalDocs": {"url": "https://a.test/{59}", "description": "{57}"},
            "default": "a",
            "example": "{60}",
        },
        "Y": {
            "type": "object",
            "default": {"{61}": "{62}"},
            "example": {"{61}": "{62}"},
            "properties": {
                "a": {"type": "array", "items": {"type": "string", "pattern": "{13}"}, "default": ["{62}"]},
                "b": {"type": "object", "additionalProperties": {"type": "string", "format": "{14}"}},
                "c": {"type": "number", "multipleOf": 2, "format": "{14}", "title": "{63}"},
                "d": {"type": "object", "title": "{63}", "properties": {"{61}": {"type": "object", "properties": {"{61}": {}}}}},
            },
        },
        "{46}": {"type": "integer", "enum": [1, 2], "description": "- a\n\n{2}", "deprecated": true},
    })
}

/// An operation with the other kinds of bodies and responses.
fn other_operation() -> Value {
    json!({
        "operationId": "e",
        "tags": ["{3}"],
        "security": [{"l": [], "m": []}, {"n": ["{52}"]}, {"o": []}],
        "parameters": [
            {"name": "{64}", "in": "cookie", "schema": {"$ref": "#/components/schemas/X"}},
            {"name": "x-{65}", "in": "header", "schema": {"type": "string"}, "example": "{60}"},
        ],
        "requestBody": {
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["{66}"],
                        "properties": {
                            "{66}": {"type": "string", "format": "binary"},
                            "f": {"$ref": "#/components/schemas/Y", "description": "{68}"},
                            "g": {"type": "string", "deprecated": true, "description": "{68}"},
                        },
                    },
                    "encoding": {"f": {"contentType": "{67}"}, "{66}": {"contentType": "image/{67}"}},
                },
            },
        },
        "responses": {
            "200": {"description": "{70}", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/U"}}}},
            "201": {"description": "{70}", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Y"}}}},
            "4XX": {"description": "{70}", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/U"}}}},
            "default": {"description": "{70}", "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/X"}}}},
        },
    })
}

/// An operation with hints.
fn pages() -> Value {
    json!({
        "operationId": "h",
        "tags": ["{4}"],
        "x-rust-pagination": {"cursor": "{69}", "next": "/next", "items": "/items"},
        "x-rust-retry": {"unless": ["{69}"]},
        "parameters": [{"name": "{69}", "in": "query", "schema": {"type": "string"}}],
        "responses": {
            "200": {
                "description": "{70}",
                "content": {"application/json": {"schema": {
                    "type": "object",
                    "properties": {"next": {"type": "string"}, "items": {"type": "array", "items": {"type": "string"}}},
                }}},
            },
        },
    })
}

/// The number of places in the template.
pub(crate) const PLACES: usize = 71;

/// The places of descriptions and the like, in which Markdown has a meaning.
pub(crate) const TEXTS: [usize; 21] = [
    1, 2, 6, 8, 11, 17, 19, 21, 23, 29, 31, 35, 37, 40, 42, 43, 53, 54, 57, 68, 70,
];

/// The places in URLs and paths, in which braces are errors.
pub(crate) const URLS: [usize; 4] = [27, 33, 34, 39];

/// The template with a string in some places, and plain words in the others.
pub(crate) fn filled(text: &str, is_filled: impl Fn(usize) -> bool) -> String {
    filled_with(&|place| is_filled(place).then(|| text.to_owned()))
}

/// The template with the strings of its places; plain words where there is none.
pub(crate) fn filled_with(string: &dyn Fn(usize) -> Option<String>) -> String {
    fn fill(value: &Value, replaced: &dyn Fn(&str) -> String) -> Value {
        match value {
            Value::String(text) => Value::String(replaced(text)),
            Value::Array(items) => items.iter().map(|item| fill(item, replaced)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (replaced(key), fill(value, replaced)))
                .collect(),
            other => other.clone(),
        }
    }
    let replaced = |of: &str| {
        let mut of = of.to_owned();
        for place in 0..PLACES {
            let name = format!("{{{place}}}");
            if of.contains(&name) {
                let string = string(place).unwrap_or_else(|| format!("plain{place}"));
                of = of.replace(&name, &string);
            }
            let name = format!("{{{place}:reference}}");
            if of.contains(&name) {
                let string = string(place).unwrap_or_else(|| format!("plain{place}"));
                // RFC 6901, section 3, in the fragment of a URI.
                let string = string
                    .replace('%', "%25")
                    .replace('~', "~0")
                    .replace('/', "~1");
                of = of.replace(&name, &string);
            }
        }
        of
    };
    fill(&template(), &replaced).to_string()
}
