//! Hints of the user's for schemas that are no longer generated, because a type replaces a schema around them, or the
//! only schema that needs them.

use serde_json::Value;

use super::holder::{holders_of, place};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::hints::PREFIX;
use crate::load::origin::FileIndex;
use crate::load::source::SourceMap;
use crate::pointer::Pointer;

/// A hint of an overlay or a setting.
pub(super) struct Wanted {
    /// The object with the hint.
    pub(super) pointer: String,
    /// The hint in a message, such as "the setting `Pen.colour`".
    pub(super) what: String,
    pub(super) place: Place,
}

/// The hints of the overlays.
pub(super) fn of_overlays(
    document: &Value,
    overlays: &[FileIndex],
    sources: &SourceMap,
) -> Vec<Wanted> {
    if overlays.is_empty() {
        return Vec::new();
    }
    let is_hint = |name: &String| name.starts_with(PREFIX);
    let mut wanted = Vec::new();
    for pointer in holders_of(document, &|members| members.keys().any(is_hint)) {
        let members = document.pointer(&pointer).and_then(Value::as_object);
        let names = members.into_iter().flat_map(serde_json::Map::keys);
        for name in names.filter(|name| is_hint(name)) {
            let at = Pointer::base(&pointer);
            let origin = sources.origin_of(&at.key(name).to_string());
            if overlays.contains(&origin.file) {
                wanted.push(Wanted {
                    pointer: pointer.clone(),
                    what: format!("`{name}`"),
                    place: place(sources, &pointer, name),
                });
            }
        }
    }
    wanted
}

/// Reports the hints whose objects are no longer part of the document.
pub(super) fn report(document: &Value, wanted: Vec<Wanted>, diagnostics: &mut Diagnostics) {
    for one in wanted {
        if document.pointer(&one.pointer).is_some() {
            continue;
        }
        let message = format!(
            "{} has no effect: its schema is only needed by one that a type replaces",
            one.what
        );
        diagnostics.push(
            Diagnostic::warning(Code::InvalidExtension, one.place, message).help("remove it"),
        );
    }
}
