//! The command line of `openapi-crate`: arguments, files, terminal and git around the generator, which has none of them.
//!
//! A workspace that wants these commands with settings of its own as the default calls [`run`] with another [`Program`].

mod command_line;
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

pub use self::command_line::run;
pub use self::program::{DefaultSettings, Program};
