//! Renders the next steps after a run: those for a new crate or module, and the dependencies that a manifest lacks.

use std::fs;

use openapi_crate::Output;
use openapi_crate::dependency::{missing, missing_crates, renamed, renaming};
use openapi_crate::model::Api;

use super::changes::Changes;
use super::job::Job;
use super::workspace::Workspace;
use crate::shell;
use crate::visible::Text;

/// Renders the next steps.
pub(super) fn next_steps(
    job: &Job,
    output: &Output,
    changes: &Changes<'_>,
    api: Option<&Api>,
    text: &mut Text,
) {
    let is_new = |path: &str| {
        let mut changes = changes.changes.iter();
        changes.any(|change| change.path == path && change.old.is_none())
    };
    if !job.is_crate() {
        of_module(job, output, api, is_new("mod.rs"), text);
        return;
    }
    let name = format!("{}/Cargo.toml", job.crate_folder);
    let manifest = fs::read_to_string(job.files.path(&name)).unwrap_or_default();
    let crates = crates(&manifest, "", api);
    if is_new("Cargo.toml") {
        of_new_crate(job, &name, &crates, changes.workspace.as_ref(), text);
    } else {
        for (added, path) in crates {
            let command = add(&added, Some(&name));
            text.line(&format!(
                "{name} lacks the crate of `{path}`; add it, such as with `{command}`"
            ));
        }
    }
}

fn of_new_crate(
    job: &Job,
    manifest: &str,
    crates: &[(String, String)],
    workspace: Option<&Workspace>,
    text: &mut Text,
) {
    text.line("next:");
    if let Some(Workspace {
        manifest: root,
        member,
        is_member: false,
    }) = workspace
    {
        text.line(&format!(
            "  to use the crate in the workspace of {root}, add `{member}` to its `members`, and remove `[workspace]` from {manifest}"
        ));
    }
    for (added, path) in crates {
        let command = add(added, Some(manifest));
        text.line(&format!(
            "  add the crate of `{path}` to {manifest}, such as with `{command}`"
        ));
    }
    let doc = ["cargo", "doc", "--open", "--manifest-path", manifest];
    text.line(&format!("  {}", shell::line(&doc)));
    let add = ["cargo", "add", "--path", &job.crate_folder];
    text.line(&format!("  {}", shell::line(&add)));
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
}

fn of_module(job: &Job, output: &Output, api: Option<&Api>, is_new: bool, text: &mut Text) {
    let around = job.manifest_around();
    if !is_new && around.is_none() {
        return;
    }
    let folder = &job.crate_folder;
    if is_new {
        let declaration = declaration(job);
        text.line("next:");
        text.line(&format!(
            "  declare the module, such as `{declaration}`, in the crate around {folder}/"
        ));
    }
    let (name, manifest) = around
        .map(|(name, manifest)| (Some(name), manifest))
        .unwrap_or_default();
    let shown = name.as_deref().unwrap_or("the Cargo.toml of that crate");
    let lines = missing(&manifest, &output.dependencies);
    if !lines.is_empty() {
        text.line(&if is_new {
            format!("  add its dependencies to {shown}:")
        } else {
            format!("{shown} lacks dependencies of this module; add:")
        });
        for line in lines.lines() {
            text.line(&format!("    {line}"));
        }
    }
    for (renamed, package) in renamed(&manifest, &output.dependencies) {
        let line = renaming(folder, &renamed, &package);
        text.line(&if is_new { format!("  {line}") } else { line });
    }
    for (added, path) in crates(&manifest, &output.dependencies, api) {
        let command = add(&added, name.as_deref());
        text.line(&if is_new {
            format!("  add the crate of `{path}` to {shown}, such as with `{command}`")
        } else {
            format!("{shown} lacks the crate of `{path}`; add it, such as with `{command}`")
        });
    }
}

/// The declaration of a module, with its path if its folder has no name for one, such as `my-api`.
fn declaration(job: &Job) -> String {
    let path = std::path::absolute(job.files.path(&job.crate_folder)).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if syn::parse_str::<syn::Ident>(&name).is_ok() {
        return format!("pub mod {name};");
    }
    let module = job.input.package.replace('-', "_");
    format!("#[path = {:?}] pub mod {module};", format!("{name}/mod.rs"))
}

/// The crates of the user's types and traits that a manifest lacks, each with the path of one of them.
fn crates(manifest: &str, needed: &str, api: Option<&Api>) -> Vec<(String, String)> {
    api.map(|api| missing_crates(manifest, needed, api))
        .unwrap_or_default()
}

/// The command that adds a crate of a registry.
fn add(name: &str, manifest: Option<&str>) -> String {
    let to: Vec<&str> = manifest
        .map(|manifest| ["--manifest-path", manifest])
        .into_iter()
        .flatten()
        .collect();
    shell::line(&[&["cargo", "add", name], to.as_slice()].concat())
}
