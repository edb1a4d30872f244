//! Tests of the emulator with the client `fastly-kv-store`.

mod concurrency;
mod large;
mod model;

use fastly_kv_emulator::{Emulator, SeedStore};
use fastly_kv_store::{Client, ClientBuilder, RetryPolicy};

/// Starts an emulator with one store, and returns it with a client without retries and the ID of the store.
async fn start() -> (Emulator, Client, String) {
    let emulator = Emulator::start().await.expect("an emulator");
    let id = emulator.seed_store(SeedStore::new("store"));
    let client = Client::builder()
        .token("any")
        .retry(RetryPolicy::none())
        .base_url(emulator.url())
        .and_then(ClientBuilder::build);
    (emulator, client.expect("a client"), id.expect("a store"))
}
