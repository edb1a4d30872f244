//! The first stage: from the bytes of the documents to one OpenAPI document with local references only.
//!
//! 1. `syntax`: a file's bytes become a tree, from YAML or JSON;
//! 2. `overlay`: the actions of the overlays change the main document's tree;
//! 3. `reference`: what references lead to is put into `components`, from other files too;
//! 4. `selection`: the operations that nobody asked for are taken out;
//! 5. `v3_1`: what OpenAPI 3.1 says otherwise is written in the words of 3.0;
//! 6. `repair`: what leaves no doubt about what was meant is mended, whatever else is wrong;
//! 7. `check`: the tree is compared with the tables of the `specification`; nothing is changed;
//! 8. `deserialize`: the tree becomes an `openapiv3` document.
//!
//! The repair has steps after the check, too: its module states their order. Where a run is told to keep going,
//! `recover` takes out what is wrong. Beside the tree, the [`SourceMap`] keeps where each of its nodes comes from.

mod check;
mod deserialize;
mod jsonpath;
mod origin;
mod overlay;
mod position;
mod recover;
mod reference;
mod repair;
mod selection;
mod source;
mod specification;
mod syntax;
#[cfg(test)]
mod tests;
mod v3_1;
mod version;
mod wording;

use openapiv3::OpenAPI;
use serde_json::Value;

use self::origin::FileIndex;
pub use self::source::{Location, SourceMap};
pub use self::version::Version;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::input::{Files, Input};

/// A document that is ready to be lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Every reference in it is `#/components/<section>/<name>`, leads somewhere, and is not part of a circle of
    /// references alone; path items and callbacks are never references. The values of a discriminator's mapping are
    /// such references too.
    pub openapi: OpenAPI,
    /// What the document says of itself.
    pub version: Version,
    /// Whether an operation that cannot be lowered is left out, with a warning.
    pub keep_going: bool,
}

/// Reads the document and the overlays of `input`; `None` where a diagnostic says that it cannot be read.
pub fn load(
    input: &Input,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> (Option<Document>, SourceMap) {
    let mut sources = SourceMap::default();
    let document = document(input, files, &mut sources, diagnostics);
    (document, sources)
}

fn document(
    input: &Input,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let main = read(&input.document, files, sources, diagnostics);
    // Read even without a main document, so that one run reports every file that is wrong.
    let overlays: Vec<_> = input
        .overlays
        .iter()
        .filter_map(|name| read(name, files, sources, diagnostics))
        .collect();
    let (_, mut tree) = main?;
    // What is no OpenAPI document at all is one mistake, not one for each action of an overlay.
    if tree.get("openapi").is_none() {
        version::of(&tree, sources, diagnostics)?;
    }
    for (file, overlay) in overlays {
        overlay::apply(&mut tree, overlay, file, sources, diagnostics);
    }
    let version = version::of(&tree, sources, diagnostics)?;
    if version > Version::V3_0 {
        v3_1::resolve_anchors(&mut tree, sources, diagnostics);
    }
    reference::resolve(&mut tree, version, files, sources, diagnostics);
    if input.keep_going && diagnostics.has_errors() {
        recover::leave_out_dangling(&mut tree, version, diagnostics);
    }
    selection::apply(&mut tree, input, sources, diagnostics);
    if version > Version::V3_0 {
        v3_1::rewrite(&mut tree, sources, diagnostics);
    } else {
        v3_1::rewrite_newer(&mut tree, sources, diagnostics);
    }
    repair::document(&mut tree, sources, diagnostics);
    let wrong = check::document(&tree, version, diagnostics);
    repair::leave_out(&mut tree, &wrong);
    if input.keep_going && diagnostics.has_errors() {
        recover::leave_out_errors(&mut tree, diagnostics);
    }
    let readable = !diagnostics.has_errors();
    check::paths(&tree, sources, diagnostics);
    repair::path_parameters(&mut tree, sources, diagnostics);
    check::operations(&tree, diagnostics);
    repair::operation_ids(&mut tree, diagnostics);
    repair::encoding_defaults(&mut tree);
    if input.keep_going && readable && diagnostics.has_errors() {
        recover::leave_out_errors(&mut tree, diagnostics);
    }
    if !readable {
        return None;
    }
    let openapi = deserialize::deserialize(&tree, diagnostics)?;
    Some(Document {
        openapi,
        version,
        keep_going: input.keep_going,
    })
}

fn read(
    name: &str,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<(FileIndex, Value)> {
    match files.read(name) {
        Ok(bytes) => {
            let (file, tree) = syntax::parse(name, bytes, sources, diagnostics);
            tree.map(|tree| (file, tree))
        }
        Err(error) => {
            let message = format!("`{name}` cannot be read: {}", reference::reason(&error));
            let help = "check the name that this run was given";
            diagnostics.push(
                Diagnostic::error(Code::UnreadableFile, Place::File(name.to_owned()), message)
                    .help(help),
            );
            None
        }
    }
}
