//! The command `generate`: generates a client crate from an OpenAPI document.

mod arguments;
mod changes;
mod hosts;
mod job;
mod manifest;
mod patch;
mod recovery;
mod summary;
mod write;

use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::Instant;

use openapi_crate::diagnostic::Level;
use openapi_crate::generate;

pub(crate) use self::arguments::Generate;
use self::changes::Changes;
use self::job::Job;
use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::reporter::{self, Reporter};
use crate::visible::Text;

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
        Err(failure) => {
            diagnostics.extend(failure.diagnostics);
            reporter.diagnostics(&diagnostics);
            if let Some(hint) = failure.hint {
                reporter::hint(&hint);
            }
            ExitCode::FAILURE
        }
    }
}

/// Why nothing was written.
#[derive(Default)]
struct Failure {
    /// The errors other than those of the document.
    diagnostics: Vec<Diagnostic>,
    /// A sentence about an option that would help.
    hint: Option<String>,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic].into()
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            hint: None,
        }
    }
}

/// Runs the command. Returns the summary, or the errors other than those of the document, which are added to
/// `diagnostics` in both cases.
fn try_to_run(
    arguments: &Generate,
    program: &Program,
    reporter: Reporter,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Text, Failure> {
    let start = Instant::now();
    let job = Job::new(arguments, program)?;
    let outcome = generate(&job.input, &job.files);
    let hint = (outcome.output.is_none() && !arguments.deny_warnings)
        .then(|| recovery::hint(&job.input, &job.files, &outcome))
        .flatten();
    // Large trees, which are freed faster by the end of the process.
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
    let output = outcome.output.filter(|_| !failed).ok_or(Failure {
        diagnostics: Vec::new(),
        hint,
    })?;
    let changes = Changes::between(&job.files, &job.crate_folder, &output)?;
    if arguments.check && !changes.changes.is_empty() {
        reporter.result(&patch::render(&job.crate_folder, &changes.changes));
        return Err(job.stale(&changes).into());
    }
    write::write(
        &job.files.path(&job.crate_folder),
        &job.crate_folder,
        &changes.changes,
    )?;
    // A new crate has no callers.
    let had_callers = changes.changes.iter().any(|change| change.old.is_some());
    let verdict = api
        .as_ref()
        .filter(|_| had_callers)
        .and_then(|api| job.verdict(api));
    Ok(summary::render(
        &job,
        &output,
        &changes,
        api.as_ref(),
        verdict.as_deref(),
        start.elapsed(),
    ))
}
