//! Writes diagnostics and results to the terminal.
//!
//! In the human format, diagnostics are written to standard error and results to standard output. In the other formats,
//! only diagnostics are written to standard output, and everything else to standard error. Colours are omitted if the
//! stream is not a terminal or `NO_COLOR` is set.

use std::fmt::Write as _;
use std::io::Write as _;

use annotate_snippets::renderer::AnsiColor;
use clap::ValueEnum;
use openapi_crate::diagnostic::Level;

use crate::diagnostic::{Diagnostic, github, json};

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people: the source lines with the range marked
    #[default]
    Human,
    /// For programs: one JSON object per line
    Json,
    /// For GitHub: annotations of the changed files in a pull request
    Github,
}

/// Writes diagnostics and results to the terminal.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reporter {
    format: MessageFormat,
}

impl Reporter {
    /// Creates a reporter for a format.
    pub(crate) fn new(format: MessageFormat) -> Self {
        Self { format }
    }

    /// Prints the diagnostics and their number.
    pub(crate) fn diagnostics(self, diagnostics: &[Diagnostic]) {
        let lines = |line: fn(&Diagnostic) -> String| -> String {
            diagnostics
                .iter()
                .map(|diagnostic| line(diagnostic) + "\n")
                .collect()
        };
        match self.format {
            MessageFormat::Human => to_stderr(&for_humans(diagnostics)),
            MessageFormat::Json => {
                to_stdout(&lines(json::line));
                to_stderr(&counted(diagnostics));
            }
            MessageFormat::Github => {
                to_stdout(&lines(github::line));
                // Annotations do not show the source line, so the log does.
                to_stderr(&for_humans(diagnostics));
            }
        }
    }

    /// Prints a result.
    pub(crate) fn result(self, text: &str) {
        match self.format {
            MessageFormat::Human => to_stdout(text),
            MessageFormat::Json | MessageFormat::Github => to_stderr(text),
        }
    }
}

fn for_humans(diagnostics: &[Diagnostic]) -> String {
    let text: String = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.render() + "\n\n")
        .collect();
    text + &counted(diagnostics)
}

/// Renders the number of diagnostics on a line; empty if there are none.
fn counted(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .count();
    let warnings = diagnostics.len() - errors;
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

// A closed pipe is not an error.

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
