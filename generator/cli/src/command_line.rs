//! Parses the command line and dispatches to the commands.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Arg, ArgGroup, Args, Command, FromArgMatches};

#[cfg(feature = "completions")]
use crate::completions::{self, Completions};
use crate::corpus::{self, Corpus, CorpusDocument};
use crate::diff::{self, Diff};
use crate::explain::{self, Explain};
use crate::generate::{self, Generate};
#[cfg(feature = "man")]
use crate::man::{self, ManualPage};
use crate::program::Program;
use crate::suggest::{self, Suggest};
use crate::{reporter, visible};

const EXPLAIN: &str = "explain";
const DIFF: &str = "diff";
const SUGGEST: &str = "suggest";
const CORPUS: &str = "corpus";
#[cfg(feature = "completions")]
const COMPLETIONS: &str = "completions";
#[cfg(feature = "man")]
const MAN: &str = "man";

/// Runs the command in `arguments`, the first of which is the path of the program.
///
/// The exit code is 0 on success, 1 if a check failed or an input is invalid, and 2 if the arguments are invalid.
pub fn run(arguments: impl IntoIterator<Item = OsString>, program: &Program) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let code = match try_to_run(&arguments, program) {
        Ok(code) => code,
        Err(error) => {
            // The message of an argument that is not UTF-8 is visible, and the visible argument would be valid.
            let error = match error.kind() {
                ErrorKind::InvalidUtf8 => error,
                _ => with_visible_arguments(&arguments, program).unwrap_or(error),
            };
            reporter::usage(&error);
            // Help and version are "errors" too, with exit code 0.
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    };
    if reporter::report_lost_output() {
        return ExitCode::FAILURE;
    }
    code
}

/// The error for the same arguments with their invisible characters escaped, since errors repeat arguments. `None` if
/// only those characters are the error.
fn with_visible_arguments(arguments: &[OsString], program: &Program) -> Option<clap::Error> {
    let visible = arguments
        .iter()
        .map(|argument| visible::value(&argument.to_string_lossy()));
    command(program).try_get_matches_from(visible).err()
}

fn try_to_run(arguments: &[OsString], program: &Program) -> Result<ExitCode, clap::Error> {
    let mut command = command(program);
    utf_8(arguments, &mut command)?;
    let matches = command.try_get_matches_from_mut(arguments)?;
    let (name, matches) = matches.subcommand().unwrap_or(("", &matches));
    let code = match name {
        EXPLAIN => explain::run(&Explain::from_arg_matches(matches)?),
        DIFF => diff::run(&Diff::from_arg_matches(matches)?, program),
        SUGGEST => suggest::run(&Suggest::from_arg_matches(matches)?, program),
        CORPUS => corpus::run(&Corpus::from_arg_matches(matches)?),
        corpus::DOCUMENT => corpus::run_document(&CorpusDocument::from_arg_matches(matches)?),
        #[cfg(feature = "completions")]
        COMPLETIONS => completions::run(&Completions::from_arg_matches(matches)?, public(program)),
        #[cfg(feature = "man")]
        MAN => man::run(&ManualPage::from_arg_matches(matches)?, public(program)),
        // Clap accepts no other name.
        _ => generate::run(&Generate::from_arg_matches(matches)?, program),
    };
    Ok(code)
}

/// Returns an error for an argument that is not UTF-8, as all names of files in diagnostics are.
fn utf_8(arguments: &[OsString], command: &mut Command) -> Result<(), clap::Error> {
    // The path of the program can be anything.
    let wrong = arguments
        .iter()
        .skip(1)
        .find(|argument| argument.to_str().is_none());
    let Some(wrong) = wrong else {
        return Ok(());
    };
    let message = format!(
        "the argument `{}` is not UTF-8: rename the file, or run the command in its folder if only the folder's path is not UTF-8",
        visible::value(&wrong.to_string_lossy())
    );
    Err(command.error(ErrorKind::InvalidUtf8, message))
}

/// Builds the command line of the program, with the command that `corpus` runs for each document.
fn command(program: &Program) -> Command {
    public(program).subcommand(CorpusDocument::augment_args(Command::new(corpus::DOCUMENT)))
}

/// Builds the command line of the program as users see it.
fn public(program: &Program) -> Command {
    let about = match program.settings {
        Some(_) => "Generate and check the generated crate of this workspace.",
        None => "Generate Rust client crates from OpenAPI documents.",
    };
    let all = Command::new(program.name)
        .bin_name(program.name)
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
        .after_help("Exit codes: 0 success, 1 check failed or invalid input, 2 usage error.")
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(with_input(
            Generate::augment_args(Command::new(program.generate)).after_long_help(examples(
                program,
                program.generate,
                GENERATE_EXAMPLES,
            )),
            program,
            &[
                "--spec <FILE> --out <FOLDER> --name <PACKAGE>",
                "--config <FILE>",
            ],
            &["spec", "config"],
        ))
        .subcommand(with_input(
            Diff::augment_args(Command::new(DIFF)).after_long_help(examples(
                program,
                DIFF,
                DIFF_EXAMPLES,
            )),
            program,
            &["<OLD> <NEW>", "<--spec <FILE>|--config <FILE>>"],
            &["old", "spec", "config"],
        ))
        .subcommand(with_input(
            Suggest::augment_args(Command::new(SUGGEST)),
            program,
            &[
                "--spec <FILE> --overlay-out <FILE>",
                "--config <FILE> --overlay-out <FILE>",
            ],
            &["spec", "config"],
        ))
        .subcommand(
            Explain::augment_args(Command::new(EXPLAIN)).after_long_help(examples(
                program,
                EXPLAIN,
                &["unresolved-reference", "all"],
            )),
        )
        .subcommand(
            Corpus::augment_args(Command::new(CORPUS)).after_long_help(examples(
                program,
                CORPUS,
                &["documents/ --check-crates"],
            )),
        );
    #[cfg(feature = "completions")]
    let all = all.subcommand(
        Completions::augment_args(Command::new(COMPLETIONS)).after_long_help(examples(
            program,
            COMPLETIONS,
            &["bash > ~/.local/share/bash-completion/completions/openapi-crate"],
        )),
    );
    #[cfg(feature = "man")]
    let all = man::with_pages(all, MAN, |manual| {
        manual.after_long_help(examples(
            program,
            MAN,
            &["> openapi-crate.1", "generate > openapi-crate-generate.1"],
        ))
    });
    all
}

const GENERATE_EXAMPLES: &[&str] = &[
    "--spec petstore.yaml --out petstore --name petstore --license MIT",
    "--spec petstore.yaml --out petstore --name petstore --include tag:pets",
    "--spec petstore.yaml --out src/api --name api --layout module",
    "--spec - --out petstore --name petstore < petstore.yaml",
    "--config codegen.toml",
    "--config codegen.toml --check",
];

const DIFF_EXAMPLES: &[&str] = &[
    "old.yaml new.yaml",
    "--config codegen.toml --base v1.2.0 --fail-on breaking",
    "--config codegen.toml --format markdown",
];

/// The last part of a command's help: calls with these arguments.
fn examples(program: &Program, command: &str, arguments: &[&str]) -> String {
    let lines: Vec<String> = arguments
        .iter()
        .map(|arguments| format!("  {} {command} {arguments}", program.name))
        .collect();
    format!("Examples:\n{}", lines.join("\n"))
}

/// A command whose input is named by one of the `arguments`, or by the default settings of the program. Its usage has a
/// line for each way to name the input.
fn with_input(
    command: Command,
    program: &Program,
    usages: &[&str],
    arguments: &[&'static str],
) -> Command {
    let called = format!("{} {} [OPTIONS]", program.name, command.get_name());
    let mut lines: Vec<String> = usages
        .iter()
        .map(|usage| format!("{called} {usage}"))
        .collect();
    let command = match &program.settings {
        Some(settings) => {
            lines.insert(0, called);
            command.mut_arg("config", |argument: Arg| {
                let help = argument.get_help().map(ToString::to_string);
                let default = format!("[default: {}]", settings.file);
                argument.help(format!("{} {default}", help.unwrap_or_default()))
            })
        }
        None => {
            let input = ArgGroup::new("input").args(arguments).required(true);
            command.group(input)
        }
    };
    // Aligned below "Usage: ".
    command.override_usage(lines.join("\n       "))
}
