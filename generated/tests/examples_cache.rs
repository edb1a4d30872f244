//! Tests of the cache with the emulator.

#[path = "../examples/cache.rs"]
#[allow(dead_code, reason = "the tests call `run`")]
mod cache;

use fastly_kv_emulator::{Emulator, Fault, Operation, SeedItem, SeedStore};
use fastly_kv_store::BoxError;

/// Starts an emulator with a store, and returns the store's id.
async fn start() -> (Emulator, String) {
    let emulator = Emulator::start().await.expect("a free port");
    let store = emulator.seed_store(SeedStore::new("cache"));
    (emulator, store.expect("a new name"))
}

async fn run(url: String, store: String, command: [&str; 2]) -> Result<String, BoxError> {
    let arguments = ["--url", &url, "--store", &store];
    let arguments = arguments.into_iter().chain(command).map(str::to_owned);
    let arguments: Vec<String> = arguments.collect();
    let mut out = Vec::new();
    cache::run(&arguments, "SECRET", &mut out).await?;
    Ok(String::from_utf8(out)?)
}

#[tokio::test]
async fn a_missing_value_is_computed_once() {
    let (emulator, store) = start().await;
    for _ in 0..2 {
        let value = run(emulator.url().to_owned(), store.clone(), ["get", "hello"]).await;
        assert_eq!(value.expect("success"), "HELLO\n");
    }
    assert_eq!(emulator.requests(Operation::UpsertItem), 1);
    assert_eq!(emulator.requests(Operation::GetItem), 2);
    // The value expires.
    emulator.advance(std::time::Duration::from_secs(3_601));
    assert!(emulator.item(&store, "hello").is_none());
}

#[tokio::test]
async fn the_value_that_is_stored_first_is_returned() {
    let (emulator, store) = start().await;
    let item = SeedItem::new("hello", "from a different program");
    emulator.seed_item(&store, item).expect("a valid item");
    // The first read finds nothing, as if the other program had written the item after it.
    let missing = Fault::status(404).operation(Operation::GetItem).times(1);
    emulator.set_faults([missing], 1);
    let value = run(emulator.url().to_owned(), store.clone(), ["get", "hello"]).await;
    assert_eq!(value.expect("success"), "from a different program\n");
}

#[tokio::test]
async fn concurrent_updates_are_not_lost() {
    let (emulator, store) = start().await;
    let increments = (0..8).map(|_| {
        let (url, store) = (emulator.url().to_owned(), store.clone());
        tokio::spawn(async move {
            for _ in 0..5 {
                let counted = run(url.clone(), store.clone(), ["increment", "visits"]).await;
                counted.expect("success");
            }
        })
    });
    for increment in increments.collect::<Vec<_>>() {
        increment.await.expect("the task ends");
    }
    let visits = emulator.item(&store, "visits").expect("an item");
    assert_eq!(visits.value(), "40");
    // A refused write is not an increment.
    assert!(emulator.requests(Operation::UpsertItem) >= 40);
}

#[tokio::test]
async fn a_lost_response_is_not_an_increment_more() {
    let (emulator, store) = start().await;
    let lost = Fault::lost().operation(Operation::UpsertItem).times(1);
    emulator.set_faults([lost], 1);
    let url = emulator.url().to_owned();
    let counted = run(url.clone(), store.clone(), ["increment", "visits"]).await;
    counted.expect_err("it is unknown whether the value was written");
    assert_eq!(emulator.requests(Operation::UpsertItem), 1);
    let counted = run(url, store, ["increment", "visits"]).await;
    assert_eq!(counted.expect("success"), "2\n");
}
