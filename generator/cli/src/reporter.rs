//! Writes diagnostics and results to the terminal.
//!
//! In the human format, diagnostics are written to standard error and results to standard output. In the other formats,
//! only diagnostics are written to standard output, and everything else to standard error. Colours are omitted if the
//! stream is not a terminal or `NO_COLOR` is set.
//!
//! Text for people is a [`Text`], in which nothing from a document is invisible or a command for a CI runner.

use std::io::{ErrorKind, Write as _};
use std::sync::OnceLock;

use annotate_snippets::renderer::AnsiColor;
use clap::ValueEnum;
use openapi_crate::diagnostic::Level;

use crate::diagnostic::{Diagnostic, github, json};
use crate::visible::{self, Text};

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
                let mut text = Text::default();
                counted(diagnostics, &mut text);
                to_stderr(&text);
            }
            MessageFormat::Github => {
                to_stdout(&lines(github::line));
                // Annotations do not show the source line, so the log does.
                to_stderr(&for_humans(diagnostics));
            }
        }
    }

    /// Prints a result.
    pub(crate) fn result(self, text: &Text) {
        match self.format {
            MessageFormat::Human => to_stdout(text.as_str()),
            MessageFormat::Json | MessageFormat::Github => to_stderr(text),
        }
    }
}

/// Prints a sentence about an option that would help, after a failed run.
pub(crate) fn hint(hint: &str) {
    let mut text = Text::default();
    text.push(hint);
    text.end_line();
    to_stderr(&text);
}

/// Prints a result for programs as JSON on standard output, in each format of diagnostics.
pub(crate) fn json(text: &str) {
    to_stdout(&visible::json(text));
}

/// Prints what a command did on standard error, since standard output is that of its result.
pub(crate) fn summary(text: &Text) {
    to_stderr(text);
}

/// Prints a file on standard output. Every character of it has to be visible.
pub(crate) fn file(contents: &str) {
    to_stdout(contents);
}

/// Prints an error of the command line, or the help.
///
/// The error has to be that of arguments without invisible characters.
pub(crate) fn usage(error: &clap::Error) {
    let mut text = Text::default();
    text.rendered(&error.render().ansi().to_string());
    if error.use_stderr() {
        to_stderr(&text);
    } else {
        to_stdout(text.as_str());
    }
}

fn for_humans(diagnostics: &[Diagnostic]) -> Text {
    let mut text = Text::default();
    for diagnostic in diagnostics {
        text.rendered(&diagnostic.render());
        text.end_line();
        text.end_line();
    }
    counted(diagnostics, &mut text);
    text
}

/// Adds the number of diagnostics on a line; nothing if there are none.
fn counted(diagnostics: &[Diagnostic], text: &mut Text) {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .count();
    let warnings = diagnostics.len() - errors;
    let counted =
        [(errors, "error"), (warnings, "warning")].map(|(n, what)| (n > 0).then(|| count(n, what)));
    let counted = counted.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if errors > 0 {
        let style = AnsiColor::BrightRed.on_default().bold();
        text.styled(style, &format!("{counted}; nothing was written"));
        text.end_line();
    } else if warnings > 0 {
        text.styled(AnsiColor::Yellow.on_default().bold(), &counted);
        text.end_line();
    }
}

/// The first error of writing to standard output. A result that is lost is a failure, which the exit code shows.
static LOST: OnceLock<String> = OnceLock::new();

/// Reports that standard output could not be written, such as because the disk is full. Returns whether it could not.
pub(crate) fn report_lost_output() -> bool {
    let Some(error) = LOST.get() else {
        return false;
    };
    let mut text = Text::default();
    text.line(&format!(
        "error: standard output cannot be written: {error}"
    ));
    to_stderr(&text);
    true
}

fn to_stderr(text: &Text) {
    let _ = anstream::stderr().write_all(text.as_str().as_bytes());
}

fn to_stdout(text: &str) {
    let mut out = anstream::stdout();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    // A closed pipe is not an error: its reader has enough, as in `openapi-crate explain all | head`.
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = LOST.set(match error.kind() {
            ErrorKind::StorageFull => "the disk is full".to_owned(),
            _ => error.to_string(),
        });
    }
}

/// `1 file`, `2 files`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
