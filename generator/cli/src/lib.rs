//! The command line of `openapi-crate`: arguments, files, terminal and git, which the generator library does not
//! access.
//!
//! A workspace that wants these commands with its own default settings calls [`run`] with a custom [`Program`].

mod any_document;
mod command_line;
#[cfg(feature = "completions")]
mod completions;
mod config;
mod corpus;
mod diagnostic;
mod diff;
mod explain;
mod file_system;
mod generate;
#[cfg(feature = "man")]
mod man;
mod package_name;
mod program;
mod reporter;
mod shell;
mod spdx;
mod standard_input;
mod suggest;
mod visible;

pub use self::command_line::run;
pub use self::program::{DefaultSettings, Program};
