//! How does what a run has to say reach the user?
//!
//! Complaints go to standard error, results to standard output, each in one piece. Colours are left out where the
//! stream is no terminal or `NO_COLOR` is set.

use std::fmt::Write as _;
use std::io::Write as _;

use annotate_snippets::renderer::AnsiColor;
use openapi_generator::diagnostic::Level;

use crate::complaint::Complaint;

/// Prints complaints of a command that writes no crate of its own.
pub(crate) fn complain_plainly(complaints: &[Complaint]) {
    let text: String = complaints.iter().map(|complaint| complaint.render() + "\n").collect();
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Prints the complaints and how many there are of them.
pub(crate) fn complain(complaints: &[Complaint]) {
    let errors = complaints.iter().filter(|complaint| complaint.level == Level::Error).count();
    let warnings = complaints.len() - errors;
    let mut text: String = complaints.iter().map(|complaint| complaint.render() + "\n\n").collect();
    let counted = [(errors, "error"), (warnings, "warning")].map(|(n, what)| (n > 0).then(|| count(n, what)));
    let counted = counted.into_iter().flatten().collect::<Vec<_>>().join(", ");
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
    // Where nobody reads (a closed pipe), there is nobody to tell.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Prints a result.
pub(crate) fn print(text: &str) {
    let mut out = anstream::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// `1 file`, `2 files`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
