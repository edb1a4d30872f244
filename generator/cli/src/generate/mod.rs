//! The command `generate`: generates a client crate from an OpenAPI document.

mod arguments;
mod changes;
mod hosts;
mod job;
mod manifest;
mod patch;
mod summary;
mod write;

use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::Instant;

use openapi_crate::diagnostic::Level;
use openapi_crate::model::Api;
use openapi_crate::{Output, generate};

pub(crate) use self::arguments::Generate;
use self::changes::Changes;
use self::job::Job;
use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::reporter::Reporter;
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
        Err(fatal) => {
            diagnostics.extend(fatal);
            reporter.diagnostics(&diagnostics);
            ExitCode::FAILURE
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
) -> Result<Text, Vec<Diagnostic>> {
    let start = Instant::now();
    let jobs = Job::all(arguments, program).map_err(|diagnostic| vec![diagnostic])?;
    let outcomes: Vec<_> = jobs
        .iter()
        .map(|job| run_job(job, arguments, diagnostics))
        .collect();
    let outcomes: Option<Vec<_>> = outcomes.into_iter().collect();
    let outcomes = outcomes.ok_or_else(Vec::new)?;
    let mut all = Vec::new();
    let mut obstacles = Vec::new();
    for (job, (output, _)) in jobs.iter().zip(&outcomes) {
        match job.changes(output) {
            Ok(changes) => all.push(changes),
            Err(found) => obstacles.extend(found),
        }
    }
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let jobs_and_changes = || jobs.iter().zip(&all);
    if arguments.check {
        let stale: Vec<_> = jobs_and_changes()
            .filter(|(_, changes)| !changes.changes.is_empty())
            .collect();
        for (job, changes) in &stale {
            reporter.result(&patch::render(&job.crate_folder, &changes.changes));
        }
        if !stale.is_empty() {
            let stale = stale.into_iter();
            return Err(stale.map(|(job, changes)| job.stale(changes)).collect());
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
        let verdict = api.filter(|_| had_callers).and_then(|api| job.verdict(api));
        summary::render(job, output, changes, api, verdict.as_deref(), &mut text);
    }
    summary::time(start.elapsed(), &mut text);
    Ok(text)
}

/// Generates a client and adds its diagnostics. Returns `None` if any is an error.
fn run_job(
    job: &Job,
    arguments: &Generate,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Output, ManuallyDrop<Option<Api>>)> {
    let outcome = generate(&job.input, &job.documents);
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
    let output = outcome.output.filter(|_| !failed)?;
    Some((output, api))
}
