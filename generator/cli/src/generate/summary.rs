//! Renders the summary of a run: the size of the document, the changed files, and the effect on callers.

use std::fmt::Write as _;
use std::time::Duration;

use annotate_snippets::renderer::AnsiColor;
use openapi_crate::Output;

use super::changes::Changes;
use super::job::Job;
use crate::reporter::count;

/// The maximum number of changed files in the summary.
const NAMED: usize = 12;

/// Renders the summary with colours.
pub(super) fn render(
    job: &Job,
    output: &Output,
    changes: &Changes<'_>,
    verdict: Option<&str>,
    time: Duration,
) -> String {
    let (operations, types) = (
        count(output.operations, "operation"),
        count(output.types, "type"),
    );
    let mut text = format!("{}: {operations}, {types}\n", job.input.document);
    // Writing to a string does not fail.
    let mut counted = changes.counted(["changed", "added", "removed"]);
    if counted.is_empty() {
        counted = format!("{} unchanged", count(changes.unchanged, "file"));
    } else if changes.unchanged > 0 {
        let _ = write!(counted, ", {} unchanged", changes.unchanged);
    }
    let _ = writeln!(text, "{}/: {counted}", job.crate_folder);
    for change in changes.changes.iter().take(NAMED) {
        let (sign, style) = match (&change.old, change.new) {
            (None, _) => ('+', AnsiColor::Green.on_default()),
            (Some(_), Some(_)) => ('~', AnsiColor::Yellow.on_default()),
            (Some(_), None) => ('-', AnsiColor::Red.on_default()),
        };
        let _ = writeln!(text, "  {style}{sign}{style:#} {}", change.path);
    }
    if let Some(more) = changes
        .changes
        .len()
        .checked_sub(NAMED)
        .filter(|more| *more > 0)
    {
        let _ = writeln!(text, "  and {more} more");
    }
    if let Some(verdict) = verdict {
        let _ = writeln!(text, "{verdict}");
    }
    let _ = writeln!(text, "done in {:.2} s", time.as_secs_f64());
    text
}
