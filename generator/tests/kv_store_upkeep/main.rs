//! The parts of the KV store crate that are written by hand and must follow the document: the table of operations in
//! its README, its recordings, its tour and the emulator. A failure lists the steps for each operation.

#[path = "../support/mod.rs"]
mod support;

mod messages;
mod parts;
mod recorded;
mod steps;

use std::path::Path;

use support::kv_store_api;

use parts::{Parts, RECORDINGS, has_status};

#[test]
fn the_parts_written_by_hand_follow_the_document() {
    let steps = steps::steps(&kv_store_api(), Parts::of_repository());
    assert!(
        steps.is_empty(),
        "the document changed, and what is written by hand must follow:\n\n{}\n\n\
         The compiler names each other line that must change: run `cargo check -p fastly-kv-store \
         -p fastly-kv-emulator --all-targets --all-features --keep-going`; `.ci/run site` compiles the guide.",
        steps.join("\n\n")
    );
}

#[test]
fn the_name_of_each_recording_starts_with_its_status() {
    for exchange in Parts::of_repository().exchanges {
        let (name, status) = (&exchange.name, exchange.status);
        if name.starts_with("tour/") {
            continue;
        }
        assert!(
            has_status(name, &status.to_string(), &[]),
            "{RECORDINGS}/{name}.yaml has the status {status}; rename it to {status}-….yaml"
        );
    }
}

/// The text files of the crate, except for those of other formats.
fn text_files(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            text_files(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.push((path.display().to_string(), text));
        }
    }
}

/// A release changes the version in the manifest only.
#[test]
fn only_the_manifest_has_the_version_of_the_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("the file exists");
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let version = manifest["package"]["version"].as_str().expect("a string");
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples", "benches"] {
        text_files(&root.join(folder), &mut files);
    }
    text_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots"),
        &mut files,
    );
    assert!(files.len() > 200, "{} files", files.len());
    let named = format!("fastly-kv-store/{version}");
    let wrong: Vec<&String> = files
        .iter()
        .filter(|(path, text)| {
            text.contains(&named) || path.contains("/src/") && text.contains(version)
        })
        .map(|(path, _)| path)
        .collect();
    assert!(
        wrong.is_empty(),
        "a release must not change other files than the manifest: {wrong:#?}"
    );
}
