//! Adds features and dependencies that new code needs to the manifest of an existing crate.

use std::collections::{BTreeSet, HashSet};

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, TomlError};

use super::dependency::{RUNTIME, is_optional, is_same_crate, strings};
use super::features;

/// A manifest with additional features and dependencies.
pub(super) struct Completed {
    pub(super) contents: String,
    /// The names of the added dependencies.
    pub(super) added: Vec<String>,
    /// The added features, and the features with added entries.
    pub(super) features: Vec<String>,
}

/// Adds the features and dependencies of `needed` that an existing manifest lacks, and changes nothing else. Returns
/// `None` if it lacks none, or does not describe a package. `is_used` tells whether the code refers to a feature.
///
/// Optional dependencies are added if an added feature enables them: other code that needs them is disabled without
/// them. One for a target is also added if the manifest lists it as an optional dependency, because the features of
/// that target may differ.
pub(super) fn complete(
    existing: &str,
    needed: &str,
    is_used: impl Fn(&str) -> bool,
) -> Result<Option<Completed>, TomlError> {
    let mut manifest: DocumentMut = existing.parse()?;
    if !manifest.contains_key("package") {
        return Ok(None);
    }
    let needed: DocumentMut = needed.parse()?;
    let of_features = features::complete(&mut manifest, &needed, is_used);
    let optional = of_features.dependencies;
    let mut added: Vec<String> = Vec::new();
    if let Some(needed) = dependencies(needed.as_table()) {
        let missing: Vec<(&str, &Item)> = needed
            .iter()
            .filter(|(name, item)| {
                (!is_optional(item) || optional.contains(*name)) && !has_dependency(&manifest, name)
            })
            .collect();
        insert(manifest.as_table_mut(), &missing, &mut added);
        complete_runtime(&mut manifest, needed, &mut added);
    }
    let targets = needed.get("target").and_then(Item::as_table_like);
    for (target, needed) in targets.into_iter().flat_map(TableLike::iter) {
        complete_target(&mut manifest, target, needed, &optional, &mut added);
    }
    // A dependency of all targets can have more features on one of them.
    let mut seen = HashSet::new();
    added.retain(|name| seen.insert(name.clone()));
    let is_changed = !added.is_empty() || !of_features.added.is_empty();
    Ok(is_changed.then(|| Completed {
        contents: manifest.to_string(),
        added,
        features: of_features.added,
    }))
}

/// Adds the features of the runtime that an existing dependency on it lacks, unless it is that of the workspace.
fn complete_runtime(manifest: &mut DocumentMut, needed: &dyn TableLike, added: &mut Vec<String>) {
    let needed: Vec<String> = needed
        .get(RUNTIME)
        .map(features)
        .unwrap_or_default()
        .into_iter()
        .filter(|feature| feature != "client")
        .collect();
    let section = manifest
        .get_mut("dependencies")
        .and_then(Item::as_table_like_mut);
    let Some(item) = section.and_then(|section| section.get_mut(RUNTIME)) else {
        return;
    };
    let existing = features(item);
    let missing: Vec<String> = needed
        .into_iter()
        .filter(|feature| !existing.contains(feature))
        .collect();
    if missing.is_empty() {
        return;
    }
    if let Some(version) = item.as_str() {
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        *item = table.into();
    }
    let Some(table) = item
        .as_table_like_mut()
        .filter(|table| !table.contains_key("workspace"))
    else {
        return;
    };
    let list = table
        .entry("features")
        .or_insert_with(|| Array::new().into());
    if let Some(list) = list.as_array_mut() {
        for feature in missing {
            added.push(format!("{RUNTIME}/{feature}"));
            list.push(feature);
        }
    }
}

/// The features of a dependency.
fn features(dependency: &Item) -> Vec<String> {
    let table = dependency.as_table_like();
    strings(table.and_then(|table| table.get("features")))
}

/// Adds the dependencies for a target, and those of `optional`, which an added feature enables.
fn complete_target(
    manifest: &mut DocumentMut,
    target: &str,
    needed: &Item,
    optional: &BTreeSet<String>,
    added: &mut Vec<String>,
) {
    let Some(needed) = needed.as_table_like().and_then(dependencies) else {
        return;
    };
    // Without a dependency that is required there, the existing ones for all targets are enough.
    let is_wanted = |(name, item): (&str, &Item)| !is_optional(item) || optional.contains(name);
    if !needed.iter().any(is_wanted) {
        return;
    }
    let existing = manifest
        .get("target")
        .and_then(|targets| targets.as_table_like()?.get(target)?.as_table_like())
        .and_then(dependencies);
    let missing: Vec<(&str, &Item)> = needed
        .iter()
        .filter(|(name, item)| {
            let is_there = existing
                .is_some_and(|existing| existing.iter().any(|(key, _)| is_same_crate(key, name)));
            !is_there && (is_wanted((name, item)) || has_optional_dependency(manifest, name))
        })
        .collect();
    if missing.is_empty() {
        return;
    }
    let mut implicit = Table::new();
    implicit.set_implicit(true);
    let targets = manifest
        .entry("target")
        .or_insert(Item::Table(implicit.clone()));
    let Some(targets) = targets.as_table_like_mut() else {
        return;
    };
    let section = targets.entry(target).or_insert(Item::Table(implicit));
    if let Some(section) = section.as_table_like_mut() {
        insert(section, &missing, added);
    }
}

/// Inserts dependencies into the section of a table.
fn insert(table: &mut dyn TableLike, missing: &[(&str, &Item)], added: &mut Vec<String>) {
    if missing.is_empty() {
        return;
    }
    let section = table.entry("dependencies").or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        Item::Table(table)
    });
    if let Some(table) = section.as_table_mut() {
        table.set_implicit(false);
    }
    if let Some(section) = section.as_table_like_mut() {
        for (name, item) in missing {
            section.insert(name, (*item).clone());
            added.push((*name).to_owned());
        }
    }
}

fn dependencies(table: &dyn TableLike) -> Option<&dyn TableLike> {
    table.get("dependencies")?.as_table_like()
}

/// Whether a manifest has a dependency, for all targets or for some.
fn has_dependency(manifest: &DocumentMut, name: &str) -> bool {
    let has = |section: Option<&dyn TableLike>| {
        section.is_some_and(|section| section.iter().any(|(key, _)| is_same_crate(key, name)))
    };
    let targets = manifest.get("target").and_then(Item::as_table_like);
    has(dependencies(manifest.as_table()))
        || targets.is_some_and(|targets| {
            targets
                .iter()
                .filter_map(|(_, target)| target.as_table_like())
                .any(|target| has(dependencies(target)))
        })
}

/// Whether a manifest has an optional dependency for all targets.
fn has_optional_dependency(manifest: &DocumentMut, name: &str) -> bool {
    dependencies(manifest.as_table()).is_some_and(|section| {
        section
            .iter()
            .any(|(key, item)| is_same_crate(key, name) && is_optional(item))
    })
}

#[cfg(test)]
mod tests {
    use super::complete;

    const NEEDED: &str = "[package]\nname = \"new\"\n\n[dependencies]\nserde = \"1\"\n\
        reqwest = { version = \"0.13\", optional = true }\n\
        uuid = { version = \"1\", default-features = false, features = [\"serde\"] }\n";

    const UUID: &str =
        "uuid = { version = \"1\", default-features = false, features = [\"serde\"] }\n";

    fn completed(existing: &str) -> Option<(String, Vec<String>)> {
        let completed = complete(existing, NEEDED, |_| true).unwrap();
        completed.map(|completed| (completed.contents, completed.added))
    }

    #[test]
    fn a_missing_dependency_is_added_and_the_rest_kept() {
        let existing = "# Mine.\n[package]\nname='a'   # odd\n\n[dependencies]\nserde = { version = '1' } # why\n\n[lints]\nworkspace = true\n";
        let expected = existing.replace("# why\n", &format!("# why\n{UUID}"));
        assert_eq!(
            completed(existing),
            Some((expected, vec!["uuid".to_owned()]))
        );
        // A second run finds nothing to add.
        assert!(completed(&completed(existing).unwrap().0).is_none());
    }

    #[test]
    fn a_manifest_without_dependencies_gets_a_section() {
        let (contents, added) = completed("[package]\nname = \"a\"\n").unwrap();
        assert_eq!(
            contents,
            format!("[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\n{UUID}")
        );
        assert_eq!(added, ["serde", "uuid"]);
    }

    #[test]
    fn a_dependency_in_any_form_is_found() {
        for dependencies in [
            "[dependencies]\nserde = \"1\"\nuuid = \"1\"\n",
            "[dependencies]\nserde.workspace = true\nuuid.workspace = true\n",
            "[dependencies.serde]\nversion = \"1\"\n[dependencies.uuid]\nversion = \"1\"\noptional = true\n",
            "[dependencies]\nserde = \"1\"\n[target.'cfg(unix)'.dependencies]\nuuid = \"1\"\n",
            "[dependencies]\nserde = \"1\"\nuuid = { package = \"my-uuid\", version = \"1\" }\n",
        ] {
            let existing = format!("[package]\nname = \"a\"\n{dependencies}");
            assert_eq!(completed(&existing), None, "{dependencies}");
        }
    }

    #[test]
    fn a_dependency_of_tests_or_of_a_workspace_is_not_enough() {
        for other in [
            "dev-dependencies",
            "build-dependencies",
            "workspace.dependencies",
        ] {
            let existing = format!(
                "[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\n\n[{other}]\nuuid = \"1\"\n"
            );
            let (contents, _) = completed(&existing).unwrap();
            assert!(
                contents.contains(&format!("serde = \"1\"\n{UUID}")),
                "{contents}"
            );
        }
    }

    #[test]
    fn tables_of_single_dependencies_are_kept() {
        let existing = "[package]\nname = \"a\"\n\n[dependencies.serde]\nversion = \"1\"\n";
        let (contents, added) = completed(existing).unwrap();
        assert_eq!(added, ["uuid"]);
        assert!(
            contents.contains("[dependencies.serde]\nversion = \"1\"\n"),
            "{contents}"
        );
        assert!(completed(&contents).is_none(), "{contents}");
    }

    /// Without them, the conversion of a type does not compile.
    #[test]
    fn features_that_the_runtime_lacks_are_added() {
        const NEEDED: &str = "[dependencies]\nopenapi-crate-runtime = { version = \"1\", default-features = false, features = [\"client\", \"uuid\"] }\n";
        for (existing, expected) in [
            ("= \"1\"", "= { version = \"1\", features = [\"uuid\"] }"),
            (
                "= { version = \"1\", features = [\"client\"] }",
                "= { version = \"1\", features = [\"client\", \"uuid\"] }",
            ),
            (
                ".path = \"a\"",
                ".path = \"a\"\nopenapi-crate-runtime.features = [\"uuid\"]",
            ),
        ] {
            let manifest = |dependency: &str| {
                format!(
                    "[package]\nname = \"a\"\n\n[dependencies]\nopenapi-crate-runtime {dependency}\n"
                )
            };
            let completed = complete(&manifest(existing), NEEDED, |_| true)
                .unwrap()
                .unwrap();
            let found = completed.contents.replace("runtime.", "runtime .");
            assert_eq!(found, manifest(expected).replace("runtime.", "runtime ."));
            assert_eq!(completed.added, ["openapi-crate-runtime/uuid"]);
            assert!(
                complete(&completed.contents, NEEDED, |_| true)
                    .unwrap()
                    .is_none()
            );
        }
        for enough in [
            "= { workspace = true }",
            "= { version = \"1\", features = [\"uuid\"] }",
        ] {
            let manifest = format!(
                "[package]\nname = \"a\"\n[dependencies]\nopenapi-crate-runtime {enough}\n"
            );
            assert!(
                complete(&manifest, NEEDED, |_| true).unwrap().is_none(),
                "{enough}"
            );
        }
    }

    const NEEDED_BY_TARGETS: &str = "[dependencies]\nserde = \"1\"\n\
        [target.'cfg(not(target_os = \"wasi\"))'.dependencies]\n\
        reqwest = { version = \"0.13\", optional = true }\n\
        [target.'cfg(web)'.dependencies]\n\
        reqwest = { version = \"0.13\", features = [\"stream\"], optional = true }\nweb-time = \"1\"\n";

    #[test]
    fn the_dependencies_of_a_target_are_added_to_its_section() {
        let existing = "[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\nreqwest = { version = \"0.13\", optional = true }\n";
        let completed = complete(existing, NEEDED_BY_TARGETS, |_| true)
            .unwrap()
            .unwrap();
        assert_eq!(
            completed.contents,
            format!(
                "{existing}\n[target.\"cfg(web)\".dependencies]\nreqwest = {{ version = \"0.13\", features = [\"stream\"], optional = true }}\nweb-time = \"1\"\n"
            )
        );
        assert_eq!(completed.added, ["reqwest", "web-time"]);
        assert!(
            complete(&completed.contents, NEEDED_BY_TARGETS, |_| true)
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn only_required_dependencies_of_a_target_are_added() {
        // A client without the default transport, and one whose transport is not optional.
        for reqwest in ["", "reqwest = \"0.13\"\n"] {
            let existing = format!(
                "[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\n{reqwest}\n[target.'cfg(web)'.dependencies]\njs = \"1\"\n"
            );
            let completed = complete(&existing, NEEDED_BY_TARGETS, |_| true)
                .unwrap()
                .unwrap();
            assert_eq!(completed.contents, format!("{existing}web-time = \"1\"\n"));
        }
    }

    #[test]
    fn a_file_that_describes_no_package_is_kept() {
        assert_eq!(completed("# mine\n"), None);
        assert_eq!(completed("[workspace]\nmembers = []\n"), None);
        assert!(complete("[package", NEEDED, |_| true).is_err());
    }
}
