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

#[test]
fn the_embedded_runtime_is_complete_and_unchanged() {
    let output = kv_store();
    let folder = Folder::of_workspace("generator/runtime/src");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    let sources = sources(&root);
    for source in &sources {
        let name = source.strip_prefix(&root).expect("it is in the folder");
        let name = name.to_str().expect("names are UTF-8").replace('\\', "/");
        let path = format!(
            "src/runtime/{}",
            if name == "lib.rs" { "mod.rs" } else { &name }
        );
        let embedded = output.files.iter().find(|file| file.path == path);
        let embedded = embedded.unwrap_or_else(|| panic!("emit/runtime.rs does not list {name}"));
        let (_, text) = embedded
            .contents
            .split_once('\n')
            .expect("the file has a first line");
        let source = folder.read(&name).expect("the file exists");
        assert_eq!(text.as_bytes(), source, "{name}");
    }
    let embedded = output
        .files
        .iter()
        .filter(|file| file.path.starts_with("src/runtime/"))
        .count();
    assert_eq!(
        embedded,
        sources.len(),
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
    assert_eq!(manifest["features"], runtime["features"]);

    let mut expected = toml::Table::new();
    for (name, dependency) in runtime["dependencies"].as_table().expect("a table") {
        let mut whole = match &shared[name] {
            toml::Value::Table(table) => table.clone(),
            version => toml::Table::from_iter([("version".to_owned(), version.clone())]),
        };
        let own = dependency
            .as_table()
            .expect("every dependency names the workspace's");
        whole.extend(
            own.iter()
                .filter(|(key, _)| *key != "workspace")
                .map(|(key, value)| (key.clone(), value.clone())),
        );
        expected.insert(name.clone(), toml::Value::Table(whole));
    }
    let mut found = toml::Table::new();
    for (name, dependency) in manifest["dependencies"].as_table().expect("a table") {
        let whole = match dependency {
            toml::Value::Table(table) => table.clone(),
            version => toml::Table::from_iter([("version".to_owned(), version.clone())]),
        };
        found.insert(name.clone(), toml::Value::Table(whole));
    }
    assert_eq!(found, expected);
}
