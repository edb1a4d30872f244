//! The dependencies that a manifest has under a different name, as in `json = { package = "serde_json" }`.

use super::scan::dependencies;
use super::{RUNTIME, is_same};
use crate::rust_path;

/// Returns the dependencies of generated code that a manifest has under a different name, each with its name and its
/// package.
///
/// The runtime is not one of them: the generated code has its name from [`runtime_name`].
pub fn renamed(manifest: &str, needed: &str) -> Vec<(String, String)> {
    let needed = dependencies(needed);
    let is_needed = |package: &str| {
        !is_same(package, RUNTIME) && needed.iter().any(|one| is_same(&one.name, package))
    };
    let existing = dependencies(manifest).into_iter();
    existing
        .filter(|one| !is_same(&one.name, one.package()) && is_needed(one.package()))
        .map(|one| (one.name.clone(), one.package().to_owned()))
        .collect()
}

/// Returns the warning about a dependency that a manifest has under a different name.
pub fn renaming(module: &str, name: &str, package: &str) -> String {
    let (name_in_code, in_code) = (name.replace('-', "_"), package.replace('-', "_"));
    format!(
        "Cargo.toml has the package `{package}` under the name `{name}`, but the module `{module}` uses its own name: \
         rename it, or add `extern crate {name_in_code} as {in_code};` to the root of the crate"
    )
}

/// Returns the name in code of the runtime, if a manifest renames it.
pub fn runtime_name(manifest: &str) -> Option<String> {
    let existing = dependencies(manifest);
    let runtime = existing
        .iter()
        .find(|one| is_same(one.package(), RUNTIME))?;
    let name = runtime.name.replace('-', "_");
    let is_renamed =
        !is_same(&name, RUNTIME) && rust_path::type_path(&format!("{name}::Client")).is_ok();
    is_renamed.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::missing;
    use super::*;

    const NEEDED: &str = "[dependencies]\nserde_json = \"1\"\nbytes = \"1\"\n";

    #[test]
    fn a_renamed_dependency_is_not_missing() {
        for manifest in [
            "[dependencies]\nmy-json = { version = \"1\", package = \"serde_json\" }\nbytes = \"1\"\n",
            "[dependencies]\nmy-json = {package='serde_json',version=\"1\"}\nbytes = \"1\"\n",
            "[dependencies]\nbytes = \"1\"\n[dependencies.my-json]\nversion = \"1\"\npackage = \"serde_json\"\n",
            "[dependencies]\nbytes = \"1\"\nmy-json.version = \"1\"\nmy-json.package = \"serde_json\"\n",
        ] {
            assert_eq!(missing(manifest, NEEDED), "", "{manifest}");
            let expected = [("my-json".to_owned(), "serde_json".to_owned())];
            assert_eq!(renamed(manifest, NEEDED), expected, "{manifest}");
        }
        for manifest in [
            "[dependencies]\nserde_json = \"1\"\nbytes = { version = \"1\", features = [\"package\"] }\n",
            "[dependencies]\nserde_json = { package = \"serde_json\" }\nbytes = { path = \"package = x\" }\n",
        ] {
            assert_eq!(renamed(manifest, NEEDED), [], "{manifest}");
        }
        assert!(
            renaming("api", "my-json", "serde_json")
                .contains("`extern crate my_json as serde_json;`")
        );
    }

    #[test]
    fn the_runtime_may_have_a_different_name() {
        let runtime =
            "[dependencies]\nrt = { package = \"openapi-crate-runtime\", version = \"0.2\" }\n";
        assert_eq!(runtime_name(runtime), Some("rt".to_owned()));
        assert_eq!(renamed(runtime, runtime), []);
        let needed = "[dependencies]\nopenapi-crate-runtime = { version = \"0.2\", features = [\"client\"] }\n";
        assert_eq!(missing(runtime, needed), "");
        for other in [
            "[dependencies]\nopenapi-crate-runtime = \"0.2\"\n",
            "[dependencies]\nopenapi_crate_runtime = \"0.2\"\n",
            "[dependencies]\nrt = \"0.2\"\n",
            "[dependencies]\nfn = { package = \"openapi-crate-runtime\" }\n",
            "",
        ] {
            assert_eq!(runtime_name(other), None, "{other}");
        }
    }
}
