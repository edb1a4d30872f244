//! Renders the summary of a run: the size of the document, the changed files, and the effect on callers.

use std::time::Duration;

use annotate_snippets::renderer::AnsiColor;
use openapi_crate::Output;
use openapi_crate::model::Api;

use super::changes::Changes;
use super::hosts::hosts_with_credentials;
use super::job::Job;
use super::next_steps::next_steps;
use crate::reporter::count;
use crate::visible::Text;

/// The maximum number of changed files in the summary.
const NAMED: usize = 12;

/// Renders the summary of a client with colours.
pub(super) fn render(
    job: &Job,
    output: &Output,
    changes: &Changes<'_>,
    api: Option<&Api>,
    verdict: Option<&str>,
    text: &mut Text,
) {
    let (operations, types) = (
        count(output.operations, "operation"),
        count(output.types, "type"),
    );
    text.line(&format!("{}: {operations}, {types}", job.input.document));
    let mut counted = changes.counted(["changed", "added", "removed"]);
    if counted.is_empty() {
        counted = format!("{} unchanged", count(changes.unchanged, "file"));
    } else if changes.unchanged > 0 {
        counted.push_str(&format!(", {} unchanged", changes.unchanged));
    }
    text.line(&format!("{}/: {counted}", job.crate_folder));
    for change in changes.changes.iter().take(NAMED) {
        let (sign, style) = match (&change.old, &change.new) {
            (None, _) => ("+", AnsiColor::Green.on_default()),
            (Some(_), Some(_)) => ("~", AnsiColor::Yellow.on_default()),
            (Some(_), None) => ("-", AnsiColor::Red.on_default()),
        };
        text.push("  ");
        text.styled(style, sign);
        text.line(&format!(" {}", change.path));
    }
    if let Some(more) = changes
        .changes
        .len()
        .checked_sub(NAMED)
        .filter(|more| *more > 0)
    {
        text.line(&format!("  and {more} more"));
    }
    if !changes.settings.is_empty() {
        text.line(&format!(
            "added to the package in Cargo.toml: {}",
            changes.settings.join(", ")
        ));
    }
    if !changes.features.is_empty() {
        text.line(&format!(
            "added to the features in Cargo.toml: {}",
            changes.features.join(", ")
        ));
    }
    if !changes.dependencies.is_empty() {
        text.line(&format!(
            "added to the dependencies in Cargo.toml: {}",
            changes.dependencies.join(", ")
        ));
    }
    let hosts = api.map(hosts_with_credentials).unwrap_or_default();
    if hosts.len() > 1 {
        let shown: Vec<&str> = hosts.iter().take(NAMED).map(String::as_str).collect();
        let more = if hosts.len() > NAMED { ", …" } else { "" };
        text.line(&format!(
            "credentials are sent to {} hosts: {}{more}",
            hosts.len(),
            shown.join(", ")
        ));
    }
    if let Some(verdict) = verdict {
        text.line(verdict);
    }
    next_steps(job, output, changes, api, text);
}

/// Renders the time of the run.
pub(super) fn time(time: Duration, text: &mut Text) {
    text.line(&format!("done in {:.2} s", time.as_secs_f64()));
}
