//! The command `diff`: shows how a document change affects callers of the crate.

mod arguments;
mod crate_version;
mod git;
mod since_head;
mod source;
mod verdict;

use std::process::ExitCode;

use openapi_crate::diagnostic::Level;
use openapi_crate::diff::{Bump, diff};
use openapi_crate::{Reading, read};

pub(crate) use self::arguments::Diff;
use self::arguments::{FailOn, Format};
pub(crate) use self::since_head::since_head;
use self::source::Sources;
use self::verdict::{Side, Verdict, json, markdown, table};
use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::reporter::{self, Reporter};

/// Runs the command.
pub(crate) fn run(arguments: &Diff, program: &Program) -> ExitCode {
    let Sources { base, new } = match Sources::of(arguments, program) {
        Ok(sources) => sources,
        Err(diagnostic) => return fail(&[diagnostic]),
    };
    let (before, after) = (
        read(&base.input, &*base.files),
        read(&new.input, &*new.files),
    );
    let mut errors_found = errors(&before, Some(&base.label));
    errors_found.extend(errors(&after, None));
    let (Some(one), Some(other)) = (&before.api, &after.api) else {
        return fail(&errors_found);
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
    let reporter = Reporter::default();
    match arguments.format {
        Format::Table => reporter.result(&table::render(&verdict)),
        Format::Markdown => reporter.result(&markdown::render(&verdict, program.name)),
        Format::Json => reporter::json(&json::render(&verdict)),
    }
    match arguments.fail_on {
        Some(FailOn::Breaking) if verdict.diff.bump() == Bump::Major => ExitCode::FAILURE,
        Some(FailOn::Breaking) | None => ExitCode::SUCCESS,
    }
}

fn fail(diagnostics: &[Diagnostic]) -> ExitCode {
    Reporter::default().diagnostics(diagnostics);
    ExitCode::FAILURE
}

/// The errors of a version. Warnings are omitted, since `generate` prints them.
fn errors(reading: &Reading, base: Option<&str>) -> Vec<Diagnostic> {
    let errors = reading
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error);
    errors
        .map(|diagnostic| {
            let diagnostic = Diagnostic::of(diagnostic, &reading.sources);
            match base {
                Some(base) => diagnostic.remark(&format!("in the base, `{base}`")),
                None => diagnostic,
            }
        })
        .collect()
}
