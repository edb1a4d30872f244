//! How are complaints written: for people, for programs, or for a pull request?

use std::borrow::Cow;

use clap::ValueEnum;
use openapi_crate::diagnostic::Level;
use serde::Serialize;

use crate::diagnostic::{Complaint, Shown};

/// Who reads the complaints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// People: the lines that are meant, marked
    #[default]
    Human,
    /// Programs: one JSON object a line
    Json,
    /// GitHub: annotations of the changed files in a pull request
    Github,
}

/// A complaint as programs read it; members are added in later versions, and none of these goes.
#[derive(Serialize)]
struct Line<'c> {
    level: String,
    code: &'static str,
    message: &'c str,
    #[serde(flatten)]
    place: Place<'c>,
    /// A remark on the marked range.
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

/// Lines and columns are counted from 1, columns in characters; a file as a whole has none.
#[derive(Default, Serialize)]
struct Place<'c> {
    file: Option<&'c str>,
    line: Option<usize>,
    column: Option<usize>,
    end: Option<End>,
}

/// Behind the last character that is meant.
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

/// One line, without its end: a JSON object.
pub(crate) fn json(complaint: &Complaint) -> String {
    let (first, related) = match complaint.places.split_first() {
        Some((first, related)) => (Some(first), related),
        None => (None, &[][..]),
    };
    let line = Line {
        level: complaint.level.to_string(),
        code: complaint.code,
        message: &complaint.message,
        place: first.map(|(shown, _)| Place::of(shown)).unwrap_or_default(),
        label: first
            .map(|(_, label)| label.as_str())
            .filter(|label| !label.is_empty()),
        help: complaint.help.as_deref(),
        related: related
            .iter()
            .map(|(shown, message)| Related {
                message,
                place: Place::of(shown),
            })
            .collect(),
    };
    // Texts, numbers and lists of them are always JSON.
    serde_json::to_string(&line).unwrap_or_default()
}

/// One line, without its end: a workflow command of GitHub Actions.
pub(crate) fn github(complaint: &Complaint) -> String {
    let command = match complaint.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let mut properties = String::new();
    let mut text = complaint.message.clone();
    if let Some((shown, label)) = complaint.places.first() {
        properties = format!("file={},", property(&shown.file));
        if let Some(excerpt) = &shown.excerpt {
            let (line, column, end) = (excerpt.line, excerpt.column, excerpt.end_column);
            properties += &format!("line={line},endLine={line},col={column},endColumn={end},");
        }
        if !label.is_empty() {
            text += &format!("\n{label}");
        }
    }
    for (shown, remark) in complaint.places.iter().skip(1) {
        let line = shown
            .excerpt
            .as_ref()
            .map(|excerpt| format!(":{}:{}", excerpt.line, excerpt.column));
        text += &format!("\n{remark}: {}{}", shown.file, line.unwrap_or_default());
    }
    if let Some(help) = &complaint.help {
        text += &format!("\nhelp: {help}");
    }
    format!(
        "::{command} {properties}title={}::{}",
        property(complaint.code),
        data(&text)
    )
}

/// A text as the message of a workflow command.
fn data(text: &str) -> Cow<'_, str> {
    if text.contains(['%', '\r', '\n']) {
        Cow::Owned(
            text.replace('%', "%25")
                .replace('\r', "%0D")
                .replace('\n', "%0A"),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// A text as the value of a workflow command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_one_json_object() {
        let complaint = Complaint::error("invalid-syntax", "what is \"this\"?\nthat")
            .range("a.yaml", "ä: 1\nä: bcd\n", 10..13)
            .help("remove it");
        assert_eq!(
            json(&complaint),
            r#"{"level":"error","code":"invalid-syntax","message":"what is \"this\"?\nthat","file":"a.yaml","line":2,"column":4,"end":{"line":2,"column":7},"label":null,"help":"remove it","related":[]}"#
        );
        let whole = json(&Complaint::error("unreadable-file", "no").file("a.yaml"));
        assert!(
            whole.contains(r#""file":"a.yaml","line":null,"column":null,"end":null"#),
            "{whole}"
        );
        let none = json(&Complaint::error("unreadable-file", "no"));
        assert!(none.contains(r#""file":null,"line":null"#), "{none}");
    }

    #[test]
    fn a_complaint_is_one_workflow_command() {
        let complaint = Complaint::error("invalid-syntax", "100 %: a,\r\nb")
            .range("a,b:c%.yaml", "x: 1\n", 3..4)
            .help("remove it");
        assert_eq!(
            github(&complaint),
            "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=invalid-syntax::100 %25: a,%0D%0Ab%0Ahelp: remove it"
        );
        assert_eq!(github(&Complaint::error("a", "b")), "::error title=a::b");
    }

    #[test]
    fn what_a_document_says_starts_no_command_of_its_own() {
        let complaint =
            Complaint::error("invalid-document", "not `\n::error::x`").file("a\n::error::y");
        assert_eq!(github(&complaint).lines().count(), 1);
        assert_eq!(json(&complaint).lines().count(), 1);
    }
}
