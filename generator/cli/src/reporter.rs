//! What a run writes to the terminal: diagnostics and results.
//!
//! For people, diagnostics go to standard error and results to standard output, each in one piece. A program that reads
//! the diagnostics has standard output for them alone, and everything else goes to standard error. Colours are left out
//! where the stream is no terminal or `NO_COLOR` is set.

use std::fmt::Write as _;
use std::io::Write as _;

use annotate_snippets::renderer::AnsiColor;
use clap::ValueEnum;
use openapi_crate::diagnostic::Level;

use crate::diagnostic::{Diagnostic, github, json};

/// The format of diagnostics, by who reads them.
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

/// Writes diagnostics and results to the terminal.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reporter {
    format: MessageFormat,
}

impl Reporter {
    /// Writes diagnostics in this format.
    pub(crate) fn new(format: MessageFormat) -> Self {
        Self { format }
    }

    /// Prints the diagnostics and how many there are of them.
    pub(crate) fn diagnostics(self, diagnostics: &[Diagnostic]) {
        let lines = |line: fn(&Diagnostic) -> String| -> String {
            diagnostics
                .iter()
                .map(|diagnostic| line(diagnostic) + "\n")
                .collect()
        };
        match self.format {
            MessageFormat::Human => to_stderr(&for_people(diagnostics)),
            MessageFormat::Json => {
                to_stdout(&lines(json::line));
                to_stderr(&counted(diagnostics));
            }
            MessageFormat::Github => {
                to_stdout(&lines(github::line));
                // An annotation does not show the line that is meant; the log does.
                to_stderr(&for_people(diagnostics));
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

fn for_people(diagnostics: &[Diagnostic]) -> String {
    let text: String = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.render() + "\n\n")
        .collect();
    text + &counted(diagnostics)
}

/// How many diagnostics there are, in a line; nothing where there are none.
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
