//! Adds dependencies that new code needs to the manifest of an existing crate.

use toml_edit::{DocumentMut, Item, Table, TableLike, TomlError};

/// A manifest with additional dependencies.
pub(super) struct Completed {
    pub(super) contents: String,
    /// The names of the added dependencies.
    pub(super) added: Vec<String>,
}

/// Adds the dependencies of `needed` that an existing manifest lacks, and changes nothing else. Returns `None` if it
/// lacks none, or does not describe a package.
///
/// Optional dependencies are not added: code that needs them is disabled without them.
pub(super) fn complete(existing: &str, needed: &str) -> Result<Option<Completed>, TomlError> {
    let mut manifest: DocumentMut = existing.parse()?;
    if !manifest.contains_key("package") {
        return Ok(None);
    }
    let needed: DocumentMut = needed.parse()?;
    let Some(needed) = dependencies(needed.as_table()) else {
        return Ok(None);
    };
    let missing: Vec<(&str, &Item)> = needed
        .iter()
        .filter(|(name, item)| !is_optional(item) && !has_dependency(&manifest, name))
        .collect();
    let added = missing.iter().map(|(name, _)| (*name).to_owned()).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let section = manifest.entry("dependencies").or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        Item::Table(table)
    });
    if let Some(table) = section.as_table_mut() {
        table.set_implicit(false);
    }
    if let Some(section) = section.as_table_like_mut() {
        for (name, item) in missing {
            section.insert(name, item.clone());
        }
    }
    Ok(Some(Completed {
        contents: manifest.to_string(),
        added,
    }))
}

fn dependencies(table: &dyn TableLike) -> Option<&dyn TableLike> {
    table.get("dependencies")?.as_table_like()
}

fn is_optional(dependency: &Item) -> bool {
    let optional = dependency
        .as_table_like()
        .and_then(|table| table.get("optional"));
    optional.and_then(Item::as_bool) == Some(true)
}

/// Whether a manifest has a dependency, for all targets or for some.
fn has_dependency(manifest: &DocumentMut, name: &str) -> bool {
    // The crate's name has no hyphens.
    let is_named = |key: &str| key.replace('-', "_") == name.replace('-', "_");
    let has = |section: Option<&dyn TableLike>| {
        section.is_some_and(|section| section.iter().any(|(key, _)| is_named(key)))
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

#[cfg(test)]
mod tests {
    use super::complete;

    const NEEDED: &str = "[package]\nname = \"new\"\n\n[dependencies]\nserde = \"1\"\n\
        reqwest = { version = \"0.13\", optional = true }\n\
        uuid = { version = \"1\", default-features = false, features = [\"serde\"] }\n";

    const UUID: &str =
        "uuid = { version = \"1\", default-features = false, features = [\"serde\"] }\n";

    fn completed(existing: &str) -> Option<(String, Vec<String>)> {
        let completed = complete(existing, NEEDED).unwrap();
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

    #[test]
    fn a_file_that_describes_no_package_is_kept() {
        assert_eq!(completed("# mine\n"), None);
        assert_eq!(completed("[workspace]\nmembers = []\n"), None);
        assert!(complete("[package", NEEDED).is_err());
    }
}
