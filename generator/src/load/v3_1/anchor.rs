//! Rewrites references to a `$anchor` or an `$id` as JSON pointers.
//!
//! A schema with an `$id` is a resource: it is the base of the references in it (JSON Schema 2020-12, section 8.2.1).
//! `#/$defs/NAME` in it refers to its own `$defs`, `#name` to its own anchors, and `other` to the schema whose `$id` is
//! that URI relative to its own.

use std::collections::HashMap;

use serde_json::Value;

use super::keywords::member;
use super::uri::join;
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
    let root = Resource::default();
    names.value(
        Kind::Object(Object::Document),
        document,
        &Pointer::ROOT,
        &root,
    );
    if names.resources.is_empty() && names.anchors.is_empty() {
        return;
    }
    let mut found = Vec::new();
    names.references(document, document, &Pointer::ROOT, &root, &mut found);
    for Reference {
        owner,
        is_dynamic,
        target,
    } in found
    {
        let Some(members) = document.pointer_mut(&owner).and_then(Value::as_object_mut) else {
            continue;
        };
        if is_dynamic && let Some(reference) = members.shift_remove("$dynamicRef") {
            let place = sources.origin(&format!("{owner}/$dynamicRef"), Part::Key);
            let message = "dynamic lookup of `$dynamicRef` is not supported";
            diagnostics.push(
                Diagnostic::warning(Code::Unsupported, place, message)
                    .help("it is resolved as a `$ref`"),
            );
            members.insert("$ref".to_owned(), reference);
        }
        if let Some(target) = target {
            members.insert("$ref".to_owned(), Value::String(target));
        }
    }
}

/// A schema with an `$id`, or the document.
#[derive(Clone, Default)]
struct Resource {
    pointer: String,
    uri: String,
}

/// A reference and the pointer that it becomes.
struct Reference {
    owner: String,
    is_dynamic: bool,
    target: Option<String>,
}

/// The schemas with an id or an anchor.
#[derive(Default)]
struct Names {
    /// Each schema with an id, by its pointer.
    resources: HashMap<String, Resource>,
    /// The pointer of each schema with an id, by its URI.
    ids: HashMap<String, String>,
    /// The pointer of each schema with an anchor, by the pointer of its resource.
    anchors: HashMap<(String, String), String>,
}

impl Names {
    fn value(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>, resource: &Resource) {
        match (kind, value) {
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object) | Kind::Object(object),
                Value::Object(members),
            ) => {
                let mut resource = resource.clone();
                if object == Object::Schema {
                    if let Some(Value::String(id)) = members.get("$id") {
                        let id = id.trim_end_matches('#');
                        resource = Resource {
                            pointer: at.to_string(),
                            uri: join(&resource.uri, id),
                        };
                        self.ids.insert(id.to_owned(), at.to_string());
                        self.ids.insert(resource.uri.clone(), at.to_string());
                        self.resources.insert(at.to_string(), resource.clone());
                    }
                    for keyword in ["$anchor", "$dynamicAnchor"] {
                        if let Some(Value::String(name)) = members.get(keyword) {
                            let key = (resource.pointer.clone(), name.clone());
                            self.anchors.insert(key, at.to_string());
                        }
                    }
                }
                for (name, value) in members {
                    if (value.is_object() || value.is_array())
                        && let Some(kind) = member(object, name, Version::V3_1)
                    {
                        self.value(kind, value, &at.key(name), &resource);
                    }
                }
            }
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter().enumerate() {
                    self.value(*element, value, &at.index(index), resource);
                }
            }
            (Kind::Map(kind), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(*kind, value, &at.key(name), resource);
                }
            }
            _ => {}
        }
    }

    /// Adds the references below a value to an id, to an anchor, or into a resource.
    fn references(
        &self,
        document: &Value,
        value: &Value,
        at: &Pointer<'_>,
        resource: &Resource,
        found: &mut Vec<Reference>,
    ) {
        match value {
            Value::Object(members) => {
                let own = self.resources.get(&at.to_string());
                let resource = own.unwrap_or(resource);
                for (keyword, is_dynamic) in [("$ref", false), ("$dynamicRef", true)] {
                    if let Some(Value::String(reference)) = members.get(keyword) {
                        let target = self.target(document, reference, resource);
                        if is_dynamic || target.is_some() {
                            let owner = at.to_string();
                            found.push(Reference {
                                owner,
                                is_dynamic,
                                target,
                            });
                        }
                    }
                }
                for (name, value) in members {
                    if value.is_object() || value.is_array() {
                        self.references(document, value, &at.key(name), resource, found);
                    }
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    self.references(document, value, &at.index(index), resource, found);
                }
            }
            _ => {}
        }
    }

    /// The reference as a pointer from the root; `None` if it already is one, or refers to a file.
    fn target(&self, document: &Value, reference: &str, resource: &Resource) -> Option<String> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = if uri.is_empty() {
            &resource.pointer
        } else {
            let ids = [join(&resource.uri, uri), uri.to_owned()];
            ids.iter().find_map(|id| self.ids.get(id))?
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let target = format!("{base}{fragment}");
            // Many documents have pointers from the root in a schema with an `$id`.
            let is_own = !uri.is_empty() || !base.is_empty() && exists(document, &target);
            return is_own.then(|| format!("#{target}"));
        }
        let in_base = self.anchors.get(&(base.clone(), fragment.to_owned()));
        let in_any = || {
            let mut anchors = self
                .anchors
                .iter()
                .filter(|((_, name), _)| name == fragment);
            anchors
                .next()
                .map(|(_, place)| place)
                .filter(|_| anchors.next().is_none())
        };
        in_base.or_else(in_any).map(|place| format!("#{place}"))
    }
}

fn exists(document: &Value, pointer: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(pointer).decode_utf8();
    decoded.is_ok_and(|pointer| document.pointer(&pointer).is_some())
}
