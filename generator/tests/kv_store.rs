//! The output for the KV store document, as a reviewer reads it.

mod support;

use std::path::{Path, PathBuf};

use support::{Folder, api_files, kv_store};

use openapi_crate::Files as _;

#[test]
fn every_file_is_as_reviewed() {
    let output = kv_store();
    for file in api_files(&output) {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(file.path.replace('/', "__"), file.contents);
        });
    }
}

#[test]
fn the_committed_crate_is_what_a_fresh_run_writes() {
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
fn the_same_input_gives_the_same_bytes() {
    let first = kv_store();
    for _ in 0..5 {
        assert_eq!(kv_store(), first);
    }
}

#[test]
fn the_embedded_runtime_is_the_one_that_is_tested() {
    let output = kv_store();
    let folder = Folder::of_workspace("generator/runtime/src");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    let sources = sources(&root);
    for source in &sources {
        let name = source.strip_prefix(&root).expect("it is in the folder");
        let name = name.to_str().expect("names are text").replace('\\', "/");
        let path = format!(
            "src/runtime/{}",
            if name == "lib.rs" { "mod.rs" } else { &name }
        );
        let embedded = output.files.iter().find(|file| file.path == path);
        let embedded =
            embedded.unwrap_or_else(|| panic!("{name} is not in the list in emit/runtime.rs"));
        let (_, text) = embedded
            .contents
            .split_once('\n')
            .expect("the first line marks the file");
        let source = folder.read(&name).expect("the file is there");
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
        "every embedded file is one of the runtime's"
    );
}

/// The files in a folder and in those below it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
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
fn a_new_crate_depends_on_what_the_runtime_depends_on() {
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
