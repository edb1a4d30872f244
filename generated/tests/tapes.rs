//! Does the user get what the live API answered? Replays the recorded traffic in `../shared/tapes`, where it is there.
//!
//! For each recorded request the same call is made through the client. What the client sends has to mean the same as
//! what was recorded, and what the user gets has to be what the API answered, field by field.

mod replay;
mod tape;

use std::path::{Path, PathBuf};

use fastly_kv_store::{Client, ClientBuilder, RetryPolicy};

/// Where the traffic lies: beside the checkout.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/tapes");

#[tokio::test]
async fn the_user_gets_what_the_live_api_answered() {
    let Some(files) = files() else {
        println!("skipped: ../shared/tapes is not beside this checkout");
        return;
    };
    assert!(!files.is_empty(), "../shared/tapes holds no recordings");
    let mut exchanges = 0;
    for file in &files {
        exchanges += replay_file(file).await;
    }
    println!("replayed {exchanges} exchanges of {} files", files.len());
}

/// All recordings, sorted; none if the folder is not there.
fn files() -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(FOLDER).ok()?;
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    files.sort();
    Some(files)
}

/// Replays one file in order; the number of its exchanges.
async fn replay_file(file: &Path) -> usize {
    let exchanges = tape::load(file);
    assert!(
        !exchanges.is_empty(),
        "{} holds no exchange",
        file.display()
    );
    let server = replay::Server::start(exchanges.clone(), replay::Matching::Meaning).await;
    let client = Client::builder()
        .token(replay::TOKEN)
        .retry(RetryPolicy::none());
    let client = client
        .base_url(server.base_url())
        .and_then(ClientBuilder::build);
    let client = client.expect("a client");
    for exchange in &exchanges {
        let answer = tape::call(&client, &exchange.request).await;
        tape::assert_is_what_was_answered(answer, exchange).await;
    }
    if let Err(differences) = server.finish() {
        panic!("{differences}");
    }
    exchanges.len()
}
