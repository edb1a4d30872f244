//! Mutated fixtures: the bytes choose the fixture and the mutations.

#![no_main]

#[path = "../../tests/support/collision.rs"]
mod collision;
#[path = "../../tests/support/mutation.rs"]
mod mutation;
mod run;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use mutation::{Choices, mutate};

static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures")).expect("the folder exists");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("the entry can be read").path()).collect();
    paths.sort();
    let read = |path: std::path::PathBuf| serde_yaml::from_str(&std::fs::read_to_string(path).ok()?).ok();
    paths.into_iter().filter_map(read).collect()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let mut document = DOCUMENTS[choices.below(DOCUMENTS.len())].clone();
    let donor = &DOCUMENTS[choices.below(DOCUMENTS.len())];
    mutate(&mut document, donor, &mut choices);
    let files = HashMap::from([("main.yaml", document.to_string().into_bytes())]);
    run::run(run::Memory(files));
});
