//! The command `generate`: generates a client crate from an OpenAPI document.

mod arguments;
mod changes;
mod dependency;
mod features;
mod hosts;
mod job;
mod manifest;
mod metadata;
mod next_steps;
mod obstacles;
mod package;
mod patch;
mod recovery;
mod summary;
mod workspace;
mod write;

use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::Instant;

use openapi_crate::dependency::runtime_name;
use openapi_crate::diagnostic::Level;
use openapi_crate::model::Api;
use openapi_crate::{Output, generate};

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
    let jobs = Job::all(arguments, program).map_err(|diagnostic| vec![diagnostic])?;
    // All of them, so that one run reports the diagnostics of all documents.
    let runs: Vec<_> = jobs
        .iter()
        .map(|job| run_job(job, arguments, diagnostics))
        .collect();
    let outcomes = runs.into_iter().collect::<Result<Vec<_>, _>>()?;
    let all = compare(&jobs, &outcomes, arguments, diagnostics)?;
    let jobs_and_changes = || jobs.iter().zip(&all);
    if arguments.check {
        let stale: Vec<_> = jobs_and_changes()
            .filter(|(_, changes)| !changes.changes.is_empty())
            .collect();
        for (job, changes) in &stale {
            reporter.result(&patch::render(&job.crate_folder, changes));
        }
        if !stale.is_empty() {
            let stale = stale.into_iter();
            let stale: Vec<_> = stale.map(|(job, changes)| job.stale(changes)).collect();
            return Err(stale.into());
        }
    }
    let folders: Vec<_> = jobs_and_changes()
        .map(|(job, changes)| write::Folder {
            path: job.files.path(&job.crate_folder),
            name: &job.crate_folder,
            changes: &changes.changes,
        })
        .collect();
    write::write(&folders).map_err(|diagnostic| vec![diagnostic])?;
    let mut text = Text::default();
    for ((job, changes), (output, api)) in jobs_and_changes().zip(&outcomes) {
        // A new crate has no callers.
        let had_callers = changes.changes.iter().any(|change| change.old.is_some());
        let api = api.as_ref();
        let verdict = api
            .filter(|_| had_callers)
            .and_then(|api| job.verdict(arguments, api));
        summary::render(job, output, changes, api, verdict.as_deref(), &mut text);
    }
    summary::time(start.elapsed(), &mut text);
    Ok(text)
}

/// A generated client.
type Generated = (Output, ManuallyDrop<Option<Api>>);

/// Compares the clients with their folders, and adds the warnings about settings that have no effect there.
fn compare<'a>(
    jobs: &[Job],
    generated: &'a [Generated],
    arguments: &Generate,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Changes<'a>>, Failure> {
    let mut all = Vec::new();
    let mut obstacles = Vec::new();
    for (job, (output, _)) in jobs.iter().zip(generated) {
        match job.changes(output) {
            Ok(changes) => {
                diagnostics.extend(job.unused_settings(&changes, jobs));
                all.push(changes);
            }
            Err(found) => obstacles.extend(found),
        }
    }
    if !obstacles.is_empty() {
        return Err(obstacles.into());
    }
    if arguments.deny_warnings && !diagnostics.is_empty() {
        for diagnostic in diagnostics.iter_mut() {
            diagnostic.level = Level::Error;
        }
        return Err(Failure::default());
    }
    Ok(all)
}

/// Generates a client and adds its diagnostics. Fails if any is an error.
fn run_job(
    job: &Job,
    arguments: &Generate,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Generated, Failure> {
    let mut input = job.input.clone();
    let around = job.manifest_around().filter(|_| !job.is_crate());
    if let Some(name) = around.and_then(|(_, manifest)| runtime_name(&manifest)) {
        input.target.runtime_name = name;
    }
    let outcome = generate(&input, &job.documents);
    let hint = (outcome.output.is_none() && !arguments.deny_warnings)
        .then(|| recovery::hint(&job.input, &job.documents, &outcome))
        .flatten();
    // Large trees, which are freed faster by the end of the process.
    let (api, sources) = (
        ManuallyDrop::new(outcome.api),
        ManuallyDrop::new(outcome.sources),
    );
    let level = |level: Level| {
        if arguments.deny_warnings {
            Level::Error
        } else {
            level
        }
    };
    let mut failed = false;
    for diagnostic in &outcome.diagnostics {
        let mut shown = Diagnostic::of(diagnostic, &sources);
        shown.level = level(shown.level);
        failed |= shown.level == Level::Error;
        diagnostics.push(shown);
    }
    let output = outcome.output.filter(|_| !failed).ok_or(Failure {
        diagnostics: Vec::new(),
        hint,
    })?;
    Ok((output, api))
}
