//! Tests of the batch load with the emulator.

#[path = "../examples/batch_load.rs"]
#[allow(dead_code, reason = "the tests call `run`")]
mod batch_load;

use std::time::{Duration, Instant};

use fastly_kv_emulator::{Builder, Emulator, Fault, Operation, SeedStore};
use fastly_kv_store::{BoxError, http::Response};

/// Starts an emulator with a store, and returns the store's id.
async fn start(builder: Builder) -> (Emulator, String) {
    let emulator = builder.start().await.expect("a free port");
    let store = emulator.seed_store(SeedStore::new("assets"));
    (emulator, store.expect("a new name"))
}

/// Loads this number of items in batches of this size, and returns the number of refused ones and the log.
async fn load(
    emulator: &Emulator,
    store: &str,
    count: u64,
    batch: u64,
) -> (Result<u64, BoxError>, String) {
    let (count, batch) = (count.to_string(), batch.to_string());
    let arguments = [
        "--url",
        emulator.url(),
        "--store",
        store,
        "--count",
        &count,
        "--batch",
        &batch,
    ];
    let arguments = arguments.map(str::to_owned);
    let mut log = Vec::new();
    let refused = batch_load::run(&arguments, "SECRET", &mut log).await;
    let log = String::from_utf8(log).expect("UTF-8");
    assert!(!log.contains("SECRET"), "{log}");
    (refused, log)
}

#[tokio::test]
async fn all_items_are_stored_in_batches() {
    let (emulator, store) = start(Emulator::builder()).await;
    let (refused, log) = load(&emulator, &store, 20_500, 1_000).await;
    assert_eq!(refused.expect("success"), 0);
    assert!(log.ends_with("\r20500 of 20500 items (100 %)\n20500 stored, 0 refused\n"));
    assert_eq!(emulator.requests(Operation::UpsertBatch), 21);
    let keys = emulator.keys(&store);
    assert_eq!(keys.len(), 20_500);
    let last = emulator.item(&store, "item-000020499").expect("an item");
    assert_eq!(last.value(), "value 20499");
}

#[tokio::test]
async fn items_that_a_report_does_not_list_are_retried() {
    // `value 100` and the following values do not fit. A report lists 10,000 errors.
    let (emulator, store) = start(Emulator::builder().value_limit(8)).await;
    let (refused, log) = load(&emulator, &store, 25_000, 25_000).await;
    assert_eq!(refused.expect("the batches are sent"), 24_900);
    assert_eq!(emulator.keys(&store).len(), 100);
    assert!(log.ends_with("\n100 stored, 24900 refused\n"));
    assert_eq!(emulator.requests(Operation::UpsertBatch), 3);
}

#[tokio::test]
async fn refused_items_are_reported_and_the_others_stored() {
    // `value 99` fits, and `value 100` does not.
    let (emulator, store) = start(Emulator::builder().value_limit(8)).await;
    let (refused, log) = load(&emulator, &store, 105, 50).await;
    assert_eq!(refused.expect("the batches are sent"), 5);
    assert_eq!(emulator.keys(&store).len(), 100);
    assert!(log.contains("\nrefused: item-000000104: 413 "), "{log}");
    assert!(log.ends_with("\n100 stored, 5 refused\n"), "{log}");
    assert_eq!(emulator.requests(Operation::UpsertBatch), 3);
}

#[tokio::test]
async fn lines_that_failed_temporarily_are_retried() {
    let line = |index: u64| {
        let code = if index == 3 { "400" } else { "503" };
        format!(r#"{{"key":"item-{index:09}","index":{index},"code":"{code}","reason":"why"}}"#)
    };
    let lines: Vec<String> = (0..10).map(line).collect();
    let body = format!(
        r#"{{"type":"partial","title":"failed","errors":[{}]}}"#,
        lines.join(",")
    );
    let response = Response::builder()
        .status(400)
        .header("content-type", "application/json")
        .body(body)
        .expect("a response");
    let fault = Fault::response(response).times(1);
    let (emulator, store) = start(Emulator::builder().fault(fault)).await;
    let (refused, log) = load(&emulator, &store, 10, 10).await;
    assert_eq!(refused.expect("success"), 1);
    assert!(log.contains("refused: item-000000003: 400 why\n"), "{log}");
    assert!(log.contains("10 items sent, 9 to retry"), "{log}");
    assert_eq!(emulator.keys(&store).len(), 9);
    assert!(emulator.item(&store, "item-000000003").is_none());
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let fault = Fault::status(429).operation(Operation::UpsertBatch);
    // The body does not fit into the part that can be retried by the client.
    let (emulator, store) = start(Emulator::builder().fault(fault.times(1))).await;
    let start = Instant::now();
    let (refused, _) = load(&emulator, &store, 4_000, 4_000).await;
    assert_eq!(refused.expect("success"), 0);
    assert_eq!(emulator.keys(&store).len(), 4_000);
    assert_eq!(emulator.requests(Operation::UpsertBatch), 2);
    let waited = start.elapsed();
    assert!(waited > Duration::from_millis(150), "{waited:?}");
}

#[tokio::test]
async fn a_lost_response_is_no_lost_item() {
    let faults = [Fault::lost().times(1), Fault::reset().times(1)];
    let mut builder = Emulator::builder();
    for fault in faults {
        builder = builder.fault(fault.operation(Operation::UpsertBatch));
    }
    let (emulator, store) = start(builder).await;
    let (refused, _) = load(&emulator, &store, 9_000, 4_500).await;
    assert_eq!(refused.expect("success"), 0);
    assert_eq!(emulator.keys(&store).len(), 9_000);
}

#[tokio::test]
async fn a_failure_that_lasts_ends_the_program() {
    let (emulator, store) = start(Emulator::builder()).await;
    let (failed, _) = load(&emulator, "missing", 10, 10).await;
    let error = failed.expect_err("there is no such store").to_string();
    assert!(error.contains("404"), "{error}");
    let arguments = ["--count".to_owned(), "1".to_owned()];
    let failed = batch_load::run(&arguments, "SECRET", &mut Vec::new()).await;
    let usage = failed.expect_err("there is no store").to_string();
    assert!(usage.starts_with("usage: "), "{usage}");
    assert!(emulator.keys(&store).is_empty());
}
