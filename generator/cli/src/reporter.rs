//! How does what a run has to say reach the user?
//!
//! For people, complaints go to standard error and results to standard output, each in one piece. A program that reads
//! the complaints has standard output for them alone, and everything else goes to standard error. Colours are left out
//! where the stream is no terminal or `NO_COLOR` is set.

use std::fmt::Write as _;
use std::io::Write as _;

use annotate_snippets::renderer::AnsiColor;
use openapi_crate::diagnostic::Level;

use crate::diagnostic::Complaint;
use crate::diagnostic::json::{MessageFormat, github, json};

/// The way to the user.
#[derive(Clone, Copy)]
pub(crate) struct Report {
    format: MessageFormat,
}

impl Report {
    /// Writes complaints in this format.
    pub(crate) fn new(format: MessageFormat) -> Self {
        Self { format }
    }

    /// Prints the complaints and how many there are of them.
    pub(crate) fn complain(self, complaints: &[Complaint]) {
        let lines = |line: fn(&Complaint) -> String| -> String {
            complaints
                .iter()
                .map(|complaint| line(complaint) + "\n")
                .collect()
        };
        match self.format {
            MessageFormat::Human => to_stderr(&for_people(complaints)),
            MessageFormat::Json => {
                to_stdout(&lines(json));
                to_stderr(&counted(complaints));
            }
            MessageFormat::Github => {
                to_stdout(&lines(github));
                // An annotation does not show the line that is meant; the log does.
                to_stderr(&for_people(complaints));
            }
        }
    }

    /// Prints a result.
    pub(crate) fn print(self, text: &str) {
        match self.format {
            MessageFormat::Human => to_stdout(text),
            MessageFormat::Json | MessageFormat::Github => to_stderr(text),
        }
    }
}

fn for_people(complaints: &[Complaint]) -> String {
    let text: String = complaints
        .iter()
        .map(|complaint| complaint.render() + "\n\n")
        .collect();
    text + &counted(complaints)
}

/// How many complaints there are, in a line; nothing where there are none.
fn counted(complaints: &[Complaint]) -> String {
    let errors = complaints
        .iter()
        .filter(|complaint| complaint.level == Level::Error)
        .count();
    let warnings = complaints.len() - errors;
    let counted =
        [(errors, "error"), (warnings, "warning")].map(|(n, what)| (n > 0).then(|| count(n, what)));
    let counted = counted.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = if errors > 0 {
        let style = AnsiColor::BrightRed.on_default().bold();
        writeln!(text, "{style}{counted}; nothing was written{style:#}")
    } else if warnings > 0 {
        let style = AnsiColor::Yellow.on_default().bold();
        writeln!(text, "{style}{counted}{style:#}")
    } else {
        Ok(())
    };
    text
}

// Where nobody reads (a closed pipe), there is nobody to tell.

fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

fn to_stdout(text: &str) {
    let mut out = anstream::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// `1 file`, `2 files`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
