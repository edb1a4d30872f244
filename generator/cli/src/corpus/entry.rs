//! The figures of a run over one document, and of a run over all.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// The figures of one document.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Entry {
    /// The document's file name.
    pub(super) document: String,
    /// The version of OpenAPI that it follows.
    pub(super) version: Option<String>,
    /// Why there is no crate, where there is none: the first error.
    pub(super) failure: Option<String>,
    pub(super) operations: usize,
    pub(super) types: usize,
    /// Lines of the generated files, without the runtime, which every crate has alike.
    pub(super) lines: usize,
    /// How long reading, generating and writing took.
    pub(super) seconds: f64,
    /// The most memory the process had, where the system tells.
    pub(super) peak_kib: Option<u64>,
    /// How many fields of types and arguments of operations there are.
    pub(super) values: usize,
    /// How many of them are `serde_json::Value`, or lists or maps of it.
    pub(super) untyped: usize,
    /// How often a schema became `serde_json::Value` because the generator does not support it: the rest of those
    /// are the document's, which does not say more.
    pub(super) fallbacks: usize,
    /// How many warnings of each code there were.
    pub(super) warnings: BTreeMap<String, usize>,
    /// What `cargo check` said, where it was asked.
    pub(super) check: Option<Check>,
}

/// What `cargo check` said of a crate.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Check {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// Without the dependencies, which are checked before.
    pub(super) seconds: f64,
}

impl Entry {
    /// How many of a hundred values have no type of their own.
    pub(super) fn untyped_percent(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no document has that many")]
        let share = self.untyped as f64 / self.values.max(1) as f64;
        share * 100.0
    }

    pub(super) fn warning_count(&self) -> usize {
        self.warnings.values().sum()
    }

    /// Whether there is no crate, or none that compiles without a word.
    pub(super) fn has_failed(&self) -> bool {
        self.failure.is_some()
            || self
                .check
                .as_ref()
                .is_some_and(|check| check.errors + check.warnings > 0)
    }
}

/// The figures of all documents, by name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Report {
    pub(super) documents: Vec<Entry>,
}

impl Report {
    /// The report in a file, if there is one.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Diagnostic> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| unwritable(path, &error))?,
        };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            let name = path.display().to_string();
            Diagnostic::error(
                "invalid-report",
                format!("`{name}` is no report of an earlier run: {error}"),
            )
            .file(name)
            .help("delete it, or name another with `--json`")
        })
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Diagnostic> {
        // Numbers, strings and maps of numbers: all of it can be written as JSON.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        std::fs::write(path, text).map_err(|error| unwritable(path, &error))
    }
}

/// The error of an output that cannot be written.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let name = path.display().to_string();
    Diagnostic::error(
        "unwritable-output",
        format!("`{name}` cannot be written: {error}"),
    )
    .file(name)
}
