//! The embedded runtime: copies of the files of `generator/runtime/src`.

use openapi_crate_runtime::sources::FILES;

use crate::OutputFile;

/// The attributes of macros that the crate of the runtime exports.
const EXPORT_OF_A_MACRO: &str = "#[doc(hidden)]\n#[macro_export]\n";

/// The files of the runtime. They are unchanged, except that the macros for generated types are not exported from the
/// crate around them.
pub(super) fn files() -> impl Iterator<Item = OutputFile> {
    FILES.iter().map(|(path, source)| {
        let contents = if source.contains(EXPORT_OF_A_MACRO) {
            source
                .replace(EXPORT_OF_A_MACRO, "")
                .replace("\npub use {", "\npub(crate) use {")
        } else {
            (*source).to_owned()
        };
        let path = if *path == "embedded" { "mod" } else { path };
        OutputFile {
            path: format!("src/runtime/{path}.rs"),
            contents,
        }
    })
}
