//! The command `man`: prints the manual page of the program or of one of its commands.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_mangen::Man;

use crate::reporter;

/// Print the manual page of this program, or of one of its commands.
#[derive(Args)]
pub(crate) struct ManualPage {
    /// Command whose page to print; by default the page of the program, which lists the commands
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Adds the command to a program, whose other commands it accepts, with the changes of `complete`.
pub(crate) fn with_pages(
    program: Command,
    name: &'static str,
    complete: impl FnOnce(Command) -> Command,
) -> Command {
    let commands = program.get_subcommands().map(Command::get_name);
    let commands: Vec<String> = commands.chain([name]).map(str::to_owned).collect();
    let manual = ManualPage::augment_args(Command::new(name)).mut_arg("command", |argument| {
        argument.value_parser(PossibleValuesParser::new(commands))
    });
    program.subcommand(complete(manual))
}

/// Runs the command for a program.
pub(crate) fn run(arguments: &ManualPage, mut program: Command) -> ExitCode {
    // Sets the names of the commands in their usage.
    program.build();
    let command = arguments.command.as_deref();
    let page = command.and_then(|command| {
        // The name of a page has no spaces.
        let name = format!("{}-{command}", program.get_name());
        Some(program.find_subcommand(command)?.clone().name(name))
    });
    let mut text = Vec::new();
    // Writing to a vector does not fail.
    drop(Man::new(page.unwrap_or(program)).render(&mut text));
    reporter::file(&String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}
