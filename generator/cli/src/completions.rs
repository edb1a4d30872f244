//! The command `completions`: prints the script that completes arguments in a shell.

use std::process::ExitCode;

use clap::builder::PossibleValue;
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
    generate(arguments.shell, &mut program, name.as_str(), &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let script = match arguments.shell {
        Shell::Bash => with_one_name(&name, &script),
        Shell::Fish => script + &positional_values(&name, &program),
        _ => script,
    };
    reporter::file(&script);
    ExitCode::SUCCESS
}

/// A script for bash in which the name of the program is written alike everywhere.
///
/// `clap_complete` replaces a hyphen in it by `__` where it sets the command, and by `__subcmd__` where it compares it,
/// so that no command of a program with a hyphen would be completed.
fn with_one_name(name: &str, script: &str) -> String {
    script.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__"))
}

/// The lines for fish that complete the values of arguments without an option, such as the code of `explain`, which
/// `clap_complete` leaves out.
fn positional_values(name: &str, program: &Command) -> String {
    let mut lines = String::new();
    for command in program.get_subcommands() {
        for argument in command.get_positionals() {
            let values = argument.get_possible_values();
            let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            if !values.is_empty() {
                lines.push_str(&format!(
                    "complete -c {name} -n \"__fish_{}_using_subcommand {}\" -f -a \"{}\"\n",
                    name.replace('-', "_"),
                    command.get_name(),
                    values.join(" ")
                ));
            }
        }
    }
    lines
}
