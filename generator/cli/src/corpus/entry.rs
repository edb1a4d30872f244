//! The figures of one document, and the report of all documents.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::file_system::{reason, replace};

/// The figures of one document.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Entry {
    /// The document's file name.
    pub(super) document: String,
    /// The document's OpenAPI version.
    pub(super) version: Option<String>,
    /// The first error, if no crate was generated.
    pub(super) failure: Option<String>,
    pub(super) operations: usize,
    pub(super) types: usize,
    /// Lines of the generated files, without the runtime, which is the same in every crate.
    pub(super) lines: usize,
    /// The time for reading, generating and writing, in seconds.
    pub(super) seconds: f64,
    /// The peak memory of the process, if known.
    pub(super) peak_kib: Option<u64>,
    /// The number of fields and arguments.
    pub(super) values: usize,
    /// The number of fields and arguments that are `serde_json::Value`, or arrays or maps of it.
    pub(super) untyped: usize,
    /// The number of schemas that became `serde_json::Value` because the generator does not support them. The other
    /// untyped values are untyped in the document.
    pub(super) fallbacks: usize,
    /// The number of warnings of each code.
    pub(super) warnings: BTreeMap<String, usize>,
    /// The result of `cargo check`, if it was run.
    pub(super) check: Option<Check>,
}

/// The result of `cargo check` for a crate.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Check {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The time without the dependencies, in seconds.
    pub(super) seconds: f64,
}

impl Entry {
    /// The percentage of untyped values.
    pub(super) fn untyped_percent(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no document has that many")]
        let share = self.untyped as f64 / self.values.max(1) as f64;
        share * 100.0
    }

    pub(super) fn warning_count(&self) -> usize {
        self.warnings.values().sum()
    }

    /// Whether there is no crate, or it has errors or warnings.
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
    /// Reads the report in a file, if the file exists.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Diagnostic> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| unwritable(path, &error))?,
        };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            let name = path.display().to_string();
            Diagnostic::error(
                "invalid-report",
                format!("`{name}` is not a report of an earlier run: {error}"),
            )
            .file(name)
            .help("delete the file, or choose a different one with `--json`")
        })
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Diagnostic> {
        // Numbers, strings and maps of numbers always serialize to JSON.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        replace(path, &text).map_err(|error| unwritable(path, &error))
    }
}

/// The error for an output that cannot be written.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let name = path.display().to_string();
    Diagnostic::error(
        "unwritable-output",
        format!("`{name}` cannot be written: {}", reason(error)),
    )
    .file(name)
    .help("name a folder with `--out`, or a file in an existing folder with `--json`")
}
