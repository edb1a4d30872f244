//! `cargo xtask`: the command line of `openapi-crate`, with this workspace's settings as the default.

use std::process::ExitCode;

fn main() -> ExitCode {
    openapi_crate_cli::run()
}
