//! Synchronizes a folder with the items of a store, in either direction.
//!
//! ```text
//! export FASTLY_API_TOKEN=…
//! cargo run --release -p fastly-kv-store --features fs --example sync -- up site --store ID --prefix site --delete
//! cargo run --release -p fastly-kv-store --features fs --example sync -- down copy --store ID --prefix site
//! ```
//!
//! The key of a file is its path below the folder, after the prefix. A file that has not changed is skipped: the
//! metadata of an item has the hash and the size of its file. So a run that was interrupted is resumed by the next one.
//! Keys that would share a file are errors: `A` and `a` where the file system ignores case, or `a` and `a/b`.
//! A file that fails does not stop the others; the exit code is then 1, and nothing is deleted.
//!
//! ```text
//! arguments    the command line
//! folder       the files of a folder, without following links
//! name         which paths can be keys, and which keys can be paths
//! collision    keys that would share a file
//! fingerprint  the hash and the size of a file, as the metadata of an item
//! store        the requests
//! up, down     the two directions
//! report       progress, messages and the summary
//! ```

pub(crate) mod arguments;
pub(crate) mod collision;
pub(crate) mod down;
pub(crate) mod fingerprint;
pub(crate) mod folder;
pub(crate) mod name;
pub(crate) mod report;
pub(crate) mod store;
pub(crate) mod up;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;

use arguments::{Arguments, Direction, USAGE};
use fastly_kv_store::BoxError;
use report::Report;
use store::Store;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::parse(env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_terminal =
        io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|it| it != "dumb");
    let report = Report::new(io::stdout(), io::stderr())
        .with_progress(is_terminal)
        .with_color(is_terminal && !is_set("NO_COLOR"));
    let token = env::var("FASTLY_API_TOKEN").unwrap_or_default();
    let report = Arc::new(report);
    let run = run(&arguments, &token, &report).await;
    if report.finish(&run, arguments.dry_run) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Connects to the store, and synchronizes. An error is one that ended the run.
pub(crate) async fn run(
    arguments: &Arguments,
    token: &str,
    report: &Arc<Report>,
) -> Result<(), BoxError> {
    if token.is_empty() {
        return Err("the environment variable FASTLY_API_TOKEN is not set".into());
    }
    let store = Store::connect(arguments, token, report)?;
    synchronize(&store, arguments, report).await
}

/// Synchronizes, and reports each file.
pub(crate) async fn synchronize(
    store: &Store,
    arguments: &Arguments,
    report: &Report,
) -> Result<(), BoxError> {
    match arguments.direction {
        Direction::Up => up::up(store, arguments, report).await,
        Direction::Down => down::down(store, arguments, report).await,
    }
}
