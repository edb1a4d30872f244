//! Tests of the command `diff`, which run the binary in temporary repositories.

mod bad_base;
mod base;
mod format;
mod repository;
mod run_of_generate;

#[path = "../generate/workspace.rs"]
#[allow(dead_code, reason = "the tests of `generate` use the rest of it")]
mod workspace;
