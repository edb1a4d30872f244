//! The command line of `openapi-crate`: arguments, files, terminal and git, which the generator library does not
//! access.
//!
//! Most users need only the program, which `openapi-crate --help` describes:
//!
//! ```console
//! $ openapi-crate generate --spec petstore.yaml --out petstore --name petstore
//! $ openapi-crate generate --config codegen.toml --check
//! $ openapi-crate diff old.yaml new.yaml
//! $ openapi-crate explain unresolved-reference
//! ```
//!
//! # In a workspace
//!
//! A workspace that wants these commands with its own default settings has a package that calls [`run`] with a
//! [`Program`]:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use openapi_crate_cli::{DefaultSettings, Program, run};
//!
//! fn main() -> ExitCode {
//!     let program = Program {
//!         name: "cargo xtask",
//!         generate: "codegen",
//!         settings: Some(DefaultSettings { file: "spec/codegen.toml", folder: None }),
//!     };
//!     run(std::env::args_os(), &program)
//! }
//! ```
//!
//! # Features
//!
//! - `completions`: the command `completions`, for the completions of a shell.
//! - `man`: the command `man`, for the manual page.

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
