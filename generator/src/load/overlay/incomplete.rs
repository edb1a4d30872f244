//! Members that an update adds although it can only be meant for existing ones: a property without a type, for example,
//! because the document's property now has a different name.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::pointer::{Pointer, escape, unescape};

/// The keywords that give a schema a type, or replace it.
const SHAPES: [&str; 19] = [
    "type",
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "enum",
    "const",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "items",
    "prefixItems",
    "contains",
    "x-rust-type",
];

/// A member that an update added.
pub(super) struct Added {
    /// Its pointer in the document.
    pub(super) pointer: String,
    /// Its pointer in the overlay.
    pub(super) origin: String,
}

/// Finds what a member that an update adds to the object at `container` lacks: in itself and, if it has properties but no
/// type, in these.
pub(super) fn find(container: &str, member: Added, value: &Value, found: &mut Vec<Added>) {
    let Some(members) = value.as_object() else {
        return;
    };
    if missing(container, members).is_some() {
        found.push(member);
        return;
    }
    let Some(Value::Object(properties)) = members.get("properties") else {
        return;
    };
    if members.contains_key("type") {
        return;
    }
    let Added { pointer, origin } = member;
    let container = format!("{pointer}/properties");
    for (name, value) in properties {
        let name = escape(name);
        let property = Added {
            pointer: format!("{container}/{name}"),
            origin: format!("{origin}/properties/{name}"),
        };
        find(&container, property, value, found);
    }
}

/// Returns the kind of a member of the object at `container`, and the keyword that it lacks. An empty object is intended.
fn missing(container: &str, member: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    if member.is_empty() {
        return None;
    }
    let has_any = |names: &[&str]| names.iter().any(|name| member.contains_key(*name));
    let mut ends = container.rsplit('/');
    let (last, before) = (ends.next()?, ends.next());
    // Values of any kind, which are not part of the description.
    let is_data = |step: &str| {
        matches!(step, "example" | "examples" | "default" | "enum" | "const")
            || step.starts_with("x-")
    };
    if container.split('/').any(is_data) {
        return None;
    }
    match last {
        // A property of this name has keywords, not properties.
        "properties" if before != Some("properties") => {
            (!has_any(&SHAPES)).then_some(("property", "a `type`"))
        }
        "schemas" if before == Some("components") => {
            (!has_any(&SHAPES)).then_some(("schema", "a `type`"))
        }
        "headers" if before != Some("properties") => {
            let schema = member.get("schema").and_then(Value::as_object);
            let is_typed =
                schema.is_none_or(|schema| SHAPES.iter().any(|name| schema.contains_key(*name)));
            let is_whole = has_any(&["$ref", "content"]) || schema.is_some() && is_typed;
            (!is_whole).then_some(("header", "a `schema` with a `type`"))
        }
        "content" if before != Some("properties") => {
            (!has_any(&["schema", "itemSchema", "$ref"])).then_some(("media type", "a `schema`"))
        }
        _ => None,
    }
}

/// Reports the members that are still incomplete after all actions of an overlay.
pub(super) fn report(
    added: &[Added],
    document: &Value,
    overlay: &str,
    diagnostics: &mut Diagnostics,
) {
    for Added { pointer, origin } in added {
        let Some((container, name)) = pointer.rsplit_once('/') else {
            continue;
        };
        let member = document.pointer(pointer).and_then(Value::as_object);
        let Some((kind, lacks)) = member.and_then(|member| missing(container, member)) else {
            continue;
        };
        let message = format!(
            "the document has no {kind} `{}`, and this update adds one without {lacks}",
            unescape(name)
        );
        let place = Pointer::base(origin).place_in(Some(overlay), Part::Key);
        diagnostics.push(
            Diagnostic::warning(Code::OverlayNoMatch, place, message).help(format!(
                "use the name that the document now has, or add {lacks}"
            )),
        );
    }
}
