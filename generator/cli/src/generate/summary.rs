//! Renders the summary of a run: the size of the document, the changed files, and the effect on callers.

use std::time::Duration;

use annotate_snippets::renderer::AnsiColor;
use openapi_crate::Output;
use openapi_crate::dependency::missing;
use openapi_crate::model::Api;

use super::changes::Changes;
use super::hosts::hosts_with_credentials;
use super::job::Job;
use crate::reporter::count;
use crate::shell;
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
    next_steps(job, output, changes, text);
}

/// Renders the next steps for a new crate or module.
fn next_steps(job: &Job, output: &Output, changes: &Changes<'_>, text: &mut Text) {
    let is_new = |path: &str| {
        let mut changes = changes.changes.iter();
        changes.any(|change| change.path == path && change.old.is_none())
    };
    let folder = &job.crate_folder;
    if job.is_crate() && is_new("Cargo.toml") {
        let manifest = format!("{folder}/Cargo.toml");
        text.line("next:");
        text.line(&format!(
            "  {}",
            shell::line(&["cargo", "doc", "--open", "--manifest-path", &manifest])
        ));
        text.line(&format!(
            "  {}",
            shell::line(&["cargo", "add", "--path", folder])
        ));
        let metadata = &job.input.target.metadata;
        let unset: Vec<&str> = [
            ("`license`", &metadata.license),
            ("`repository`", &metadata.repository),
        ]
        .into_iter()
        .filter(|(_, value)| value.is_none())
        .map(|(name, _)| name)
        .collect();
        if !unset.is_empty() {
            let unset = unset.join(" and ");
            text.line(&format!(
                "  before publishing the crate, set {unset} in {manifest}"
            ));
        }
    } else if !job.is_crate() && is_new("mod.rs") {
        let module = folder
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .replace('-', "_");
        text.line("next:");
        text.line(&format!(
            "  declare the module, such as `pub mod {module};`, in the crate around {folder}/"
        ));
        let lacking = match job.manifest_around() {
            Some((name, manifest)) => (name, missing(&manifest, &output.dependencies)),
            None => (
                "the Cargo.toml of that crate".to_owned(),
                output.dependencies.clone(),
            ),
        };
        if let (name, lines) = lacking
            && !lines.is_empty()
        {
            text.line(&format!("  add its dependencies to {name}:"));
            indented(&lines, text);
        }
    } else if !job.is_crate()
        && let Some((name, manifest)) = job.manifest_around()
    {
        let lines = missing(&manifest, &output.dependencies);
        if !lines.is_empty() {
            text.line(&format!("{name} lacks dependencies of this module; add:"));
            indented(&lines, text);
        }
    }
}

fn indented(lines: &str, text: &mut Text) {
    for line in lines.lines() {
        text.line(&format!("    {line}"));
    }
}

/// Renders the time of the run.
pub(super) fn time(time: Duration, text: &mut Text) {
    text.line(&format!("done in {:.2} s", time.as_secs_f64()));
}
