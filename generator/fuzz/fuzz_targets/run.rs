//! Runs the generator on files in memory.

use std::collections::HashMap;
use std::io;

use openapi_crate::{Files, Input, generate};

use crate::collision;

/// Files in memory.
pub(crate) struct Memory(pub(crate) HashMap<&'static str, Vec<u8>>);

impl Files for Memory {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.0.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Runs the generator. The output must be valid Rust, and diagnostics must have valid places.
pub(crate) fn run(files: Memory) {
    let overlays = files.0.contains_key("overlay.yaml").then(|| "overlay.yaml".to_owned());
    let input = Input {
        document: "main.yaml".to_owned(),
        overlays: overlays.into_iter().collect(),
        package: "fuzzed".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &files);
    for diagnostic in &outcome.diagnostics {
        for place in
            std::iter::once(&diagnostic.place).chain(diagnostic.related.iter().map(|(place, _)| place))
        {
            let location = outcome.sources.locate(place);
            if let Some(range) = location.range {
                let text =
                    outcome.sources.text(&location.file).expect("the file of a range was read");
                assert!(text.get(range).is_some(), "{diagnostic:?}");
            }
        }
    }
    let Some(output) = outcome.output else {
        assert!(!outcome.diagnostics.is_empty(), "rejected without a diagnostic");
        return;
    };
    for file in output.files.iter().filter(|file| {
        file.path.ends_with(".rs") && !file.path.starts_with("src/runtime/") && file.path != "src/lib.rs"
    }) {
        let faults = collision::faults(&file.contents);
        assert!(faults.is_empty(), "{}: {faults:?}", file.path);
    }
}
