//! Tests with traffic of the live API from `../shared/tapes`, if that folder exists.
//!
//! The files are one session, so they are replayed in the order of their times against one emulator, which starts
//! without stores. All preconditions are established by the session. The emulator's clock has the recorded times.

use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use fastly_kv_emulator::{Clock, Emulator};

use crate::exchange::Exchange;
use crate::go_vcr;
use crate::matching::Matching;

/// The folder of the recordings, next to the checkout.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/tapes");

#[tokio::test]
async fn requests_to_the_live_api_get_the_recorded_responses() {
    let Some(mut tapes) = tapes() else {
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        assert!(!is_required, "../shared/tapes does not exist");
        println!("skipped: ../shared/tapes does not exist");
        return;
    };
    assert!(!tapes.is_empty(), "../shared/tapes has no recordings");
    tapes.sort_by_key(|tape| time(&tape[0]));
    let mut now = UNIX_EPOCH + seconds(&tapes[0][0]);
    let builder = Emulator::builder().clock(Clock::fixed_at(now));
    let emulator = builder.start().await.expect("an emulator");
    let mut matching = Matching::default();
    for exchange in tapes.iter().flatten() {
        let then = UNIX_EPOCH + seconds(exchange);
        emulator.advance(then.duration_since(now).unwrap_or_default());
        now = now.max(then);
        matching.replay(&emulator, exchange);
    }
    let exchanges = tapes.iter().flatten().count();
    println!("replayed {exchanges} exchanges of {} files", tapes.len());
}

/// Returns the exchanges of each file, or `None` if the folder does not exist.
fn tapes() -> Option<Vec<Vec<Exchange>>> {
    let entries = std::fs::read_dir(FOLDER).ok()?;
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let tapes = paths.filter(|path: &PathBuf| path.extension().is_some_and(|it| it == "yaml"));
    let load = |path: PathBuf| {
        go_vcr::load(&path)
            .into_iter()
            .map(Exchange::from)
            .collect()
    };
    Some(tapes.map(load).collect())
}

/// Returns the time of a response, and that of its request, which is that of a cache with a less precise clock.
fn time(exchange: &Exchange) -> (String, String) {
    let header = |name| exchange.response.header(name).expect("a time").to_owned();
    (header("date"), header("x-timer"))
}

/// Returns the time of a response in seconds since 1970.
fn seconds(exchange: &Exchange) -> Duration {
    let date = exchange.response.header("date").expect("a time");
    let date = jiff::fmt::rfc2822::parse(date).expect("a time");
    let seconds = u64::try_from(date.timestamp().as_second());
    Duration::from_secs(seconds.expect("after 1970"))
}
