//! `cargo xtask`: the command line of `openapi-crate`, with this workspace's settings as the default.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use openapi_crate_cli::{DefaultSettings, Program};

fn main() -> ExitCode {
    // Cargo sets the folder of this package, in every working directory.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let program = Program {
        name: "cargo xtask",
        generate: "codegen",
        settings: Some(DefaultSettings {
            file: "spec/codegen.toml",
            folder: package
                .as_deref()
                .and_then(Path::parent)
                .map(Path::to_owned),
        }),
    };
    let mut arguments: Vec<OsString> = env::args_os().collect();
    // `codegen --explain CODE` is the former spelling of `explain CODE`.
    if let [_, command, option, _] = arguments.as_slice()
        && command == "codegen"
        && option == "--explain"
    {
        arguments.splice(1..3, [OsString::from("explain")]);
    }
    openapi_crate_cli::run(arguments, &program)
}
