//! A blocking program: one call after another, without `async` functions, and an exit code for each kind of error.
//!
//! ```text
//! export FASTLY_API_TOKEN=…
//! cargo run -p fastly-kv-store --example blocking -- --store ID put greeting hello
//! cargo run -p fastly-kv-store --example blocking -- --store ID get greeting
//! ```
//!
//! The commands are `get KEY`, `put KEY VALUE`, `add KEY VALUE` (which fails if the key exists), `delete KEY` and
//! `list [PREFIX]`. `--url URL` sends the requests to a different server, such as the emulator.
//!
//! | exit code | meaning |
//! | --- | --- |
//! | 0 | done |
//! | 1 | any other error |
//! | 2 | wrong usage |
//! | 3 | the store or the item does not exist |
//! | 4 | the item was not added, because it exists |
//! | 5 | temporary: no connection, a timeout, a rate limit or an error of the server |

use std::io::{self, Write};
use std::process::ExitCode;

use fastly_kv_store::{Client, Error};
use futures::TryStreamExt as _;
use tokio::runtime::Builder;

const USAGE: &str = "usage: blocking [--url URL] --store ID get KEY | put KEY VALUE | add KEY VALUE | delete KEY | \
                     list [PREFIX]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let token = std::env::var("FASTLY_API_TOKEN").unwrap_or_default();
    match run(&arguments, &token, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.message());
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Runs a command, and writes its output.
pub(crate) fn run(arguments: &[String], token: &str, out: &mut impl Write) -> Result<(), Failure> {
    let (mut builder, mut store) = (Client::builder().token(token), None);
    let mut rest = arguments.iter().map(String::as_str).peekable();
    while let Some(option) = rest.next_if(|argument| argument.starts_with("--")) {
        match (option, rest.next()) {
            ("--url", Some(url)) => builder = builder.base_url(url)?,
            ("--store", Some(id)) => store = Some(id),
            _ => return Err(Failure::Usage),
        }
    }
    let store = store.ok_or(Failure::Usage)?;
    let items = builder.build()?.kv_store_item();
    // The runtime runs only while a call is made, in this thread.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let command: Vec<&str> = rest.collect();
    match command[..] {
        ["get", key] => {
            // The body is read by the same runtime as its response.
            let value = runtime.block_on(async {
                let item = items.get_item(store, key).send().await?;
                item.bytes().await
            })?;
            out.write_all(&value)?;
        }
        ["put", key, value] => {
            let call = items.upsert_item(store, key).body(value.to_owned());
            runtime.block_on(call.send())?;
        }
        ["add", key, value] => {
            let call = items.upsert_item(store, key).add(true);
            runtime.block_on(call.body(value.to_owned()).send())?;
        }
        ["delete", key] => {
            runtime.block_on(items.delete_item(store, key).send())?;
        }
        ["list"] | ["list", _] => {
            let prefix = command.get(1).copied().unwrap_or_default();
            let mut keys = items.list_item_keys(store).prefix(prefix).items();
            // Each page is fetched when its first key is needed.
            while let Some(key) = runtime.block_on(keys.try_next())? {
                writeln!(out, "{key}")?;
            }
        }
        _ => return Err(Failure::Usage),
    }
    out.flush()?;
    Ok(())
}

/// The failure of a command.
#[derive(Debug)]
pub(crate) enum Failure {
    Usage,
    Call(Error),
    Io(io::Error),
}

impl Failure {
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Usage => USAGE.to_owned(),
            Self::Call(error) => format!("error: {error}"),
            Self::Io(error) => format!("error: {error}"),
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Call(error) if error.is_not_found() => 3,
            Self::Call(error) if error.is_precondition_failed() => 4,
            Self::Call(error) if is_temporary(error) => 5,
            Self::Call(_) | Self::Io(_) => 1,
        }
    }
}

/// Returns whether the same command can succeed later. The client has already retried it, where that was safe.
fn is_temporary(error: &Error) -> bool {
    let is_server_error = error
        .status()
        .is_some_and(|status| status.is_server_error());
    matches!(error, Error::Connection(_))
        || error.is_timeout()
        || error.is_rate_limited()
        || is_server_error
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
