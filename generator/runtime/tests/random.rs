//! A test that random numbers have one source, which works on every target.

#![allow(missing_docs, reason = "test names are self-explanatory")]

use std::fs;
use std::path::Path;

/// The hash keys of the standard library are the same in each run on `wasm32-unknown-unknown`.
#[test]
fn hash_keys_are_used_as_random_numbers_in_one_file_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path)
                .unwrap()
                .contains("RandomState::new()")
            {
                found.push(path.strip_prefix(&source).unwrap().to_path_buf());
            }
        }
    }
    assert_eq!(found, [Path::new("http/random.rs")]);
}
