//! The imports in the runtime and the generator follow the layers, and have no cycles.

#![allow(missing_docs, reason = "test names are self-explanatory")]

mod crate_modules;
mod graph;
mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use crate_modules::Modules;

/// The layers of the runtime. Each imports only earlier layers.
const LAYERS: [&str; 10] = [
    "spec",
    "json",
    "error",
    "http",
    "response",
    "request",
    "prepare",
    "transport",
    "call",
    "testing",
];

/// The files of the runtime's crate that are not embedded, and the root of those that are. They may import any layer.
const OUTSIDE_THE_LAYERS: [&str; 7] = [
    "lib",
    "embedded",
    "known_types",
    "own_client",
    "sources",
    "uuids",
    "version",
];

/// The stages of the generator and the modules that they share, each with those that it may import. A module is listed
/// after all modules that it imports.
const STAGES: [(&str, &[&str]); 21] = [
    ("diagnostic", &[]),
    ("hints", &[]),
    ("pattern", &[]),
    ("rust_path", &["diagnostic"]),
    ("pointer", &["diagnostic"]),
    ("target", &["diagnostic"]),
    ("input", &["pattern", "target"]),
    ("file_system", &["input"]),
    ("path_template", &[]),
    ("sequence", &[]),
    (
        "load",
        &[
            "diagnostic",
            "hints",
            "input",
            "path_template",
            "pointer",
            "rust_path",
            "sequence",
            "target",
        ],
    ),
    ("model", &["rust_path"]),
    ("dependency", &["model", "rust_path"]),
    (
        "lower",
        &[
            "diagnostic",
            "hints",
            "load",
            "model",
            "path_template",
            "pointer",
            "rust_path",
            "sequence",
        ],
    ),
    ("output", &["diagnostic", "load", "model"]),
    ("surface", &["model", "rust_path", "target"]),
    ("wire", &["model"]),
    (
        "emit",
        &["model", "output", "rust_path", "surface", "target"],
    ),
    ("diff", &["model", "pointer", "surface"]),
    (
        "suggest",
        &[
            "diagnostic",
            "diff",
            "input",
            "load",
            "model",
            "output",
            "pointer",
        ],
    ),
    // For build scripts: it runs all stages, as the root does.
    (
        "build",
        &[
            "dependency",
            "diagnostic",
            "file_system",
            "input",
            "lib",
            "load",
            "model",
            "output",
            "rust_path",
            "target",
        ],
    ),
];

/// The crates that only some stages use, each with these stages.
const CRATES_OF_STAGES: [(&str, &[&str]); 5] = [
    ("openapiv3", &["load", "lower"]),
    ("prettyplease", &["emit"]),
    ("proc_macro2", &["emit"]),
    ("quote", &["emit"]),
    ("syn", &["emit", "rust_path"]),
];

fn source_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn runtime() -> Modules {
    Modules::read(&source_folder("runtime/src"))
}

fn generator() -> Modules {
    Modules::read(&source_folder("src"))
}

#[test]
fn a_layer_of_the_runtime_imports_only_earlier_layers() {
    let rank = |module: &str| {
        let layer = module.split("::").next().unwrap_or_default();
        LAYERS.iter().position(|known| *known == layer)
    };
    let imports = runtime().imports().edges();
    assert!(imports.len() > 100, "{} imports", imports.len());
    let wrong: Vec<String> = imports
        .into_iter()
        .filter(|(from, _)| !OUTSIDE_THE_LAYERS.contains(&from.as_str()))
        .filter(|(from, to)| match (rank(from), rank(to)) {
            (Some(from), Some(to)) => to > from,
            (None, _) | (_, None) => true,
        })
        .map(|(from, to)| format!("{from} imports {to}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_of_the_runtime_import_each_other_in_a_cycle() {
    assert_eq!(runtime().imports().cycles(), Vec::<Vec<String>>::new());
}

#[test]
fn no_folders_of_the_runtime_import_each_other_in_a_cycle() {
    let folders = runtime().imports().of_folders();
    assert_eq!(folders.cycles(), Vec::<Vec<String>>::new());
}

#[test]
fn the_runtime_has_few_files_outside_its_layers() {
    let entries = fs::read_dir(source_folder("runtime/src")).expect("the folder exists");
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .partition(|path| path.is_dir());
    assert!(files.len() <= OUTSIDE_THE_LAYERS.len(), "{files:?}");
    let mut names: Vec<_> = folders.iter().filter_map(|path| path.file_name()).collect();
    names.sort();
    let mut layers = LAYERS;
    layers.sort_unstable();
    assert_eq!(names, layers);
}

#[test]
fn a_stage_of_the_generator_imports_only_the_listed_earlier_stages() {
    for (at, (stage, imports)) in STAGES.iter().enumerate() {
        for import in *imports {
            let earlier = *import == "lib" || STAGES[..at].iter().any(|(name, _)| name == import);
            assert!(earlier, "{stage} may import {import}, which is not earlier");
        }
    }
    let allowed = |from: &str, to: &str| {
        let stage = STAGES.iter().find(|(name, _)| *name == from);
        stage.is_some_and(|(_, imports)| imports.contains(&to))
    };
    let imports = generator().imports().of_folders().edges();
    assert!(imports.len() > 20, "{} imports", imports.len());
    let wrong: Vec<String> = imports
        .into_iter()
        // The root of the crate runs all stages.
        .filter(|(from, to)| from != "lib" && !allowed(from, to))
        .map(|(from, to)| format!("{from} imports {to}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_load_and_lower_use_openapiv3_and_only_emit_uses_tokens() {
    let generator = generator();
    for (krate, stages) in CRATES_OF_STAGES {
        let users = generator.users_of(krate);
        assert!(!users.is_empty(), "no stage uses {krate}");
        let wrong: Vec<&String> = users
            .iter()
            .filter(|module| {
                let stage = module.split("::").next().unwrap_or_default();
                !stages.contains(&stage)
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?} must not use {krate}");
    }
}

#[test]
fn no_files_of_the_generator_import_each_other_in_a_cycle() {
    assert_eq!(generator().imports().cycles(), Vec::<Vec<String>>::new());
}

#[test]
fn no_folders_of_the_generator_import_each_other_in_a_cycle() {
    let folders = generator().imports().of_folders();
    assert_eq!(folders.cycles(), Vec::<Vec<String>>::new());
}

#[test]
fn no_files_of_the_command_line_import_each_other_in_a_cycle() {
    let imports = Modules::read(&source_folder("cli/src")).imports();
    assert_eq!(imports.cycles(), Vec::<Vec<String>>::new());
}
