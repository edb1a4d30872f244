//! What must hold of a parameter, a header and a link beyond their keywords?

use serde_json::{Map, Value, json};

use super::Check;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::specification::{Object, STYLES};
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn parameter(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) -> bool {
        let location = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let required = members.get("required").unwrap_or(&Value::Null);
        if location == "path" && matches!(required, Value::Null | Value::Bool(false)) {
            let message =
                "a path parameter is always required; `required: true` is taken".to_owned();
            let named = if members.contains_key("required") {
                at.key("required")
            } else {
                *at
            };
            let place = self.place(&named, Part::Key);
            self.diagnostics.push(
                Diagnostic::warning(Code::InvalidDocument, place, message)
                    .help("write `required: true`"),
            );
            members.insert("required".to_owned(), Value::Bool(true));
        }
        let style_fits = self.style(&location, members, at);
        self.schema_or_content(Object::Parameter, members, at) && style_fits
    }

    pub(super) fn header(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) -> bool {
        if absent(members, "schema") && absent(members, "content") {
            let message =
                "a header must have `schema` or `content`; `type: string` is taken".to_owned();
            let place = self.place(at, Part::Key);
            self.diagnostics.push(
                Diagnostic::warning(Code::InvalidDocument, place, message).help("add `schema`"),
            );
            members.insert("schema".to_owned(), json!({"type": "string"}));
        }
        self.schema_or_content(Object::Header, members, at)
    }

    fn style(&mut self, location: &str, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        let Some(Value::String(style)) = members.get("style") else {
            return true;
        };
        let styles: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form"],
            // A wrong `in` has its own complaint.
            _ => return true,
        };
        // A word that is no style at all has its own complaint.
        if styles.contains(&style.as_str()) || !STYLES.contains(&style.as_str()) {
            return true;
        }
        let message = format!(
            "`style` of a {location} parameter must be `{}`, not `{style}`",
            styles.join("` or `")
        );
        let label = did_you_mean(style, styles.iter().copied());
        let help = Some(format!(
            "write `{}`, or leave `style` out",
            styles.join("` or `")
        ));
        self.complain(
            message,
            self.place(&at.key("style"), Part::Value),
            label,
            help,
        );
        false
    }

    fn schema_or_content(
        &mut self,
        object: Object,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) -> bool {
        match (absent(members, "schema"), absent(members, "content")) {
            (true, true) => {
                let (taken, help) = match schema_of_swagger(members) {
                    Some(schema) => (
                        schema,
                        "OpenAPI 3.0 has `type` and what belongs to it inside `schema`",
                    ),
                    None => (json!({"type": "string"}), "add `schema`"),
                };
                let message = format!(
                    "{} must have `schema` or `content`; `schema: {taken}` is taken",
                    object.name()
                );
                let place = self.place(at, Part::Key);
                self.diagnostics
                    .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
                members.insert("schema".to_owned(), taken);
                true
            }
            (false, false) => {
                let message = format!(
                    "{} must not have both `schema` and `content`; `schema` is taken",
                    object.name()
                );
                let place = self.place(&at.key("content"), Part::Key);
                self.diagnostics.push(
                    Diagnostic::warning(Code::InvalidDocument, place, message)
                        .help("remove one of them"),
                );
                members.shift_remove("content");
                true
            }
            (false, true) => true,
            (true, false) => match members.get("content") {
                Some(Value::Object(content)) if content.len() != 1 => {
                    let message = format!(
                        "`content` of {} must have exactly one media type, not {}",
                        object.name(),
                        content.len()
                    );
                    let help =
                        Some("keep one of them, or describe the value with `schema`".to_owned());
                    self.complain(
                        message,
                        self.place(&at.key("content"), Part::Key),
                        String::new(),
                        help,
                    );
                    false
                }
                _ => true,
            },
        }
    }

    pub(super) fn link(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) -> bool {
        match (
            members.contains_key("operationId"),
            members.contains_key("operationRef"),
        ) {
            (false, false) => {
                let message = "a link must have `operationId` or `operationRef`".to_owned();
                let help = Some(
                    "add `operationId`, the id of the operation that the link leads to".to_owned(),
                );
                self.complain(message, self.place(at, Part::Key), String::new(), help);
                false
            }
            (true, true) => {
                let message =
                    "a link must not have both `operationId` and `operationRef`".to_owned();
                let help = Some("remove one of them".to_owned());
                self.complain(
                    message,
                    self.place(&at.key("operationRef"), Part::Key),
                    String::new(),
                    help,
                );
                false
            }
            _ => true,
        }
    }
}

/// Takes out of a parameter what Swagger 2.0 has in it and OpenAPI 3 in its schema.
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
