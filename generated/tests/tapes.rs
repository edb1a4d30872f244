//! Tests that replay traffic of the live API from `../shared/tapes`, if that folder exists.
//!
//! Each recorded request is repeated with the client. The request must be equivalent to the recorded one, and the
//! decoded response must equal the recorded response, field by field.

mod replay;
mod tape;

use std::path::{Path, PathBuf};

use fastly_kv_store::{Client, ClientBuilder, RetryPolicy};

/// The folder of the recordings, next to the checkout.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/tapes");

#[tokio::test]
async fn recorded_responses_of_the_live_api_are_decoded() {
    let Some(files) = files() else {
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        assert!(!is_required, "../shared/tapes does not exist");
        println!("skipped: ../shared/tapes does not exist");
        return;
    };
    assert!(!files.is_empty(), "../shared/tapes has no recordings");
    let mut exchanges = 0;
    for file in &files {
        exchanges += replay_file(file).await;
    }
    println!("replayed {exchanges} exchanges of {} files", files.len());
}

/// Returns all recordings, sorted, or `None` if the folder does not exist.
fn files() -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(FOLDER).ok()?;
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    files.sort();
    Some(files)
}

/// Replays a file in order, and returns the number of its exchanges.
async fn replay_file(file: &Path) -> usize {
    let exchanges = tape::load(file);
    assert!(!exchanges.is_empty(), "{} has no exchanges", file.display());
    let server = replay::Server::start(exchanges.clone(), replay::Matching::Meaning).await;
    let client = Client::builder()
        .token(replay::TOKEN)
        .retry(RetryPolicy::none());
    let client = client
        .base_url(server.base_url())
        .and_then(ClientBuilder::build);
    let client = client.expect("a client");
    for exchange in &exchanges {
        let result = tape::call(&client, &exchange.request).await;
        tape::assert_matches_recording(result, exchange).await;
    }
    if let Err(differences) = server.finish() {
        panic!("{differences}");
    }
    exchanges.len()
}
