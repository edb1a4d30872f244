//! `cargo xtask diff`: what a change of the document does to the callers of the crate.

mod crate_version;
mod git;
mod verdict;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use openapi_crate::diagnostic::Level;
use openapi_crate::diff::{Bump, diff};
use openapi_crate::model::Api;
use openapi_crate::{Files, Input, Reading, read};

use crate::diagnostic::Complaint;
use crate::diagnostic::json::MessageFormat;
use crate::diff::git::{Revision, Unreadable};
use crate::diff::verdict::{Side, Verdict, json, markdown, table};
use crate::file_system::{FileSystem, with_slashes};
use crate::reporter::Report;
use crate::{config, program};

/// What the document is compared with unless something else is named.
const HEAD: &str = "HEAD";

/// The package name where none matters.
const UNNAMED: &str = "api";

/// Says what a change of the document does to the Rust API, and which version the crate needs.
///
/// Compares the API of the document in spec/codegen.toml with that of the same document in a revision or in another file:
/// operations, arguments, types, fields, errors, defaults, and what goes over the wire. docs/diff.md has the rules.
///
/// Exit codes: 0 done, 1 the input failed or --fail-on applies, 2 wrong usage.
#[derive(Args)]
pub(crate) struct Diff {
    /// A revision, or another file with the document as it was; a file of that name goes first
    #[arg(long, value_name = "REV-OR-FILE", value_parser = NonEmptyStringValueParser::new(), default_value = HEAD)]
    base: String,

    /// An overlay for a --base that is a file, instead of those in spec/codegen.toml; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    base_overlay: Vec<String>,

    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Exit with 1 if there is such a change
    #[arg(long, value_enum, value_name = "EFFECT")]
    fail_on: Option<FailOn>,

    /// The OpenAPI document, instead of the one in spec/codegen.toml
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(help_heading = "Any document")]
    spec: Option<String>,

    /// An OpenAPI Overlay document to apply first; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new(), requires = "spec")]
    #[arg(help_heading = "Any document")]
    overlay: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// For a pull request
    Markdown,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// One that breaks callers
    Breaking,
}

/// A version of the documents: what it is called, what to read, and from where.
struct Source {
    label: String,
    input: Input,
    files: Box<dyn Files>,
    /// The version of the crate, where there is one.
    version: Option<String>,
}

/// Runs the subcommand.
pub(crate) fn run(arguments: &Diff) -> ExitCode {
    let (base, new) = match sources(arguments) {
        Ok(sources) => sources,
        Err(complaint) => return fail(&[complaint]),
    };
    let (before, after) = (
        read(&base.input, &*base.files),
        read(&new.input, &*new.files),
    );
    let mut complaints = errors(&before, Some(&base.label));
    complaints.extend(errors(&after, None));
    let (Some(one), Some(other)) = (&before.api, &after.api) else {
        return fail(&complaints);
    };
    let verdict = Verdict {
        diff: diff(one, other),
        base: Side {
            label: &base.label,
            sources: &before.sources,
        },
        new: Side {
            label: &new.label,
            sources: &after.sources,
        },
        version: base.version.as_deref(),
    };
    Report::new(MessageFormat::Human).print(&match arguments.format {
        Format::Table => table::render(&verdict),
        Format::Markdown => markdown::render(&verdict),
        Format::Json => json::render(&verdict),
    });
    match arguments.fail_on {
        Some(FailOn::Breaking) if verdict.diff.bump() == Bump::Major => ExitCode::FAILURE,
        Some(FailOn::Breaking) | None => ExitCode::SUCCESS,
    }
}

fn fail(complaints: &[Complaint]) -> ExitCode {
    Report::new(MessageFormat::Human).complain(complaints);
    ExitCode::FAILURE
}

/// What keeps a version from being compared; its warnings are for `codegen` to tell.
fn errors(reading: &Reading, base: Option<&str>) -> Vec<Complaint> {
    let errors = reading
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error);
    errors
        .map(|diagnostic| {
            let complaint = Complaint::of(diagnostic, &reading.sources);
            match base {
                Some(base) => complaint.remark(&format!("in the base, `{base}`")),
                None => complaint,
            }
        })
        .collect()
}

fn sources(arguments: &Diff) -> Result<(Source, Source), Complaint> {
    if let Some(spec) = &arguments.spec {
        let input = Input {
            document: with_slashes(spec),
            overlays: arguments
                .overlay
                .iter()
                .map(|overlay| with_slashes(overlay))
                .collect(),
            package: UNNAMED.to_owned(),
            ..Input::default()
        };
        let base = base_of_any_document(arguments, &input)?;
        let files = Box::new(FileSystem::new(""));
        return Ok((
            base,
            Source {
                label: input.document.clone(),
                input,
                files,
                version: None,
            },
        ));
    }
    let folder = program::find()?;
    let files = FileSystem::new(&folder);
    let config = config::read(program::SETTINGS, &files)?;
    let base = base_of_workspace(arguments, &folder, &config)?;
    let label = config.input.document.clone();
    Ok((
        base,
        Source {
            label,
            input: config.input,
            files: Box::new(files),
            version: None,
        },
    ))
}

fn base_of_any_document(arguments: &Diff, input: &Input) -> Result<Source, Complaint> {
    if Path::new(&arguments.base).is_file() {
        let input = Input {
            document: with_slashes(&arguments.base),
            overlays: arguments
                .base_overlay
                .iter()
                .map(|overlay| with_slashes(overlay))
                .collect(),
            ..input.clone()
        };
        let files = Box::new(FileSystem::new(""));
        return Ok(Source {
            label: input.document.clone(),
            input,
            files,
            version: None,
        });
    }
    let revision = revision(arguments, Path::new(""))?;
    Ok(Source {
        label: arguments.base.clone(),
        input: input.clone(),
        files: Box::new(revision),
        version: None,
    })
}

fn base_of_workspace(
    arguments: &Diff,
    folder: &Path,
    config: &config::Config,
) -> Result<Source, Complaint> {
    if Path::new(&arguments.base).is_file() {
        let files = FileSystem::new(folder);
        let overlays = if arguments.base_overlay.is_empty() {
            config.input.overlays.clone()
        } else {
            arguments
                .base_overlay
                .iter()
                .map(|overlay| name_in(folder, overlay))
                .collect()
        };
        let input = Input {
            document: name_in(folder, &arguments.base),
            overlays,
            // The same package, and the same operations of it.
            ..config.input.clone()
        };
        let version = crate_version::read(&config.output, &files);
        return Ok(Source {
            label: with_slashes(&arguments.base),
            input,
            files: Box::new(files),
            version,
        });
    }
    let revision = revision(arguments, folder)?;
    let config = config::read(program::SETTINGS, &revision)
        .map_err(|complaint| complaint.remark(&format!("in the base, `{}`", arguments.base)))?;
    let version = crate_version::read(&config.output, &revision);
    Ok(Source {
        label: arguments.base.clone(),
        input: config.input,
        files: Box::new(revision),
        version,
    })
}

/// A name that the user wrote where they stand, as it is from the workspace's folder.
fn name_in(folder: &Path, name: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let same = |one: &Path, other: &Path| {
        let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        canonical(one) == canonical(other)
    };
    if same(&here, folder) {
        return with_slashes(name);
    }
    here.join(name)
        .to_str()
        .map_or_else(|| with_slashes(name), with_slashes)
}

fn revision(arguments: &Diff, folder: &Path) -> Result<Revision, Complaint> {
    let base = &arguments.base;
    if !arguments.base_overlay.is_empty() {
        let message = format!("`{base}` is no file, and a revision has overlays of its own");
        return Err(Complaint::error("invalid-base", message).help("leave `--base-overlay` out"));
    }
    Revision::find(folder, base).map_err(|unreadable| {
        let named = "name a file with the document as it was: `--base FILE`";
        match unreadable {
            Unreadable::GitMissing(error) => {
                Complaint::error("unreadable-base", format!("`git` cannot be run: {error}")).help(named)
            }
            Unreadable::OutsideRepository => {
                let message = format!("`{base}` is no file, and there is no git repository here");
                Complaint::error("unreadable-base", message).help(named)
            }
            Unreadable::UnknownRevision => {
                let message = format!("`{base}` is neither a file nor a revision");
                Complaint::error("unreadable-base", message).help(
                    "a revision is a branch, a tag or a commit; a clone in CI may lack all but the newest",
                )
            }
        }
    })
}

/// The verdict in one line on what differs from the last commit; `None` where nothing does, or where nobody can tell.
pub(crate) fn since_head(
    folder: &Path,
    input: &Input,
    settings: Option<&str>,
    api: &Api,
) -> Option<String> {
    let revision = Revision::find(folder, HEAD).ok()?;
    let (input, version) = match settings {
        // The settings of then name the documents of then.
        Some(settings) => {
            let config = config::read(settings, &revision).ok()?;
            let version = crate_version::read(&config.output, &revision);
            (config.input, version)
        }
        None => (input.clone(), None),
    };
    let base = read(&input, &revision);
    let diff = diff(base.api.as_ref()?, api);
    let verdict = Verdict {
        diff,
        base: Side {
            label: HEAD,
            sources: &base.sources,
        },
        new: Side {
            label: "",
            sources: &base.sources,
        },
        version: version.as_deref(),
    };
    (!verdict.diff.changes.is_empty()).then(|| verdict.line())
}
