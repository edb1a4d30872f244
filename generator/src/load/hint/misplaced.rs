//! Hints of objects that cannot have any, and hints next to a `$ref`.
//!
//! Lowering reports those of the objects that it reads hints from.

use serde_json::{Map, Value, json};

use super::holder::{holders_of, object_at};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::hints::{self, HINTS, PREFIX, TYPE};
use crate::load::source::SourceMap;
use crate::load::specification::{Kind, Object};
use crate::load::v3_1;
use crate::load::version::Version;
use crate::pointer::{Pointer, steps};

/// Reports and removes the hints of objects that have none. A hint next to a reference to a schema is kept.
pub(super) fn report(
    document: &mut Value,
    version: Version,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let is_hint = |name: &String| name.starts_with(PREFIX);
    for pointer in holders_of(document, &|members| members.keys().any(is_hint)) {
        let Some(kind) = kind_at(&pointer, version) else {
            continue;
        };
        let Some(object) = object_of(kind) else {
            continue;
        };
        let Some(node) = object_at(document, &pointer) else {
            continue;
        };
        let reference = node.get("$ref").and_then(Value::as_str);
        let reference = reference.filter(|_| kind.referenced().is_some());
        if object == Object::Schema {
            // OpenAPI 3.0 ignores the siblings of a reference. The type replaces the reference.
            if reference.is_some() && version == Version::V3_0 && !node.contains_key(TYPE) {
                keep_next_to_reference(node);
            }
            continue;
        }
        if reference.is_none() && has_hints(object) {
            continue;
        }
        let reference = reference.map(str::to_owned);
        let names: Vec<String> = node.keys().filter(|name| is_hint(name)).cloned().collect();
        for name in names {
            node.shift_remove(&name);
            let at = Pointer::base(&pointer);
            let place = sources.origin(&at.key(&name).to_string(), Part::Key);
            let (message, help) = match &reference {
                Some(reference) => (
                    format!("`{name}` next to a `$ref` is ignored"),
                    format!("put it on `{reference}`"),
                ),
                None => (
                    format!("`{name}` is not an extension of {}", object.name()),
                    help(&name),
                ),
            };
            diagnostics.push(Diagnostic::error(Code::InvalidExtension, place, message).help(help));
        }
    }
}

/// The help for a hint of an object that has none.
fn help(name: &str) -> String {
    let objects = objects(name);
    if objects.is_empty() {
        return "remove it".to_owned();
    }
    format!("remove it; it is for {}", listed(&objects))
}

/// Makes a reference to a schema one that OpenAPI 3.0 allows keywords next to.
pub(super) fn keep_next_to_reference(node: &mut Map<String, Value>) {
    if let Some(reference) = node.shift_remove("$ref") {
        node.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
    }
}

/// The kind of the object at a pointer; `None` if it is not part of OpenAPI, such as one in an example.
pub(super) fn kind_at(pointer: &str, version: Version) -> Option<Kind> {
    let mut kind = Kind::Object(Object::Document);
    for step in steps(pointer) {
        kind = match kind {
            Kind::Array(element) => *element,
            Kind::Map(member) => *member,
            _ => v3_1::member(object_of(kind)?, &step, version)?,
        };
    }
    Some(kind)
}

/// The object of a kind.
pub(super) const fn object_of(kind: Kind) -> Option<Object> {
    match kind {
        Kind::Object(object) | Kind::Reference(object) | Kind::BooleanOrReference(object) => {
            Some(object)
        }
        _ => None,
    }
}

fn has_hints(object: Object) -> bool {
    HINTS
        .iter()
        .any(|hint| objects(hint.name).contains(&object))
}

/// The objects that a hint is for.
pub(super) fn objects(name: &str) -> Vec<Object> {
    let hint = HINTS.iter().find(|hint| hint.name == name);
    let on = hint.map_or(&[][..], |hint| hint.on);
    let mut objects: Vec<Object> = on
        .iter()
        .map(|object| match object {
            hints::Object::Document => Object::Document,
            hints::Object::Tag => Object::Tag,
            hints::Object::Operation => Object::Operation,
            hints::Object::Parameter => Object::Parameter,
            hints::Object::Header => Object::Header,
            hints::Object::Schema | hints::Object::Property => Object::Schema,
            hints::Object::SecurityScheme => Object::SecurityScheme,
        })
        .collect();
    if name == TYPE {
        // Moved to their schemas.
        objects.extend([Object::Parameter, Object::Header]);
    }
    objects.dedup();
    objects
}

/// A list of objects, such as "a schema, a parameter or a header".
pub(super) fn listed(objects: &[Object]) -> String {
    let names: Vec<&str> = objects.iter().map(|object| object.name()).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}
