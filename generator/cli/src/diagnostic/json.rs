//! Renders a diagnostic for programs: one JSON object per line.

use serde::Serialize;

use super::{Diagnostic, Shown};
use crate::visible;

/// A diagnostic as JSON. Later versions may add members, but remove none.
#[derive(Serialize)]
struct Line<'c> {
    level: String,
    code: &'static str,
    message: &'c str,
    #[serde(flatten)]
    place: Place<'c>,
    /// The note on the marked range.
    label: Option<&'c str>,
    help: Option<&'c str>,
    related: Vec<Related<'c>>,
}

#[derive(Serialize)]
struct Related<'c> {
    message: &'c str,
    #[serde(flatten)]
    place: Place<'c>,
}

/// A place. Lines and columns are counted from 1, columns in characters; a whole file has none.
#[derive(Default, Serialize)]
struct Place<'c> {
    file: Option<&'c str>,
    line: Option<usize>,
    column: Option<usize>,
    end: Option<End>,
}

/// The position after the last character of the range.
#[derive(Serialize)]
struct End {
    line: usize,
    column: usize,
}

impl<'c> Place<'c> {
    fn of(shown: &'c Shown) -> Self {
        let excerpt = shown.excerpt.as_ref();
        Self {
            file: Some(&shown.file),
            line: excerpt.map(|excerpt| excerpt.line),
            column: excerpt.map(|excerpt| excerpt.column),
            end: excerpt.map(|excerpt| End {
                line: excerpt.line,
                column: excerpt.end_column,
            }),
        }
    }
}

/// Renders a JSON object on one line, without a line ending.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    let (first, related) = match diagnostic.places.split_first() {
        Some((first, related)) => (Some(first), related),
        None => (None, &[][..]),
    };
    let object = Line {
        level: diagnostic.level.to_string(),
        code: diagnostic.code,
        message: &diagnostic.message,
        place: first.map(|(shown, _)| Place::of(shown)).unwrap_or_default(),
        label: first
            .map(|(_, label)| label.as_str())
            .filter(|label| !label.is_empty()),
        help: diagnostic.help.as_deref(),
        related: related
            .iter()
            .map(|(shown, message)| Related {
                message,
                place: Place::of(shown),
            })
            .collect(),
    };
    // Strings, numbers and arrays of them always serialize to JSON.
    visible::json(&serde_json::to_string(&object).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_is_one_json_object() {
        let diagnostic = Diagnostic::error("invalid-syntax", "what is \"this\"?\nthat")
            .range("a.yaml", "ä: 1\nä: bcd\n", 10..13)
            .help("remove it");
        assert_eq!(
            line(&diagnostic),
            r#"{"level":"error","code":"invalid-syntax","message":"what is \"this\"?\nthat","file":"a.yaml","line":2,"column":4,"end":{"line":2,"column":7},"label":null,"help":"remove it","related":[]}"#
        );
        let whole = line(&Diagnostic::error("unreadable-file", "no").file("a.yaml"));
        assert!(
            whole.contains(r#""file":"a.yaml","line":null,"column":null,"end":null"#),
            "{whole}"
        );
        let none = line(&Diagnostic::error("unreadable-file", "no"));
        assert!(none.contains(r#""file":null,"line":null"#), "{none}");
    }

    #[test]
    fn a_line_break_in_a_document_is_escaped() {
        let diagnostic = Diagnostic::error("invalid-document", "not `\n{}`").file("a\n{}");
        assert_eq!(line(&diagnostic).lines().count(), 1);
    }
}
