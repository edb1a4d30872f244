//! Loads a million items in batches, in little memory: each batch is generated while it is sent.
//!
//! ```text
//! export FASTLY_API_TOKEN=…
//! cargo run --release -p fastly-kv-store --example batch_load -- --store ID --count 1000000
//! ```
//!
//! `--batch N` sets the number of items in a batch (10,000), and `--url URL` a different server, such as the emulator.
//!
//! A batch is sent as newline-delimited JSON and can fail in part. The items that failed temporarily are retried, and
//! those that the API refuses are reported. After status 429, the program waits until the rate limit is reset. Writing an
//! item twice is harmless, so a batch whose outcome is unknown is retried as a whole.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use fastly_kv_store::kv_store_item::{KvStoreItem, UpsertBatch, UpsertBatchFailure};
use fastly_kv_store::types::{BatchItem, BatchResponse};
use fastly_kv_store::{BoxError, Client, Error, jiff::Timestamp};

const USAGE: &str = "usage: batch_load --store ID [--count N] [--batch N] [--url URL]";

/// The number of times that an item is sent before the program gives up.
const MAX_ATTEMPTS: u32 = 6;

/// The number of errors from which on the list in a response may be incomplete.
const LISTED_ERRORS: usize = 10_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let token = std::env::var("FASTLY_API_TOKEN").unwrap_or_default();
    match run(&arguments, &token, &mut io::stderr()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Loads the items, and returns how many were refused.
pub(crate) async fn run(
    arguments: &[String],
    token: &str,
    log: &mut impl Write,
) -> Result<u64, BoxError> {
    let mut builder = Client::builder().token(token);
    let (mut store, mut count, mut size) = (None, 1_000_000, 10_000);
    let mut arguments = arguments.iter();
    while let Some(option) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match option.as_str() {
            "--store" => store = Some(value.as_str()),
            "--count" => count = value.parse()?,
            "--batch" => size = value.parse::<u64>()?.max(1),
            "--url" => builder = builder.base_url(value)?,
            _ => return Err(USAGE.into()),
        }
    }
    let (items, store) = (builder.build()?.kv_store_item(), store.ok_or(USAGE)?);
    let (mut start, mut refused) = (0_u64, 0);
    while start < count {
        let end = count.min(start.saturating_add(size));
        refused += load(&items, store, (start..end).collect(), log).await?;
        start = end;
        write!(log, "\r{end} of {count} items ({} %)", end * 100 / count)?;
        log.flush()?;
    }
    writeln!(log, "\n{} stored, {refused} refused", count - refused)?;
    Ok(refused)
}

/// An item. Only the items of one chunk of the body exist at any time.
fn item(number: u64) -> BatchItem {
    BatchItem::new(format!("item-{number:09}"), format!("value {number}"))
}

/// Stores the items with these numbers, and returns how many were refused.
async fn load(
    items: &KvStoreItem,
    store: &str,
    mut numbers: Vec<u64>,
    log: &mut impl Write,
) -> Result<u64, BoxError> {
    let mut refused = 0;
    for attempt in 1.. {
        // Only the numbers are kept for the next attempt.
        let lines = numbers.clone().into_iter().map(item);
        let Err(error) = items.upsert_batch(store, lines).send().await else {
            break;
        };
        if let Some(UpsertBatchFailure::BadRequest(report)) = error.failure::<UpsertBatch>() {
            let failed = numbers.len();
            numbers = temporary(&numbers, &report, &mut refused, log)?;
            writeln!(log, "\n{failed} items sent, {} to retry", numbers.len())?;
        } else if !is_temporary(&error) {
            return Err(error.into());
        }
        if numbers.is_empty() {
            break;
        }
        if attempt == MAX_ATTEMPTS {
            return Err(error.into());
        }
        tokio::time::sleep(wait(&error, attempt)).await;
    }
    Ok(refused)
}

/// Returns the numbers of the items that failed temporarily, or whose outcome the report no longer lists. Reports and
/// counts the others that failed.
fn temporary(
    numbers: &[u64],
    report: &BatchResponse,
    refused: &mut u64,
    log: &mut impl Write,
) -> io::Result<Vec<u64>> {
    let (mut again, mut listed, mut last) = (Vec::new(), 0, None);
    for error in report.errors.iter().flatten() {
        let index = error.index.and_then(|index| usize::try_from(index).ok());
        (listed, last) = (listed + 1, last.max(index));
        let number = index.and_then(|index| numbers.get(index));
        match (error.code.as_deref(), number) {
            (Some("429" | "500" | "502" | "503" | "504"), Some(number)) => again.push(*number),
            (code, _) => {
                *refused += 1;
                let (key, reason) = (error.key.as_deref(), error.reason.as_deref());
                let (key, reason) = (key.unwrap_or_default(), reason.unwrap_or_default());
                writeln!(
                    log,
                    "\nrefused: {key}: {} {reason}",
                    code.unwrap_or_default()
                )?;
            }
        }
    }
    if listed >= LISTED_ERRORS {
        let unlisted = numbers.iter().skip(last.map_or(0, |last| last + 1));
        again.extend(unlisted);
    }
    Ok(again)
}

fn is_temporary(error: &Error) -> bool {
    let is_server_error = error
        .status()
        .is_some_and(|status| status.is_server_error());
    matches!(error, Error::Connection(_))
        || error.is_timeout()
        || error.is_rate_limited()
        || is_server_error
}

/// Returns the time before the next attempt: until the rate limit is reset, or twice as long as the last time.
fn wait(error: &Error, attempt: u32) -> Duration {
    let backoff = Duration::from_millis(100 << attempt.min(8));
    match error {
        Error::Api(api) if error.is_rate_limited() => {
            let reset = api.rate_limit().and_then(|limit| limit.reset);
            let until = reset.map(|reset| reset.duration_since(Timestamp::now()));
            let until = until.and_then(|until| Duration::try_from(until).ok());
            api.retry_after().or(until).unwrap_or(backoff).max(backoff)
        }
        _ => backoff,
    }
}
