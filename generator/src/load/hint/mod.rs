//! The hints that name types and traits of the user's: those of overlays, and those of the settings.
//!
//! A document must not choose code of the crate that is generated from it, so its own hints are ignored. What remains is
//! applied to the tree: a replaced schema loses its keywords, and the schemas that only it needs are removed.

mod own;
mod replace;
mod settings;
mod target;
mod unused;

use serde_json::{Map, Value};

use super::origin::FileIndex;
use super::source::SourceMap;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::input::Input;
use crate::pointer::Pointer;
use crate::rust_path;

/// The extension that names the Rust type of a schema, a property or a parameter.
pub(crate) const TYPE: &str = "x-rust-type";

/// The extension that lists traits to derive for the type of a schema, or for all types.
pub(crate) const DERIVE: &str = "x-rust-derive";

/// Applies the hints of the overlays and the settings to a document.
pub(super) fn apply(
    document: &mut Value,
    version: Version,
    input: &Input,
    overlays: &[FileIndex],
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    own::ignore(document, overlays, sources, diagnostics);
    settings::set(document, version, input, diagnostics);
    check_derives(document, sources, diagnostics);
    replace::replace(document, version, input, sources, diagnostics);
}

/// Reports invalid paths of traits, and removes their hints.
fn check_derives(document: &mut Value, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    for pointer in holders(document, DERIVE) {
        let Some(node) = object_at(document, &pointer) else {
            continue;
        };
        let Some(hint) = node.get(DERIVE) else {
            continue;
        };
        let listed = hint
            .as_array()
            .filter(|listed| listed.iter().all(Value::is_string));
        let wrong = match listed {
            None => Some(format!("`{DERIVE}` must be an array of strings")),
            Some(listed) => listed
                .iter()
                .filter_map(Value::as_str)
                .find_map(|path| rust_path::derive_path(path).err()),
        };
        if let Some(message) = wrong {
            let place = place(sources, &pointer, DERIVE);
            diagnostics.push(
                Diagnostic::error(Code::InvalidExtension, place, message)
                    .help("list traits such as `Eq`, or paths such as `schemars::JsonSchema`"),
            );
            node.shift_remove(DERIVE);
        }
    }
}

/// The place of an extension of the object at a pointer.
fn place(sources: &SourceMap, pointer: &str, extension: &str) -> Place {
    let at = Pointer::base(pointer);
    sources.origin(&at.key(extension).to_string(), Part::Value)
}

fn object_at<'d>(document: &'d mut Value, pointer: &str) -> Option<&'d mut Map<String, Value>> {
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

/// The pointers of the objects with an extension, in document order. A property may have the name of the extension.
fn holders(document: &Value, extension: &str) -> Vec<String> {
    fn visit(
        value: &Value,
        is_named: bool,
        at: &Pointer<'_>,
        extension: &str,
        found: &mut Vec<String>,
    ) {
        match value {
            Value::Object(members) => {
                if !is_named && members.contains_key(extension) {
                    found.push(at.to_string());
                }
                for (name, value) in members {
                    let is_named = !is_named && NAMED.contains(&name.as_str());
                    visit(value, is_named, &at.key(name), extension, found);
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    visit(value, false, &at.index(index), extension, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    visit(document, false, &Pointer::ROOT, extension, &mut found);
    found
}

#[cfg(test)]
mod tests;
