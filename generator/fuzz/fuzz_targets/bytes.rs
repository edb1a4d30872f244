//! Arbitrary bytes, split at NUL into a document, an overlay and another file.

#![no_main]

#[path = "../../tests/support/collision.rs"]
mod collision;
mod run;

use std::collections::HashMap;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let names = ["main.yaml", "overlay.yaml", "other.yaml"];
    let parts = bytes.splitn(names.len(), |byte| *byte == 0).map(<[u8]>::to_vec);
    let files: HashMap<_, _> = names.into_iter().zip(parts).collect();
    run::run(run::Memory(files));
});
