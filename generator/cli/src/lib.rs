//! What `cargo xtask` can do: one file a subcommand, and nothing here but the way to it.

mod config;
mod corpus;
mod diagnostic;
mod diff;
mod explain;
mod file_system;
mod generate;
mod package_name;
mod program;
mod reporter;
mod shell;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Looks after this workspace.
///
/// Exit codes: 0 done, 1 the check or the input failed, 2 wrong usage.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(generate::Codegen),
    Corpus(corpus::Corpus),
    CorpusDocument(corpus::CorpusDocument),
    Diff(diff::Diff),
}

/// Runs the command that the arguments of the process name.
pub fn run() -> ExitCode {
    match Xtask::parse().command {
        Command::Codegen(codegen) => generate::run(&codegen),
        Command::Corpus(corpus) => corpus::run(&corpus),
        Command::CorpusDocument(document) => corpus::run_document(&document),
        Command::Diff(diff) => diff::run(&diff),
    }
}
