//! The command `generate`: from an OpenAPI document to a client crate.

mod changes;
mod job;
mod patch;
mod summary;
mod write;

use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use openapi_crate::diagnostic::Level;
use openapi_crate::{Selector, generate};

use self::changes::Changes;
use self::job::Job;
use crate::diagnostic::Diagnostic;
use crate::package_name;
use crate::program::Program;
use crate::reporter::{MessageFormat, Reporter};

/// Writes the client crate of an OpenAPI document.
///
/// With --spec, --out and --name: the crate of any document. With --config: the crate that settings name, a file of TOML
/// with `document`, `overlays`, `output`, `package`, `include`, `exclude` and `regenerate`.
///
/// The generator owns the crate's `src/`. A Cargo.toml is written where there is none. Files are written only where their
/// content changes, and all or none: a run that fails leaves everything as it was.
///
/// Exit codes: 0 done, 1 the check or the input failed, 2 wrong usage.
#[derive(Args)]
pub(crate) struct Generate {
    /// Write nothing; print a unified diff and exit with 1 if the crate is stale
    #[arg(long)]
    check: bool,

    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,

    /// Leave out operations and schemas that are wrong, with a warning, instead of failing
    #[arg(long)]
    keep_going: bool,

    /// The format of diagnostics
    ///
    /// For people they go to standard error, and the result to standard output. With `json` and `github`, they go to
    /// standard output, and nothing else does: the result, the counts and the diff of --check go to standard error.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    message_format: MessageFormat,

    /// The settings; the names in them are relative to their folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with_all = ["spec", "out", "name", "overlay"])]
    config: Option<String>,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    any_document: AnyDocument,
}

/// Selectors that are added to those of the settings.
#[derive(Args)]
#[command(next_help_heading = "Selecting operations")]
struct Selection {
    /// Generate these operations alone: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` matches any characters;
    /// may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    include: Vec<Selector>,

    /// Leave these operations out, even of those included; may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    exclude: Vec<Selector>,
}

/// A document, and what else the settings would name.
#[derive(Args)]
#[command(next_help_heading = "Any document")]
struct AnyDocument {
    /// The OpenAPI document
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "out", requires = "name")]
    spec: Option<String>,

    /// The folder of the crate; a Cargo.toml that it has is kept
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "spec")]
    out: Option<String>,

    /// The crate's name
    #[arg(long, value_name = "PACKAGE", value_parser = package_name::parse)]
    #[arg(requires = "spec")]
    name: Option<String>,

    /// An OpenAPI Overlay document to apply first; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "spec")]
    overlay: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Generate, program: &Program) -> ExitCode {
    let reporter = Reporter::new(arguments.message_format);
    let mut diagnostics = Vec::new();
    match try_to_run(arguments, program, reporter, &mut diagnostics) {
        Ok(result) => {
            reporter.diagnostics(&diagnostics);
            reporter.result(&result);
            ExitCode::SUCCESS
        }
        Err(fatal) => {
            diagnostics.extend(fatal);
            reporter.diagnostics(&diagnostics);
            ExitCode::FAILURE
        }
    }
}

/// The run itself. Yields the summary of a success, or the errors that made the run fail besides those of the document,
/// which are in `diagnostics` either way.
fn try_to_run(
    arguments: &Generate,
    program: &Program,
    reporter: Reporter,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<String, Vec<Diagnostic>> {
    let start = Instant::now();
    let job = Job::new(arguments, program).map_err(|diagnostic| vec![diagnostic])?;
    let outcome = generate(&job.input, &job.files);
    // Large trees, which the end of the process gives back at once.
    let (api, sources) = (
        ManuallyDrop::new(outcome.api),
        ManuallyDrop::new(outcome.sources),
    );
    diagnostics.extend(
        outcome
            .diagnostics
            .iter()
            .map(|diagnostic| Diagnostic::of(diagnostic, &sources)),
    );
    if arguments.deny_warnings {
        for diagnostic in &mut *diagnostics {
            diagnostic.level = Level::Error;
        }
    }
    let failed = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.level == Level::Error);
    let output = outcome.output.filter(|_| !failed).ok_or_else(Vec::new)?;
    let changes = Changes::between(&job.files, &job.crate_folder, &output)?;
    if arguments.check && !changes.changes.is_empty() {
        reporter.result(&patch::render(&job.crate_folder, &changes.changes));
        return Err(vec![job.stale(&changes)]);
    }
    write::write(
        &job.files.path(&job.crate_folder),
        &job.crate_folder,
        &changes.changes,
    )
    .map_err(|diagnostic| vec![diagnostic])?;
    // A crate that was not there has no callers to tell.
    let had_callers = changes.changes.iter().any(|change| change.old.is_some());
    let verdict = api
        .as_ref()
        .filter(|_| had_callers)
        .and_then(|api| job.verdict(api));
    Ok(summary::render(
        &job,
        &output,
        &changes,
        verdict.as_deref(),
        start.elapsed(),
    ))
}
