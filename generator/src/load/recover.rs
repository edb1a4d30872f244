//! Removes the invalid parts of a document, for a run that keeps going.
//!
//! An invalid operation is removed. An invalid schema allows any value. Any other invalid component is removed, with
//! the operations that refer to it. An error anywhere else remains an error.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::reference::dangling;
use super::specification::METHODS;
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
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// An operation, by its path and method.
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
                Some(Self::Operation(path, method))
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
    while let Some(part) = pending.pop() {
        match part {
            Part::Operation(path, method) => {
                if let Some(Value::Object(item)) = member(document, &["paths", &path]) {
                    item.shift_remove(&method);
                }
            }
            Part::Path(path) => {
                if let Some(Value::Object(paths)) = member(document, &["paths"]) {
                    paths.shift_remove(&path);
                }
            }
            Part::Schema(name) => {
                if let Some(schema) = member(document, &["components", "schemas", &name]) {
                    *schema = json!({});
                }
            }
            Part::Component(section, name) => {
                if let Some(Value::Object(members)) = member(document, &["components", &section]) {
                    members.shift_remove(&name);
                }
                let reference = format!("#/components/{section}/{}", escape(&name));
                let mut users = Users {
                    reference: &reference,
                    found: HashSet::new(),
                };
                users.search(document, &mut String::new());
                pending.extend(
                    users
                        .found
                        .iter()
                        .filter_map(|pointer| Part::enclosing(pointer)),
                );
            }
        }
    }
}

fn member<'d>(document: &'d mut Value, path: &[&str]) -> Option<&'d mut Value> {
    path.iter()
        .try_fold(document, |value, name| value.get_mut(*name))
}

/// The pointers of all references to one component.
struct Users<'r> {
    reference: &'r str,
    found: HashSet<String>,
}

impl Users<'_> {
    fn search(&mut self, value: &Value, pointer: &mut String) {
        let length = pointer.len();
        match value {
            Value::Object(members) => {
                if members
                    .get("$ref")
                    .is_some_and(|reference| reference == self.reference)
                {
                    self.found.insert(pointer.clone());
                }
                for (name, value) in members {
                    pointer.push('/');
                    pointer.push_str(&escape(name));
                    self.search(value, pointer);
                    pointer.truncate(length);
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    pointer.push_str(&format!("/{index}"));
                    self.search(value, pointer);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
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
            Some(Part::Operation(path.clone(), "get".to_owned()))
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
