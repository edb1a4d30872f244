//! The command `man`: prints the manual page of the program or of one of its commands.

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Command};
use clap_mangen::Man;

use crate::{reporter, visible};

/// Print the manual page of this program, or of one of its commands.
#[derive(Args)]
pub(crate) struct ManualPage {
    /// Command whose page to print; by default the page of the program, which lists the commands
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Runs the command for a program.
pub(crate) fn run(arguments: &ManualPage, mut program: Command) -> ExitCode {
    // Sets the names of the commands in their usage.
    program.build();
    let name = program.get_name().to_owned();
    let mut unknown = program.clone();
    let page = match &arguments.command {
        None => Some(program),
        Some(command) => program.find_subcommand(command).map(|found| {
            // The name of a page has no spaces.
            found.clone().name(format!("{name}-{command}"))
        }),
    };
    let Some(page) = page else {
        let command = arguments.command.as_deref().unwrap_or_default();
        let message = format!("there is no command `{}`", visible::value(command));
        return {
            reporter::usage(&unknown.error(ErrorKind::InvalidSubcommand, message));
            ExitCode::from(2)
        };
    };
    let mut text = Vec::new();
    // Writing to a vector does not fail.
    drop(Man::new(page).render(&mut text));
    reporter::file(&String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}
