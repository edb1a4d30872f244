//! The imports in the runtime and the generator follow the layers, and have no cycles.

#![allow(missing_docs, reason = "test names are self-explanatory")]

mod crate_modules;
mod graph;
mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use crate_modules::Modules;

/// The layers of the runtime. Each imports only earlier layers.
const LAYERS: [&str; 9] = [
    "spec",
    "json",
    "error",
    "http",
    "response",
    "request",
    "prepare",
    "transport",
    "call",
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
    assert!(files.len() <= 6, "{files:?}");
    let mut names: Vec<_> = folders.iter().filter_map(|path| path.file_name()).collect();
    names.sort();
    let mut layers = LAYERS;
    layers.sort_unstable();
    assert_eq!(names, layers);
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
