//! The dependencies of generated code that the manifest around it lacks.

mod crates;
mod renamed;
mod scan;

pub use self::crates::missing_crates;
pub use self::renamed::{renamed, renaming, runtime_name};
use self::scan::{Dependency, dependencies};

/// The package of the runtime.
const RUNTIME: &str = "openapi-crate-runtime";

/// Returns the lines of `needed` that a manifest lacks, with the headers of their sections; empty if it lacks none.
///
/// `needed` is the [`dependencies`](crate::Output::dependencies) of an output. Those for WebAssembly are left out, unless
/// the manifest has a section for that target. A dependency with fewer features is enough, since other packages may
/// enable them, except for the runtime, whose features have types of the generated code.
pub fn missing(manifest: &str, needed: &str) -> String {
    let existing = dependencies(manifest);
    let mut missing = String::new();
    let mut header = None;
    for line in needed.lines() {
        if line.starts_with('[') {
            header = Some(line);
            continue;
        }
        let Some(section) = header else {
            continue;
        };
        let wanted = dependencies(&format!("{section}\n{line}\n"));
        let Some(wanted) = wanted.first() else {
            continue;
        };
        if is_there(wanted, &existing) {
            continue;
        }
        let heading = format!("{section}\n");
        if !missing.contains(&heading) {
            missing.push_str(&heading);
        }
        missing.push_str(line);
        missing.push('\n');
    }
    missing
}

/// Whether a manifest has a dependency, or does not need it.
fn is_there(wanted: &Dependency, existing: &[Dependency]) -> bool {
    // Cargo refuses a second dependency on a package.
    let mut same = existing
        .iter()
        .filter(|one| is_same(one.package(), &wanted.name));
    let Some(target) = &wanted.target else {
        return if wanted.name == RUNTIME {
            same.any(|one| has_features(one, wanted))
        } else {
            same.next().is_some()
        };
    };
    if target.starts_with("cfg(not(") {
        return same.next().is_some();
    }
    let of_target = |one: &Dependency| one.target.as_ref() == Some(target);
    same.any(of_target) || !existing.iter().any(of_target)
}

/// Whether a dependency on the runtime has the features that types of the generated code need.
fn has_features(one: &Dependency, wanted: &Dependency) -> bool {
    let features = |text: &str| -> Vec<String> {
        let quoted = text.split('"').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    let has_default = !one.text.contains("default-features");
    let listed = features(&one.text);
    // The manifest of the workspace may list them.
    one.text.contains("workspace")
        || features(listed_features(&wanted.text))
            .iter()
            .all(|feature| {
                listed.contains(feature)
                    || has_default && ["client", "reqwest", "rustls"].contains(&feature.as_str())
            })
}

/// The list of features of a dependency.
fn listed_features(text: &str) -> &str {
    let list = text.split_once("features = [");
    list.map_or("", |(_, list)| list)
}

/// Whether two names are those of one crate, whose name in code has no hyphens.
fn is_same(a: &str, b: &str) -> bool {
    a.replace('-', "_") == b.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::missing;

    const NEEDED: &str = "[dependencies]\nserde = \"1\"\nuuid = { version = \"1\", features = [\"serde\"] }\n\n\
        # WASI.\n[target.'cfg(not(target_os = \"wasi\"))'.dependencies]\nreqwest = { version = \"0.13\" }\n\n\
        [target.'cfg(web)'.dependencies]\nweb-time = \"1\"\nserde = { version = \"1\" }\n";

    #[test]
    fn the_missing_lines_have_their_headers() {
        let uuid = "uuid = { version = \"1\", features = [\"serde\"] }\n";
        let reqwest = "[target.'cfg(not(target_os = \"wasi\"))'.dependencies]\nreqwest = { version = \"0.13\" }\n";
        for (manifest, expected) in [
            (
                "[package]\nname = \"a\"\n",
                format!("[dependencies]\nserde = \"1\"\n{uuid}{reqwest}"),
            ),
            (
                "[dependencies]\nserde.workspace = true\nreqwest = \"0.13\"\n",
                format!("[dependencies]\n{uuid}"),
            ),
            (
                "[dependencies]\nserde = \"1\"\nuuid = \"1\"\n[target.'cfg(unix)'.dependencies]\nreqwest = \"0.13\"\n",
                String::new(),
            ),
            (
                "[dependencies]\nserde = \"1\"\nuuid = \"1\"\nreqwest = \"0.13\"\n[target.'cfg(web)'.dependencies]\nweb_time = \"1\"\n",
                "[target.'cfg(web)'.dependencies]\nserde = { version = \"1\" }\n".to_owned(),
            ),
        ] {
            assert_eq!(missing(manifest, NEEDED), expected, "{manifest}");
        }
    }

    #[test]
    fn the_runtime_needs_its_features() {
        let runtime = |features: &str| {
            format!(
                "[dependencies]\nopenapi-crate-runtime = {{ version = \"0.1.0\", default-features = false, features = [{features}] }}\n"
            )
        };
        let needed = runtime("\"client\", \"reqwest\", \"uuid\"");
        for (manifest, is_enough) in [
            (runtime("\"client\", \"reqwest\", \"uuid\", \"url\""), true),
            (runtime("\"client\", \"reqwest\""), false),
            (runtime("\"client\", \"uuid\""), false),
            ("[dependencies]\nopenapi-crate-runtime = { version = \"0.1\", features = [\"uuid\"] }\n".to_owned(), true),
            ("[dependencies.openapi-crate-runtime]\nversion = \"0.1\"\nfeatures = [\n  \"uuid\",\n]\n".to_owned(), true),
            ("[dependencies]\nopenapi-crate-runtime = \"0.1\"\n".to_owned(), false),
            ("[dependencies]\nopenapi-crate-runtime.workspace = true\n".to_owned(), true),
            (String::new(), false),
        ] {
            let expected = if is_enough { "" } else { needed.as_str() };
            assert_eq!(missing(&manifest, &needed), expected, "{manifest}");
        }
    }
}
