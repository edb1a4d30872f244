//! A test of the memory of the emulator, in a separate process.
#![cfg(target_os = "linux")]

use std::time::Duration;

use bytes::Bytes;
use fastly_kv_emulator::{Emulator, SeedStore};
use fastly_kv_store::{Client, ClientBuilder};

/// Memory grows only with the stored items: replaced, deleted and expired items are freed.
#[tokio::test]
async fn memory_is_flat_apart_from_the_stored_items() {
    let emulator = Emulator::start().await.expect("an emulator");
    let id = emulator
        .seed_store(SeedStore::new("store"))
        .expect("a store");
    let client = Client::builder()
        .token("any")
        .base_url(emulator.url())
        .and_then(ClientBuilder::build)
        .expect("a client");
    let items = client.kv_store_item();
    let value = Bytes::from(vec![b'v'; 1_000_000]);
    let round = || async {
        for number in 0..20 {
            let key = format!("k{number}");
            let call = items.upsert_item(&id, &key).body(value.clone());
            call.time_to_live_sec(60).send().await?;
            items.get_item(&id, &key).send().await?.bytes().await?;
        }
        items.delete_item(&id, "k0").send().await?;
        emulator.advance(Duration::from_secs(60));
        Ok::<_, fastly_kv_store::Error>(())
    };
    round().await.expect("a round");
    let before = resident_bytes();
    for _ in 0..10 {
        round().await.expect("a round");
    }
    let growth = resident_bytes().saturating_sub(before);
    assert!(emulator.keys(&id).is_empty());
    // 200 MB were written and read.
    assert!(growth < 40_000_000, "memory grew by {growth} bytes");
}

/// Returns the resident memory of this process.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a file");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    let kilobytes: u64 = kilobytes.and_then(|it| it.parse().ok()).expect("a number");
    kilobytes * 1_024
}
