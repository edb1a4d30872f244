//! Rewrites references to a `$anchor` or an `$id` as JSON pointers.

use std::collections::HashMap;

use serde_json::Value;

use super::keywords::member;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::load::specification::{Kind, Object};
use crate::load::version::Version;
use crate::pointer::Pointer;

/// Rewrites the references of the main file that name an anchor or an id of the same file.
pub(in crate::load) fn resolve(
    document: &mut Value,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mut names = Names::default();
    names.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
    if !names.places.is_empty() {
        rewrite(
            document,
            &names.places,
            &Pointer::ROOT,
            sources,
            diagnostics,
        );
    }
}

/// The pointer of each schema with an anchor or an id.
#[derive(Default)]
struct Names {
    places: HashMap<String, String>,
}

impl Names {
    fn value(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>) {
        match (kind, value) {
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object) | Kind::Object(object),
                Value::Object(members),
            ) => {
                if object == Object::Schema {
                    for keyword in ["$anchor", "$dynamicAnchor"] {
                        if let Some(Value::String(name)) = members.get(keyword) {
                            self.places.insert(format!("#{name}"), format!("#{at}"));
                        }
                    }
                    if let Some(Value::String(id)) = members.get("$id") {
                        self.places
                            .insert(id.trim_end_matches('#').to_owned(), format!("#{at}"));
                    }
                }
                for (name, value) in members {
                    if (value.is_object() || value.is_array())
                        && let Some(kind) = member(object, name, Version::V3_1)
                    {
                        self.value(kind, value, &at.key(name));
                    }
                }
            }
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter().enumerate() {
                    self.value(*element, value, &at.index(index));
                }
            }
            (Kind::Map(kind), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(*kind, value, &at.key(name));
                }
            }
            _ => {}
        }
    }
}

fn rewrite(
    value: &mut Value,
    places: &HashMap<String, String>,
    at: &Pointer<'_>,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(_)) = members.get("$dynamicRef")
                && let Some(reference) = members.shift_remove("$dynamicRef")
            {
                let place = sources.origin(&at.key("$dynamicRef").to_string(), Part::Key);
                let message = "dynamic lookup of `$dynamicRef` is not supported";
                diagnostics.push(
                    Diagnostic::warning(Code::Unsupported, place, message)
                        .help("it is resolved as a `$ref`"),
                );
                members.insert("$ref".to_owned(), reference);
            }
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && let Some(place) = place(reference, places)
            {
                *reference = place;
            }
            for (name, value) in members {
                rewrite(value, places, &at.key(name), sources, diagnostics);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter_mut().enumerate() {
                rewrite(value, places, &at.index(index), sources, diagnostics);
            }
        }
        _ => {}
    }
}

/// Resolves a reference by name: `#name`, an id, or an id and a pointer below it.
fn place(reference: &str, places: &HashMap<String, String>) -> Option<String> {
    if let Some(place) = places.get(reference) {
        return Some(place.clone());
    }
    let (id, pointer) = reference.split_once('#')?;
    let place = places.get(id).filter(|_| !id.is_empty())?;
    if pointer.is_empty() || pointer.starts_with('/') {
        Some(format!("{place}{pointer}"))
    } else {
        places.get(&format!("#{pointer}")).cloned()
    }
}
