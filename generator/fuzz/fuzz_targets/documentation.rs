//! Strings in the descriptions and names of a fixture: none is run as a test, is HTML, or links to anything but a page.

#![no_main]

#[allow(dead_code, reason = "only `Memory` is used")]
#[path = "../../tests/support/collision.rs"]
mod collision;
#[path = "../../tests/support/documentation.rs"]
mod documentation;
#[allow(dead_code, reason = "only `Memory` is used")]
mod run;

use std::collections::HashMap;
use std::sync::LazyLock;

use openapi_crate::{Input, OutputFile, generate};
use serde_json::Value;

static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures")).expect("the folder exists");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("the entry can be read").path()).collect();
    paths.sort();
    let read = |path: std::path::PathBuf| serde_yaml::from_str(&std::fs::read_to_string(path).ok()?).ok();
    paths.into_iter().filter_map(read).collect()
});

/// Replaces the strings of descriptions; `name` chooses other strings, and keys, to replace with `text`.
fn fill(tree: &mut Value, description: &str, text: &str, name: &mut dyn FnMut() -> bool) {
    match tree {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match value {
                    Value::String(string) if matches!(key.as_str(), "description" | "summary") => {
                        description.clone_into(string);
                    }
                    Value::String(string) if matches!(key.as_str(), "title" | "url" | "operationId") || name() => {
                        text.clone_into(string);
                    }
                    other => fill(other, description, text, name),
                }
            }
            if name() && let Some(value) = members.keys().next_back().cloned().and_then(|last| members.remove(&last)) {
                members.insert(text.to_owned(), value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, description, text, name)),
        _ => {}
    }
}

/// The generated files of a fixture that is filled with strings; none if the generator rejects it.
fn files(fixture: u8, seed: u8, description: &str, text: &str) -> Vec<OutputFile> {
    let mut document = DOCUMENTS[usize::from(fixture) % DOCUMENTS.len()].clone();
    let mut state = u32::from(seed);
    let mut name = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed > 0 && state >> 16 & 63 == 0
    };
    fill(&mut document, description, text, &mut name);
    let files = run::Memory(HashMap::from([("main.yaml", document.to_string().into_bytes())]));
    let input = Input { document: "main.yaml".to_owned(), package: "fuzzed".to_owned(), ..Input::default() };
    let output = generate(&input, &files).output;
    let files = output.into_iter().flat_map(|output| output.files);
    files.filter(|file| !file.path.starts_with("src/runtime/")).collect()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [fixture, seed, text @ ..] = bytes else { return };
    let text = String::from_utf8_lossy(text);
    let hostile = files(*fixture, *seed, &text, &text);
    for file in &hostile {
        let faults = documentation::faults(&file.contents);
        assert!(faults.is_empty(), "{}: {faults:?}", file.path);
    }
    // The same programs as without descriptions.
    let plain = files(*fixture, *seed, "Plain.", &text);
    for (hostile, plain) in hostile.iter().zip(&plain) {
        assert_eq!(documentation::programs(&hostile.contents), documentation::programs(&plain.contents));
    }
});
