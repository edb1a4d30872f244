//! The output of a run, as tests show it.

use std::process::Output;

/// The exit code and the output of a run.
pub(crate) fn shown(output: &Output) -> String {
    let stdout = String::from_utf8(output.stdout.clone()).unwrap();
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    format!(
        "exit code {}\n---- stdout\n{stdout}---- stderr\n{stderr}",
        output.status.code().unwrap()
    )
}
