//! The figures of all documents as a table.

use super::entry::Entry;
use crate::visible::{Text, value};

const HEAD: [&str; 11] = [
    "document",
    "openapi",
    "operations",
    "types",
    "lines",
    "time",
    "memory",
    "untyped",
    "unsupported",
    "check",
    "warnings",
];
/// The columns with text. The others are numbers, aligned to the right.
const WORDS: [usize; 2] = [0, 10];

/// Renders a line for each document, followed by the error of each failed one.
pub(super) fn render(entries: &[Entry]) -> Text {
    let rows: Vec<[String; 11]> = std::iter::once(HEAD.map(str::to_owned))
        .chain(entries.iter().map(row))
        .collect();
    let mut widths = [0; 11];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = Text::default();
    for row in &rows {
        let cells = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                if WORDS.contains(&column) {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
        text.line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text.line(
        "untyped: fields and arguments of any JSON; unsupported: schemas that the generator does not support",
    );
    for entry in entries {
        if let Some(failure) = &entry.failure {
            text.line(&format!("{}: {failure}", entry.document));
        }
    }
    text
}

fn row(entry: &Entry) -> [String; 11] {
    let dash = || "–".to_owned();
    let generated = |text: String| {
        if entry.failure.is_none() {
            text
        } else {
            dash()
        }
    };
    let warnings: Vec<String> = entry
        .warnings
        .iter()
        .map(|(code, count)| format!("{} {count}", value(code)))
        .collect();
    [
        value(&entry.document),
        entry.version.as_deref().map_or_else(dash, value),
        generated(entry.operations.to_string()),
        generated(entry.types.to_string()),
        generated(entry.lines.to_string()),
        format!("{:.2} s", entry.seconds),
        entry
            .peak_kib
            .map_or_else(dash, |kib| format!("{} MB", kib / 1024)),
        generated(format!("{:.1} %", entry.untyped_percent())),
        generated(entry.fallbacks.to_string()),
        entry
            .check
            .as_ref()
            .map_or_else(dash, |check| match (check.errors, check.warnings) {
                (0, 0) => format!("{:.1} s", check.seconds),
                (0, warnings) => format!("{warnings} warnings"),
                (errors, _) => format!("{errors} errors"),
            }),
        if entry.warning_count() == 0 {
            "none".to_owned()
        } else {
            warnings.join(", ")
        },
    ]
}
