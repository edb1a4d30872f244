//! A cache in a store, shared by any number of programs: values are computed once, and changed without lost updates.
//!
//! ```text
//! export FASTLY_API_TOKEN=…
//! cargo run -p fastly-kv-store --example cache -- --store ID get hello          # computed if it is not in the store
//! cargo run -p fastly-kv-store --example cache -- --store ID increment visits   # a counter
//! ```
//!
//! `--url URL` sends the requests to a different server, such as the emulator.
//!
//! Writes are conditional: a new item is written with `add`, and an existing one with the generation that was read. The
//! API refuses them with status 412 if a different program has written the item in the meantime.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use fastly_kv_store::kv_store_item::KvStoreItem;
use fastly_kv_store::{BoxError, Client, Error, bytes::Bytes};

const USAGE: &str = "usage: cache [--url URL] --store ID get KEY | increment KEY";

/// The time in seconds after which a cached value expires.
const TIME_TO_LIVE: u64 = 3_600;

/// The number of times that an update is tried before it fails.
const MAX_ATTEMPTS: u32 = 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let token = std::env::var("FASTLY_API_TOKEN").unwrap_or_default();
    match run(&arguments, &token, &mut io::stdout()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command, and writes its output.
pub(crate) async fn run(
    arguments: &[String],
    token: &str,
    out: &mut impl Write,
) -> Result<(), BoxError> {
    let (mut builder, mut store) = (Client::builder().token(token), None);
    let mut rest = arguments.iter().map(String::as_str).peekable();
    while let Some(option) = rest.next_if(|argument| argument.starts_with("--")) {
        match (option, rest.next()) {
            ("--url", Some(url)) => builder = builder.base_url(url)?,
            ("--store", Some(id)) => store = Some(id.to_owned()),
            _ => return Err(USAGE.into()),
        }
    }
    let cache = Cache {
        items: builder.build()?.kv_store_item(),
        store: store.ok_or(USAGE)?,
    };
    match rest.collect::<Vec<_>>()[..] {
        ["get", key] => {
            let value = cache
                .get(key, || Bytes::from(slow_computation(key)))
                .await?;
            out.write_all(&value)?;
            writeln!(out)?;
        }
        ["increment", key] => {
            let value = cache.update(key, incremented).await?;
            writeln!(out, "{}", String::from_utf8_lossy(&value))?;
        }
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

/// A value that is worth caching.
fn slow_computation(key: &str) -> String {
    key.to_uppercase()
}

/// A counter after the given value.
fn incremented(value: Option<&Bytes>) -> Result<Bytes, BoxError> {
    let count = match value {
        Some(value) => std::str::from_utf8(value)?.parse::<u64>()?,
        None => 0,
    };
    Ok(Bytes::from((count + 1).to_string()))
}

/// A cache in a store.
struct Cache {
    items: KvStoreItem,
    store: String,
}

impl Cache {
    /// Returns the value of a key. A missing one is computed and stored; if several programs do that at the same time,
    /// all of them return the value that is stored first.
    async fn get(&self, key: &str, compute: impl FnOnce() -> Bytes) -> Result<Bytes, Error> {
        if let Some((value, _)) = self.read(key).await? {
            return Ok(value);
        }
        let value = compute();
        let call = self.items.upsert_item(&self.store, key).add(true);
        let call = call.time_to_live_sec(TIME_TO_LIVE).body(value.clone());
        match call.send().await {
            Ok(_) => Ok(value),
            // A different program was faster. Its value may have expired again.
            Err(error) if error.is_precondition_failed() => {
                Ok(self.read(key).await?.map_or(value, |(stored, _)| stored))
            }
            Err(error) => Err(error),
        }
    }

    /// Replaces the value of a key by a function of it, and returns the new value (compare and swap). The function can
    /// be called several times.
    async fn update(
        &self,
        key: &str,
        change: impl Fn(Option<&Bytes>) -> Result<Bytes, BoxError>,
    ) -> Result<Bytes, BoxError> {
        for attempt in 1.. {
            let current = self.read(key).await?;
            let value = change(current.as_ref().map(|(value, _)| value))?;
            let call = self.items.upsert_item(&self.store, key);
            let call = match current {
                Some((_, generation)) => call.if_generation_match(generation),
                None => call.add(true),
            };
            match call.body(value.clone()).send().await {
                Ok(_) => return Ok(value),
                Err(error) if error.is_precondition_failed() && attempt < MAX_ATTEMPTS => {
                    tokio::time::sleep(backoff(attempt)).await;
                }
                // After a lost connection, it is unknown whether the value was written.
                Err(error) => return Err(error.into()),
            }
        }
        unreachable!("the last attempt returns")
    }

    /// Returns the value of a key and its generation, if the item exists.
    async fn read(&self, key: &str) -> Result<Option<(Bytes, u64)>, Error> {
        match self.items.get_item(&self.store, key).send().await {
            Ok(item) => {
                let generation = item.generation.unwrap_or_default();
                Ok(Some((item.bytes().await?, generation)))
            }
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns a random delay of up to 10 ms after the first attempt, twice as much after the next, up to 640 ms.
fn backoff(attempt: u32) -> Duration {
    let most = 10 << attempt.saturating_sub(1).min(6);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let random = now.map_or(0, |now| now.subsec_micros());
    Duration::from_millis(u64::from(random % most))
}
