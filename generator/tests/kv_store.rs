//! The generated crate of the KV store document.

mod support;

use std::path::{Path, PathBuf};

use support::{Folder, kv_store};

use openapi_crate::Files as _;

#[test]
fn the_committed_crate_is_up_to_date() {
    let folder = Folder::of_workspace("generated");
    for file in kv_store().files {
        let committed = folder
            .read(&file.path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let committed = committed.unwrap_or_default();
        assert!(
            committed == file.contents,
            "generated/{} is stale: run `cargo xtask codegen`",
            file.path
        );
    }
}

#[test]
fn output_is_deterministic() {
    let first = kv_store();
    for _ in 0..5 {
        assert_eq!(kv_store(), first);
    }
}

/// The files of the runtime's crate that are not embedded.
const NOT_EMBEDDED: [&str; 6] = [
    "known_types",
    "lib",
    "own_client",
    "sources",
    "uuids",
    "version",
];

#[test]
fn the_embedded_runtime_is_complete_and_unchanged() {
    let output = kv_store();
    let folder = Folder::of_workspace("generator/runtime/src");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    let sources = sources(&root);
    for source in &sources {
        let name = source.strip_prefix(&root).expect("it is in the folder");
        let name = name.to_str().expect("names are UTF-8").replace('\\', "/");
        let name = name.strip_suffix(".rs").expect("it is a source file");
        if NOT_EMBEDDED.contains(&name) {
            continue;
        }
        let path = if name == "embedded" { "mod" } else { name };
        let path = format!("src/runtime/{path}.rs");
        let embedded = output.files.iter().find(|file| file.path == path);
        let embedded =
            embedded.unwrap_or_else(|| panic!("runtime/src/sources.rs does not list {name}"));
        let (_, text) = embedded
            .contents
            .split_once('\n')
            .expect("the file has a first line");
        let source = folder.read(&format!("{name}.rs")).expect("the file exists");
        let source = String::from_utf8(source).expect("it is UTF-8");
        // The macros are not exported from the crate around the module.
        let source = if ["json/generated_types", "testing/generated_double"].contains(&name) {
            source
                .replace("#[doc(hidden)]\n#[macro_export]\n", "")
                .replace("\npub use ", "\npub(crate) use ")
        } else {
            source
        };
        // The examples name the crate that contains them.
        let source = source.replace(
            "/// # use openapi_crate_runtime::",
            "/// # use fastly_kv_store::",
        );
        assert!(!source.contains("macro_export"), "{name}");
        assert_eq!(text, source, "{name}");
    }
    let embedded = output
        .files
        .iter()
        .filter(|file| file.path.starts_with("src/runtime/"))
        .count();
    assert_eq!(
        embedded,
        sources.len() - NOT_EMBEDDED.len(),
        "only files of the runtime are embedded"
    );
}

/// The files in a folder and its subfolders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The features of the runtime for types of other crates. Generated code implements the runtime's traits itself.
const OF_TYPES: [&str; 3] = ["uuid", "rust_decimal", "url"];

#[test]
fn a_new_crate_has_the_dependencies_of_the_runtime() {
    let manifest: toml::Table = kv_store().manifest.parse().expect("the manifest is TOML");
    let read = |path: &str| -> toml::Table {
        let bytes = Folder::of_workspace(".")
            .read(path)
            .expect("the manifest is there");
        String::from_utf8_lossy(&bytes)
            .parse()
            .expect("the manifest is TOML")
    };
    let shared = read("Cargo.toml")["workspace"]["dependencies"].clone();
    let runtime = read("generator/runtime/Cargo.toml");
    let list = |value: &toml::Value| -> Vec<String> {
        let list = value.as_array().expect("a list").iter();
        list.map(|one| one.as_str().expect("a string").to_owned())
            .collect()
    };
    // A generated crate has the feature `client` always, and never the sources or those of types of other crates.
    let mut features = runtime["features"].as_table().expect("a table").clone();
    let always = list(&features.remove("client").expect("the feature exists"));
    features.remove("sources");
    for name in OF_TYPES {
        features.remove(name).expect("the feature exists");
    }
    for (_, enabled) in &mut features {
        let enabled = enabled.as_array_mut().expect("a list");
        enabled.retain(|one| one.as_str() != Some("client"));
    }
    assert_eq!(manifest["features"].as_table(), Some(&features));

    let expected = |section: &toml::Value| -> toml::Table {
        let dependencies = section.as_table().expect("a table").iter();
        let dependencies = dependencies.filter(|(name, _)| !OF_TYPES.contains(&name.as_str()));
        let whole = dependencies.map(|(name, dependency)| {
            let mut whole = as_table(&shared[name]);
            let own = dependency
                .as_table()
                .expect("every dependency names the workspace's");
            for (key, value) in own {
                match (key.as_str(), whole.get_mut("features")) {
                    ("workspace", _) => {}
                    ("optional", _) if always.contains(&format!("dep:{name}")) => {}
                    ("features", Some(features)) => {
                        let features = features.as_array_mut().expect("a list");
                        features.extend(value.as_array().expect("a list").iter().cloned());
                        features.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                    }
                    _ => {
                        whole.insert(key.clone(), value.clone());
                    }
                }
            }
            (name.clone(), toml::Value::Table(whole))
        });
        whole.collect()
    };
    let found = |section: &toml::Value| -> toml::Table {
        let dependencies = section.as_table().expect("a table").iter();
        let whole = dependencies
            .map(|(name, dependency)| (name.clone(), toml::Value::Table(as_table(dependency))));
        whole.collect()
    };
    assert_eq!(
        found(&manifest["dependencies"]),
        expected(&runtime["dependencies"])
    );
    let targets = runtime["target"].as_table().expect("a table");
    let of_manifest = manifest["target"].as_table().expect("a table");
    assert!(of_manifest.keys().eq(targets.keys()), "{of_manifest:?}");
    for (target, section) in targets {
        assert_eq!(
            found(&of_manifest[target]["dependencies"]),
            expected(&section["dependencies"]),
            "{target}"
        );
    }
}

/// A dependency as a table.
fn as_table(dependency: &toml::Value) -> toml::Table {
    match dependency {
        toml::Value::Table(table) => table.clone(),
        version => toml::Table::from_iter([("version".to_owned(), version.clone())]),
    }
}
