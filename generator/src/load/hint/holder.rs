//! The objects of a document that have a hint.

use serde_json::{Map, Value};

use crate::diagnostic::{Part, Place};
use crate::load::source::SourceMap;
use crate::pointer::Pointer;

/// The place of an extension of the object at a pointer.
pub(super) fn place(sources: &SourceMap, pointer: &str, extension: &str) -> Place {
    let at = Pointer::base(pointer);
    sources.origin(&at.key(extension).to_string(), Part::Value)
}

pub(super) fn object_at<'d>(
    document: &'d mut Value,
    pointer: &str,
) -> Option<&'d mut Map<String, Value>> {
    document.pointer_mut(pointer)?.as_object_mut()
}

/// The keywords whose value is an object with names that the document chooses.
const NAMED: [&str; 17] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "mapping",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// The pointers of the objects with an extension, in document order.
pub(super) fn holders(document: &Value, extension: &str) -> Vec<String> {
    holders_of(document, &|members| members.contains_key(extension))
}

/// The pointers of the objects with certain extensions, in document order. A property may have the name of an extension.
pub(super) fn holders_of(
    document: &Value,
    has: &dyn Fn(&Map<String, Value>) -> bool,
) -> Vec<String> {
    fn visit(
        value: &Value,
        is_named: bool,
        at: &Pointer<'_>,
        has: &dyn Fn(&Map<String, Value>) -> bool,
        found: &mut Vec<String>,
    ) {
        match value {
            Value::Object(members) => {
                if !is_named && has(members) {
                    found.push(at.to_string());
                }
                for (name, value) in members {
                    let is_named = !is_named && NAMED.contains(&name.as_str());
                    visit(value, is_named, &at.key(name), has, found);
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    visit(value, false, &at.index(index), has, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    visit(document, false, &Pointer::ROOT, has, &mut found);
    found
}
