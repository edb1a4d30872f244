//! `cargo xtask codegen`: from an OpenAPI document to a client crate.

mod changes;
mod patch;
mod write;

use std::fmt::Write as _;
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use annotate_snippets::renderer::AnsiColor;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use openapi_crate::diagnostic::Level;
use openapi_crate::model::Api;
use openapi_crate::{Input, Output, Selector, generate};

use crate::diagnostic::Complaint;
use crate::diagnostic::json::MessageFormat;
use crate::file_system::{FileSystem, with_slashes};
use crate::generate::changes::{Changes, Manifest};
use crate::reporter::{Report, count};
use crate::{config, diff, explain, package_name, program, shell};

/// How many changed files the summary names.
const NAMED: usize = 12;

/// Writes the client crate of an OpenAPI document.
///
/// With no options: reads spec/codegen.toml and writes the `src/` of the crate it names. With --spec, --out and --name:
/// writes a whole crate (Cargo.toml, src/) for any document.
///
/// Files are written only where their content changes, and all or none: a run that fails leaves everything as it was.
///
/// Exit codes: 0 done, 1 the check or the input failed, 2 wrong usage.
#[derive(Args)]
pub(crate) struct Codegen {
    /// Write nothing; print a unified diff and exit with 1 if the crate is stale
    #[arg(long)]
    check: bool,

    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,

    /// Leave out operations and schemas that are wrong, with a warning, instead of failing
    #[arg(long)]
    keep_going: bool,

    /// How complaints are written
    ///
    /// For people they go to standard error, and the result to standard output. With `json` and `github`, they go to
    /// standard output, and nothing else does: the result, the counts and the diff of --check go to standard error.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    message_format: MessageFormat,

    /// Say what the code of a complaint means, with an example and the cure; `all` for every code
    #[arg(long, value_name = "CODE", exclusive = true, value_parser = explain::parse)]
    explain: Option<explain::Codes>,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    any_document: AnyDocument,
}

/// What is given here comes on top of the settings.
#[derive(Args)]
#[command(next_help_heading = "Selecting operations")]
struct Selection {
    /// Generate these operations alone: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` stands for any text; may
    /// be given more than once
    #[arg(long, value_name = "SELECTOR")]
    include: Vec<Selector>,

    /// Leave these operations out, even of those included; may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    exclude: Vec<Selector>,
}

#[derive(Args)]
#[command(next_help_heading = "Any document")]
struct AnyDocument {
    /// The OpenAPI document, instead of the one in spec/codegen.toml
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

/// One run, whichever way it was asked for.
struct Job {
    files: FileSystem,
    input: Input,
    crate_folder: String,
    manifest: Manifest,
    /// What to do about a stale crate.
    mend: &'static str,
}

/// Runs the subcommand.
pub(crate) fn run(arguments: &Codegen) -> ExitCode {
    let report = Report::new(arguments.message_format);
    if let Some(codes) = arguments.explain {
        report.print(&explain::render(codes));
        return ExitCode::SUCCESS;
    }
    let mut complaints = Vec::new();
    match attempt(arguments, report, &mut complaints) {
        Ok(result) => {
            report.complain(&complaints);
            report.print(&result);
            ExitCode::SUCCESS
        }
        Err(fatal) => {
            complaints.extend(fatal);
            report.complain(&complaints);
            ExitCode::FAILURE
        }
    }
}

/// The run itself: what to say of its success, or the complaints that made it fail, behind those about the document.
fn attempt(
    arguments: &Codegen,
    report: Report,
    complaints: &mut Vec<Complaint>,
) -> Result<String, Vec<Complaint>> {
    let start = Instant::now();
    let mut job = job(arguments).map_err(|complaint| vec![complaint])?;
    job.input
        .include
        .extend(arguments.selection.include.iter().cloned());
    job.input
        .exclude
        .extend(arguments.selection.exclude.iter().cloned());
    job.input.keep_going = arguments.keep_going;
    let outcome = generate(&job.input, &job.files);
    // Large trees, which the end of the process gives back at once.
    let (api, sources) = (
        ManuallyDrop::new(outcome.api),
        ManuallyDrop::new(outcome.sources),
    );
    complaints.extend(
        outcome
            .diagnostics
            .iter()
            .map(|diagnostic| Complaint::of(diagnostic, &sources)),
    );
    if arguments.deny_warnings {
        for complaint in &mut *complaints {
            complaint.level = Level::Error;
        }
    }
    let failed = complaints
        .iter()
        .any(|complaint| complaint.level == Level::Error);
    let output = outcome.output.filter(|_| !failed).ok_or_else(Vec::new)?;
    let changes = Changes::between(&job.files, &job.crate_folder, &output, job.manifest)?;
    if arguments.check && !changes.changes.is_empty() {
        report.print(&patch::render(&job.crate_folder, &changes.changes));
        return Err(vec![job.stale(&changes)]);
    }
    write::write(
        &job.files.path(&job.crate_folder),
        &job.crate_folder,
        &changes.changes,
    )
    .map_err(|complaint| vec![complaint])?;
    // A crate that was not there has no callers to tell.
    let had_callers = changes.changes.iter().any(|change| change.old.is_some());
    let verdict = api
        .as_ref()
        .filter(|_| had_callers)
        .and_then(|api| job.verdict(api));
    Ok(job.summary(&output, &changes, verdict.as_deref(), start.elapsed()))
}

fn job(arguments: &Codegen) -> Result<Job, Complaint> {
    let AnyDocument {
        spec,
        out,
        name,
        overlay,
    } = &arguments.any_document;
    // The three are required together, by the attributes above.
    if let (Some(spec), Some(out), Some(name)) = (spec, out, name) {
        let crate_folder = with_slashes(out);
        let mut input = Input {
            document: with_slashes(spec),
            overlays: overlay
                .iter()
                .map(|overlay| with_slashes(overlay))
                .collect(),
            package: name.clone(),
            ..Input::default()
        };
        input.regenerate = command(&input, &crate_folder, arguments);
        return Ok(Job {
            files: FileSystem::new(""),
            input,
            crate_folder,
            manifest: Manifest::OursIfAbsent,
            mend: "run the same command without `--check`",
        });
    }
    let files = FileSystem::new(program::find()?);
    let config = config::read(program::SETTINGS, &files)?;
    Ok(Job {
        files,
        input: config.input,
        crate_folder: config.output,
        manifest: Manifest::Theirs,
        mend: "run `cargo xtask codegen` and commit what it changes",
    })
}

/// The command that does the same again, with the names as the user gave them.
fn command(input: &Input, crate_folder: &str, arguments: &Codegen) -> String {
    let mut command = vec!["openapi-crate", "generate", "--spec", &input.document];
    command.extend(["--out", crate_folder, "--name", &input.package]);
    let Selection { include, exclude } = &arguments.selection;
    let (include, exclude): (Vec<_>, Vec<_>) = (
        include.iter().map(ToString::to_string).collect(),
        exclude.iter().map(ToString::to_string).collect(),
    );
    for (option, values) in [
        ("--overlay", &input.overlays),
        ("--include", &include),
        ("--exclude", &exclude),
    ] {
        command.extend(values.iter().flat_map(|value| [option, value]));
    }
    if arguments.keep_going {
        command.push("--keep-going");
    }
    shell::line(&command)
}

impl Job {
    fn stale(&self, changes: &Changes<'_>) -> Complaint {
        let counted = counted(changes, ["to change", "missing", "left over"]);
        let message = format!(
            "`{}` is not what `{}` yields: {counted}",
            self.crate_folder, self.input.document
        );
        Complaint::error("stale-output", message)
            .file(self.crate_folder.clone())
            .help(self.mend)
    }

    /// What the run did to callers, compared with the last commit.
    fn verdict(&self, api: &Api) -> Option<String> {
        let settings = (self.manifest == Manifest::Theirs).then_some(program::SETTINGS);
        diff::since_head(&self.files.path(""), &self.input, settings, api)
    }

    fn summary(
        &self,
        output: &Output,
        changes: &Changes<'_>,
        verdict: Option<&str>,
        time: Duration,
    ) -> String {
        let (operations, types) = (
            count(output.operations, "operation"),
            count(output.types, "type"),
        );
        let mut text = format!("{}: {operations}, {types}\n", self.input.document);
        // Writing to a string does not fail.
        let mut counted = counted(changes, ["changed", "added", "removed"]);
        if counted.is_empty() {
            counted = format!("{} unchanged", count(changes.unchanged, "file"));
        } else if changes.unchanged > 0 {
            let _ = write!(counted, ", {} unchanged", changes.unchanged);
        }
        let _ = writeln!(text, "{}/: {counted}", self.crate_folder);
        for change in changes.changes.iter().take(NAMED) {
            let (sign, style) = match (&change.old, change.new) {
                (None, _) => ('+', AnsiColor::Green.on_default()),
                (Some(_), Some(_)) => ('~', AnsiColor::Yellow.on_default()),
                (Some(_), None) => ('-', AnsiColor::Red.on_default()),
            };
            let _ = writeln!(text, "  {style}{sign}{style:#} {}", change.path);
        }
        if let Some(more) = changes
            .changes
            .len()
            .checked_sub(NAMED)
            .filter(|more| *more > 0)
        {
            let _ = writeln!(text, "  and {more} more");
        }
        if let Some(verdict) = verdict {
            let _ = writeln!(text, "{verdict}");
        }
        let _ = writeln!(text, "done in {:.2} s", time.as_secs_f64());
        text
    }
}

/// `2 files changed, 1 added`: the first number says of what.
fn counted(changes: &Changes<'_>, [differing, missing, superfluous]: [&str; 3]) -> String {
    let counts = [
        (changes.replaced(), differing),
        (changes.added(), missing),
        (changes.removed(), superfluous),
    ];
    let mut parts = Vec::new();
    for (n, what) in counts.into_iter().filter(|(n, _)| *n > 0) {
        let n = if parts.is_empty() {
            count(n, "file")
        } else {
            n.to_string()
        };
        parts.push(format!("{n} {what}"));
    }
    parts.join(", ")
}
