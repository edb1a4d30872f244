//! The program `openapi-crate`.

use std::process::ExitCode;

fn main() -> ExitCode {
    openapi_crate_cli::run()
}
