//! The command `diff`: what a change of a document does to the callers of the crate.

mod crate_version;
mod git;
mod since_head;
mod source;
mod verdict;

use std::process::ExitCode;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, ValueEnum};
use openapi_crate::diagnostic::Level;
use openapi_crate::diff::{Bump, diff};
use openapi_crate::{Reading, read};

pub(crate) use self::since_head::since_head;
use self::source::Sources;
use self::verdict::{Side, Verdict, json, markdown, table};
use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::reporter::Reporter;

/// What a document is compared with unless something else is named.
const HEAD: &str = "HEAD";

/// Says what a change of a document does to the Rust API, and which version the crate needs.
///
/// With OLD and NEW: compares these documents. Otherwise: compares the document that the settings or --spec name with the
/// same document in a revision, or with another file. Operations, arguments, types, fields, errors, defaults and the wire
/// format are compared.
///
/// Exit codes: 0 done, 1 the input failed or --fail-on applies, 2 wrong usage.
#[derive(Args)]
#[command(group = ArgGroup::new("any-document").args(["old", "spec"]))]
pub(crate) struct Diff {
    /// The OpenAPI document as it was
    #[arg(value_name = "OLD", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "new", conflicts_with_all = ["base", "spec", "config"])]
    old: Option<String>,

    /// The OpenAPI document as it is
    #[arg(value_name = "NEW", value_parser = NonEmptyStringValueParser::new())]
    new: Option<String>,

    /// A revision, or another file with the document as it was; a file of that name goes first
    #[arg(long, value_name = "REV-OR-FILE", value_parser = NonEmptyStringValueParser::new(), default_value = HEAD)]
    base: String,

    /// An overlay for OLD, or for a --base that is a file, instead of those in the settings; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    base_overlay: Vec<String>,

    /// The format of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Exit with 1 if there is such a change
    #[arg(long, value_enum, value_name = "EFFECT")]
    fail_on: Option<FailOn>,

    /// The settings; the names in them are relative to their folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with = "spec")]
    config: Option<String>,

    /// The OpenAPI document
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(help_heading = "Any document")]
    spec: Option<String>,

    /// An OpenAPI Overlay document to apply first to the new document; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new(), requires = "any-document")]
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
    Reporter::default().result(&match arguments.format {
        Format::Table => table::render(&verdict),
        Format::Markdown => markdown::render(&verdict, program.name),
        Format::Json => json::render(&verdict),
    });
    match arguments.fail_on {
        Some(FailOn::Breaking) if verdict.diff.bump() == Bump::Major => ExitCode::FAILURE,
        Some(FailOn::Breaking) | None => ExitCode::SUCCESS,
    }
}

fn fail(diagnostics: &[Diagnostic]) -> ExitCode {
    Reporter::default().diagnostics(diagnostics);
    ExitCode::FAILURE
}

/// The errors that keep a version from being compared; its warnings are for `generate` to print.
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
