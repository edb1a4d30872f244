//! The command `completions`: prints the script that completes arguments in a shell.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::reporter;

/// Print the script that completes the arguments of this program in a shell.
#[derive(Args)]
pub(crate) struct Completions {
    /// Shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Runs the command for a program.
pub(crate) fn run(arguments: &Completions, mut program: Command) -> ExitCode {
    let name = program.get_name().to_owned();
    let mut script = Vec::new();
    generate(arguments.shell, &mut program, name, &mut script);
    reporter::file(&String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}
