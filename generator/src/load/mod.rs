//! The first stage: reads the documents into one OpenAPI document with local references only.
//!
//! 1. `syntax` parses a file, YAML or JSON, into a tree;
//! 2. `overlay` applies the actions of the overlays to the main document's tree;
//! 3. `reference` moves the targets of references, from other files too, into `components`;
//! 4. `selection` removes the operations that are not selected, and everything that only they need;
//! 5. `expansion` refuses documents that describe a much larger crate;
//! 6. `v3_2` rewrites OpenAPI 3.2 as 3.1, and `v3_1` rewrites that as 3.0;
//! 7. `repair` fixes mistakes whose intent is clear;
//! 8. `check` compares the tree with the tables of the `specification`, without changing it;
//! 9. `deserialize` turns the tree into an `openapiv3` document.
//!
//! Some steps of `repair` run after the check; its module lists the order. With `keep_going`, `recover` removes the
//! invalid parts. The [`SourceMap`] records where each node of the tree comes from.

mod check;
mod credential;
mod deserialize;
mod expansion;
mod hint;
mod jsonpath;
mod origin;
mod overlay;
mod position;
mod recover;
mod reference;
mod repair;
mod selection;
mod setting;
mod source;
mod specification;
mod syntax;
mod tag_name;
#[cfg(test)]
mod tests;
mod v3_1;
mod v3_2;
mod version;
mod visit;
mod wording;

use openapiv3::OpenAPI;
use serde_json::Value;

pub use self::deserialize::{AdditionalOperation, AdditionalOperations};
pub(crate) use self::hint::{DERIVE, TYPE as RUST_TYPE};
use self::origin::FileIndex;
pub use self::source::{Location, SourceMap};
pub(crate) use self::v3_1::CONTENT_MEDIA_TYPE;
pub(crate) use self::v3_2::{
    ALLOW_RESERVED, COOKIE_STYLE, DEFAULT_MAPPING, EACH_IS_A_PART, LIST_OF_PARTS, QUERYSTRING,
    SERVER_NAME, TAG_KIND, TAG_PARENT,
};
pub use self::version::Version;
pub(crate) use self::visit::{Visited, visit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::input::{Files, Input, OperationNames};
use crate::pointer::Pointer;

/// The extension of a server variable without a default, whose `default` is empty.
pub(crate) const NO_DEFAULT: &str = "x-openapi-crate-no-default";

/// A document that is ready to be lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The document. Every reference in it, including the values of a discriminator's mapping, has the form
    /// `#/components/<section>/<name>`, has a target, and is not part of a cycle of references. Path items and
    /// callbacks are never references.
    pub openapi: OpenAPI,
    /// The operations that `openapiv3` does not support, by their path: those of OpenAPI 3.2.
    pub additional_operations: AdditionalOperations,
    /// The OpenAPI version that the document declares.
    pub version: Version,
    /// Whether an operation that cannot be lowered is left out with a warning.
    pub keep_going: bool,
    /// Whether the methods of operations have short names.
    pub short_operation_names: bool,
    /// The number of selected operations, with those that were left out.
    pub operations: usize,
}

/// Reads the document and the overlays of `input`. The document is `None` if a diagnostic says why it cannot be read.
pub fn load(
    input: &Input,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> (Option<Document>, SourceMap) {
    let mut sources = SourceMap::default();
    let document = document(input, files, &mut sources, diagnostics);
    (document, sources)
}

/// Returns the tree of the main document with the overlays of `input` applied, and no references resolved.
///
/// `None` if it cannot be read, which [`load`] reports.
pub(crate) fn overlaid(input: &Input, files: &dyn Files) -> Option<Value> {
    let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
    let (_, mut tree) = read(&input.document, files, &mut sources, &mut diagnostics)?;
    for name in &input.overlays {
        let (file, overlay) = read(name, files, &mut sources, &mut diagnostics)?;
        overlay::apply(&mut tree, overlay, file, &mut sources, &mut diagnostics);
    }
    Some(tree)
}

fn document(
    input: &Input,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let (main, overlays) = read_inputs(input, files, sources, diagnostics);
    let (_, mut tree) = main?;
    // A file that is not an OpenAPI document is one error, not one for each overlay action.
    if tree.get("openapi").is_none() {
        version::of(&tree, sources, diagnostics)?;
    }
    let overlay_files: Vec<FileIndex> = overlays.iter().map(|(file, _)| *file).collect();
    for (file, overlay) in overlays {
        overlay::apply(&mut tree, overlay, file, sources, diagnostics);
    }
    sources.overlays_applied();
    let version = version::of(&tree, sources, diagnostics)?;
    if version > Version::V3_0 {
        v3_1::resolve_anchors(&mut tree, sources, diagnostics);
    }
    let root = input.root.as_deref();
    if let Some(root) = root
        && reference::end_of_root(&input.document, root).is_none()
    {
        let message = format!(
            "`{root}` does not contain the document `{}`",
            input.document
        );
        let place = setting::place(input, &Pointer::ROOT.key("root"));
        diagnostics.push(
            Diagnostic::error(Code::UnreadableFile, place, message)
                .help("name a folder around the document with `--root`, or `root` in the settings"),
        );
        return None;
    }
    let uses = reference::resolve(&mut tree, version, root, files, sources, diagnostics);
    if version >= Version::V3_2 {
        v3_2::security_requirements(&mut tree);
    }
    credential::ignore_own_variables(&mut tree, &overlay_files, sources, diagnostics);
    credential::set_variables(&mut tree, input, sources, diagnostics);
    let overlays = &overlay_files;
    hint::apply(&mut tree, version, input, overlays, sources, diagnostics);
    let unused_names = tag_name::unused(&tree, sources);
    let selected = tag_name::in_own_names(&tree, input);
    let dropped = selection::apply(&mut tree, &selected, sources, diagnostics);
    diagnostics.retain(|diagnostic| !dropped.contains(&diagnostic.place));
    for unused in unused_names {
        diagnostics.push(unused);
    }
    reference::report(uses, |place| !dropped.contains(place), diagnostics);
    let operations = selection::count(&tree);
    if input.keep_going && diagnostics.has_errors() {
        recover::leave_out_dangling(&mut tree, version, diagnostics);
    }
    if expansion::refuse_too_large(&tree, diagnostics) {
        return None;
    }
    if version >= Version::V3_2 {
        v3_2::rewrite(&mut tree, sources, diagnostics);
    }
    if version > Version::V3_0 {
        v3_1::rewrite(&mut tree, version, sources, diagnostics);
    } else {
        v3_1::rewrite_newer(&mut tree, sources, diagnostics);
    }
    repair::document(&mut tree, version, sources, diagnostics);
    let wrong = check::document(&tree, version, sources, diagnostics);
    if version < Version::V3_2 {
        v3_2::leave_out(&mut tree);
    }
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
        additional_operations: deserialize::additional_operations(&tree, diagnostics),
        version,
        keep_going: input.keep_going,
        short_operation_names: input.operation_names == OperationNames::Short,
        operations,
    })
}

/// A file and its contents.
type ReadFile = (FileIndex, Value);

/// Reads the document, the overlays, and the text of the settings.
fn read_inputs(
    input: &Input,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> (Option<ReadFile>, Vec<ReadFile>) {
    let read_setting = |name: &str, setting: &Pointer<'_>, sources: &mut _, diagnostics: &mut _| {
        let place = || setting::place_or(input, setting, || Place::File(name.to_owned()));
        read_at(name, files, place, sources, diagnostics)
    };
    let key = Pointer::ROOT.key("document");
    let main = read_setting(&input.document, &key, sources, diagnostics);
    // Read even without a main document, so that one run reports every invalid file.
    let overlays: Vec<_> = input
        .overlays
        .iter()
        .enumerate()
        .filter_map(|(index, name)| {
            let list = Pointer::ROOT.key("overlays");
            read_setting(name, &list.index(index), sources, diagnostics)
        })
        .collect();
    if let Some(settings) = &input.settings {
        sources.add_settings(settings);
    }
    (main, overlays)
}

fn read(
    name: &str,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<(FileIndex, Value)> {
    let place = || Place::File(name.to_owned());
    read_at(name, files, place, sources, diagnostics)
}

/// Reads a file that is named at a place.
fn read_at(
    name: &str,
    files: &dyn Files,
    place: impl FnOnce() -> Place,
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
            let help = if name.starts_with("http://") || name.starts_with("https://") {
                "download the document, and name the file"
            } else if name.starts_with("file://") {
                "name the file by its path, without `file://`"
            } else if error.kind() == std::io::ErrorKind::PermissionDenied {
                "make the file readable, or name a different one"
            } else {
                "correct the file name given to this run"
            };
            diagnostics.push(Diagnostic::error(Code::UnreadableFile, place(), message).help(help));
            None
        }
    }
}
