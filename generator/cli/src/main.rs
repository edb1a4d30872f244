//! The program `openapi-crate`.

use std::process::ExitCode;

fn main() -> ExitCode {
    openapi_crate_cli::run(std::env::args_os(), &openapi_crate_cli::Program::default())
}
