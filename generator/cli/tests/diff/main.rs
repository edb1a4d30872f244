//! The command `diff`: the binary is run as a user runs it, in repositories of its own.

mod bad_base;
mod base;
mod format;
mod repository;
mod run_of_generate;

#[path = "../generate/workspace.rs"]
#[allow(dead_code, reason = "the tests of `generate` use the rest of it")]
mod workspace;
