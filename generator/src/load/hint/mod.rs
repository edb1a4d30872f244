//! The hints that name types and traits of the user's: those of overlays, and those of the settings.
//!
//! A document must not choose code of the crate that is generated from it, so its own hints are ignored. What remains is
//! applied to the tree: a replaced schema loses its keywords, and the schemas that only it needs are removed.

mod fit;
mod holder;
mod lost;
mod misplaced;
mod own;
mod replace;
mod settings;
mod target;
mod unused;

use serde_json::Value;

use self::holder::{holders, object_at, place};
use super::origin::FileIndex;
use super::source::SourceMap;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hints::DERIVE;
use crate::input::Input;
use crate::rust_path;

/// Applies the hints of the overlays and the settings to a document.
pub(super) fn apply(
    document: &mut Value,
    version: Version,
    input: &Input,
    overlays: &[FileIndex],
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    own::ignore(document, overlays, sources, diagnostics);
    let mut wanted = settings::set(document, version, input, sources, diagnostics);
    misplaced::report(document, version, sources, diagnostics);
    wanted.extend(lost::of_overlays(document, overlays, sources));
    check_derives(document, sources, diagnostics);
    replace::replace(document, version, input, sources, diagnostics);
    lost::report(document, wanted, diagnostics);
}

/// Writes the paths of traits in one spelling. Reports invalid ones, and removes their hints.
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
        let paths = match listed {
            None => Err(format!("`{DERIVE}` must be an array of strings")),
            // In one spelling, so that a trait is not derived twice.
            Some(listed) => listed
                .iter()
                .filter_map(Value::as_str)
                .map(rust_path::derive_path)
                .collect::<Result<Vec<String>, String>>(),
        };
        match paths {
            Ok(paths) => {
                node.insert(DERIVE.to_owned(), paths.into());
            }
            Err(message) => {
                let place = place(sources, &pointer, DERIVE);
                diagnostics.push(
                    Diagnostic::error(Code::InvalidExtension, place, message)
                        .help("list traits such as `Eq`, or paths such as `schemars::JsonSchema`"),
                );
                node.shift_remove(DERIVE);
            }
        }
    }
}

#[cfg(test)]
mod tests;
