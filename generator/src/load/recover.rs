//! Removes the invalid parts of a document, for a run that keeps going.
//!
//! An invalid operation is removed. An invalid schema allows any value. Any other invalid component is removed, with
//! the operations that refer to it. An error anywhere else remains an error.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::reference::dangling;
use super::specification::{self, ADDITIONAL_OPERATIONS, METHODS};
use super::version::Version;
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::pointer::{escape, steps};

/// Removes the parts that have unresolved references.
pub(super) fn leave_out_dangling(
    document: &mut Value,
    version: Version,
    diagnostics: &mut Diagnostics,
) {
    let mut parts = Vec::new();
    for site in dangling(document, version) {
        if site.is_schema
            && let Some(schema) = document.pointer_mut(&site.pointer)
        {
            *schema = json!({});
        } else {
            parts.extend(Part::enclosing(&site.pointer));
        }
    }
    remove_parts(document, parts);
    diagnostics.replace(|_, diagnostic| {
        let reference = matches!(
            diagnostic.code,
            Code::UnresolvedReference | Code::UnreadableFile
        ) && matches!(diagnostic.place, Place::Node { .. });
        reference.then_some(
            "an unresolved schema allows any value; with any other unresolved reference, the operation is left out",
        )
    });
}

/// Removes the parts that the errors found so far are about.
pub(super) fn leave_out_errors(document: &mut Value, diagnostics: &mut Diagnostics) {
    let mut parts = Vec::new();
    diagnostics.replace(|_, diagnostic| {
        let around = |place: &Place| match place {
            Place::Resolved { pointer, .. } => Part::enclosing(pointer),
            _ => None,
        };
        let part = around(&diagnostic.place)?;
        let fallback = part.fallback();
        // A diagnostic about a path may name the operations that are affected.
        let named = diagnostic
            .related
            .iter()
            .filter_map(|(place, _)| around(place));
        let named: Vec<Part> = named.filter(|named| named.is_below(&part)).collect();
        if named.is_empty() {
            parts.push(part);
        } else {
            parts.extend(named);
        }
        Some(fallback)
    });
    remove_parts(document, parts);
}

/// A unit that is removed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    /// An operation, by its path and its pointer below the path item.
    Operation(String, String),
    /// All operations of a path.
    Path(String),
    /// A schema, by its name.
    Schema(String),
    /// Any other component, by its section and name.
    Component(String, String),
}

impl Part {
    /// The fallback, for the help of the diagnostic.
    const fn fallback(&self) -> &'static str {
        match self {
            Self::Operation(..) => "the operation is left out",
            Self::Path(_) => "the affected operations of this path are left out",
            Self::Schema(_) => "values of this schema are `serde_json::Value`",
            Self::Component(..) => "the operations that use it are left out",
        }
    }

    /// Whether this is an operation of that path.
    fn is_below(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Operation(path, _), Self::Path(whole)) if path == whole)
    }

    /// The part around the node at a pointer.
    fn enclosing(pointer: &str) -> Option<Self> {
        let mut steps = steps(pointer).map(std::borrow::Cow::into_owned);
        match (steps.next()?.as_str(), steps.next()?, steps.next()) {
            ("paths", path, Some(method)) if METHODS.contains(&method.as_str()) => {
                Some(Self::Operation(path, format!("/{method}")))
            }
            ("paths", path, Some(additional)) if additional == ADDITIONAL_OPERATIONS => {
                Some(match steps.next() {
                    Some(method) => {
                        Self::Operation(path, format!("/{additional}/{}", escape(&method)))
                    }
                    None => Self::Path(path),
                })
            }
            ("paths", path, _) => Some(Self::Path(path)),
            ("components", section, Some(name)) if section == "schemas" => Some(Self::Schema(name)),
            ("components", section, Some(name)) => Some(Self::Component(section, name)),
            _ => None,
        }
    }
}

fn remove_parts(document: &mut Value, parts: Vec<Part>) {
    let mut pending = parts;
    let mut removed = HashSet::new();
    let mut users: Option<HashMap<String, Vec<String>>> = None;
    while let Some(part) = pending.pop() {
        if !removed.insert(part.clone()) {
            continue;
        }
        match part {
            Part::Operation(..) | Part::Path(_) => {}
            Part::Schema(name) => {
                if let Some(schema) = member(document, &["components", "schemas", &name]) {
                    *schema = json!({});
                }
            }
            Part::Component(section, name) => {
                // Searched once, because thousands of components may be removed.
                let users = users.get_or_insert_with(|| {
                    let mut users = HashMap::new();
                    find_users(document, &mut String::new(), &mut users);
                    users
                });
                let reference = format!("#/components/{section}/{}", escape(&name));
                let users = users.remove(&reference).unwrap_or_default();
                pending.extend(users.iter().filter_map(|pointer| Part::enclosing(pointer)));
            }
        }
    }
    let is_removed = |part: Part| removed.contains(&part);
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for (path, item) in &mut *paths {
            if let Value::Object(item) = item {
                specification::retain_operations(item, |below, _| {
                    !is_removed(Part::Operation(path.clone(), below.to_owned()))
                });
            }
        }
        paths.retain(|path, _| !is_removed(Part::Path(path.clone())));
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        for (section, members) in components {
            if let Value::Object(members) = members {
                let component = |name: &String| Part::Component(section.clone(), name.clone());
                members.retain(|name, _| !is_removed(component(name)));
            }
        }
    }
}

fn member<'d>(document: &'d mut Value, path: &[&str]) -> Option<&'d mut Value> {
    path.iter()
        .try_fold(document, |value, name| value.get_mut(*name))
}

/// Finds the pointers of all references to each component.
fn find_users(value: &Value, pointer: &mut String, users: &mut HashMap<String, Vec<String>>) {
    let length = pointer.len();
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let users = users.entry(reference.clone()).or_default();
                users.push(pointer.clone());
            }
            for (name, value) in members {
                pointer.push('/');
                pointer.push_str(&escape(name));
                find_users(value, pointer, users);
                pointer.truncate(length);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                find_users(value, pointer, users);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_belongs_to_the_enclosing_operation_or_component() {
        let path = "/a/{b}".to_owned();
        assert_eq!(
            Part::enclosing("/paths/~1a~1{b}/get/responses"),
            Some(Part::Operation(path.clone(), "/get".to_owned()))
        );
        assert_eq!(
            Part::enclosing("/paths/~1a~1{b}/additionalOperations/COPY/responses"),
            Some(Part::Operation(
                path.clone(),
                "/additionalOperations/COPY".to_owned()
            ))
        );
        assert_eq!(
            Part::enclosing("/paths/~1a~1{b}/parameters/0"),
            Some(Part::Path(path))
        );
        assert_eq!(
            Part::enclosing("/components/schemas/A/type"),
            Some(Part::Schema("A".to_owned()))
        );
        assert_eq!(Part::enclosing("/info/title"), None);
        assert_eq!(Part::enclosing("/components"), None);
    }
}
