//! The embedded runtime: copies of the files of `generator/runtime/src`.

use openapi_crate_runtime::sources::FILES;

use crate::OutputFile;
use crate::target::{Feature, Layout, Target};

/// The attributes of macros that the crate of the runtime exports.
const EXPORT_OF_A_MACRO: &str = "#[doc(hidden)]\n#[macro_export]\n";

/// The start of a hidden line that imports from the crate of the runtime.
const IMPORT_IN_AN_EXAMPLE: &str = "/// # use openapi_crate_runtime::";

/// The files of the runtime. They are unchanged, except that the macros for generated code are not exported from the
/// crate around them, and that the examples name that crate.
pub(super) fn files(krate: &str, target: &Target) -> impl Iterator<Item = OutputFile> {
    let krate = krate.to_owned();
    FILES.iter().map(move |(path, source)| {
        let contents = if source.contains(EXPORT_OF_A_MACRO) {
            source
                .replace(EXPORT_OF_A_MACRO, "")
                .replace("\npub use ", "\npub(crate) use ")
        } else {
            (*source).to_owned()
        };
        let path = if *path == "embedded" { "mod" } else { path };
        match target.layout {
            Layout::Crate => OutputFile {
                path: format!("src/runtime/{path}.rs"),
                contents: with_crate(contents, &krate),
            },
            Layout::Module => OutputFile {
                path: format!("runtime/{path}.rs"),
                // The paths of a module in its crate are unknown, so doc tests ignore its examples.
                contents: with_features(contents.replace("```no_run", "```ignore"), target),
            },
        }
    })
}

/// Replaces the name of the runtime in the hidden lines of examples.
fn with_crate(contents: String, krate: &str) -> String {
    if !contents.contains(IMPORT_IN_AN_EXAMPLE) {
        return contents;
    }
    contents.replace(IMPORT_IN_AN_EXAMPLE, &format!("/// # use {krate}::"))
}

/// Replaces each feature in a condition: the crate around a module has other features.
fn with_features(mut contents: String, target: &Target) -> String {
    for feature in Feature::ALL {
        let condition = format!("feature = \"{feature}\"");
        if contents.contains(&condition) {
            let value = if target.has(*feature) {
                "true"
            } else {
                "false"
            };
            contents = contents.replace(&condition, value);
        }
    }
    contents
}

#[cfg(test)]
mod tests {
    use super::files;
    use crate::target::{Feature, Layout, Target};

    /// The compiler warns about features that the crate around a module lacks.
    #[test]
    fn a_module_refers_to_no_feature_of_the_crate_around_it() {
        for features in [Vec::new(), Feature::ALL.to_vec()] {
            let target = Target {
                layout: Layout::Module,
                features,
                ..Target::default()
            };
            for file in files("fixture", &target) {
                let code = file
                    .contents
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"));
                let named: Vec<&str> = code.filter(|line| line.contains("feature = ")).collect();
                assert!(named.is_empty(), "{}: {named:?}", file.path);
            }
        }
    }
}
