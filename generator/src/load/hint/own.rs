//! The hints of the document itself, which are ignored.

use serde_json::Value;

use super::holder::{holders, object_at, place};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hints::{DERIVE, TYPE};
use crate::load::origin::FileIndex;
use crate::load::source::SourceMap;
use crate::pointer::Pointer;

/// Removes each hint for a type or a trait that does not come from an overlay, with a warning.
pub(super) fn ignore(
    document: &mut Value,
    overlays: &[FileIndex],
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    for extension in [TYPE, DERIVE] {
        for pointer in holders(document, extension) {
            let at = Pointer::base(&pointer);
            let origin = sources.origin_of(&at.key(extension).to_string());
            if overlays.contains(&origin.file) {
                continue;
            }
            if let Some(node) = object_at(document, &pointer) {
                node.shift_remove(extension);
            }
            let message = format!(
                "a document must not choose Rust code of its client; `{extension}` is ignored"
            );
            diagnostics.push(
                Diagnostic::warning(
                    Code::InvalidExtension,
                    place(sources, &pointer, extension),
                    message,
                )
                .help("move it to an overlay, or to the settings"),
            );
        }
    }
}
