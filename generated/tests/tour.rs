//! Tests that the tour runs every step, and always deletes its store.

mod replay;
#[path = "../examples/tour/walk.rs"]
mod walk;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fastly_kv_emulator::{Emulator, Fault, Operation};
use fastly_kv_store::{Body, BoxError, Client, ClientBuilder, RetryPolicy};
use futures::TryStreamExt;
use http::{HeaderValue, Request};
use tower::util::MapRequestLayer;

/// The number of the tour's requests before the cleanup.
const STEPS: usize = 18;

fn client_of(url: &str, token: &str) -> ClientBuilder {
    let client = Client::builder().token(token).retry(RetryPolicy::none());
    client.base_url(url).expect("a valid URL")
}

/// Takes the tour of an emulator, whose requests a function changes. Returns the result, the output, and the names of the
/// stores that are left.
async fn run(
    faults: impl IntoIterator<Item = Fault>,
    change: impl Fn(&mut Request<Body>) + Clone + Send + 'static,
) -> (Result<(), BoxError>, String, Vec<String>) {
    let emulator = Emulator::builder().token("secret").start().await;
    let emulator = emulator.expect("a free port");
    emulator.set_faults(faults, 0);
    let layer = MapRequestLayer::new(move |mut request| {
        change(&mut request);
        request
    });
    let client = client_of(emulator.url(), "secret").layer(layer).build();
    let mut printed = Vec::new();
    let outcome = walk::tour(&client.expect("a client"), "tour", &mut printed).await;
    emulator.set_faults([], 0);
    let printed = String::from_utf8(printed).expect("UTF-8");
    (outcome, printed, stores(&emulator).await)
}

/// Returns the names of all stores.
async fn stores(emulator: &Emulator) -> Vec<String> {
    let client = client_of(emulator.url(), "secret")
        .build()
        .expect("a client");
    let stores = client.kv_store().get_stores().items();
    let names = stores.map_ok(|store| store.name.unwrap_or_default());
    names.try_collect().await.expect("the stores")
}

#[tokio::test]
async fn every_step_runs_and_is_printed() {
    let exchanges = replay::files_in("tour");
    let exchanges = exchanges.iter().map(|name| replay::load(name)).collect();
    let server = replay::Server::start(exchanges, replay::Matching::Exact).await;
    let client = client_of(server.base_url(), replay::TOKEN).build();
    let mut printed = Vec::new();
    let outcome = walk::tour(&client.expect("a client"), "tour", &mut printed).await;
    if let Err(differences) = server.finish() {
        panic!("{differences}");
    }
    outcome.expect("a complete tour");
    let printed = String::from_utf8(printed).expect("UTF-8");
    assert!(!printed.contains(replay::TOKEN), "the token is shown");
    insta::assert_snapshot!(printed);
}

#[tokio::test]
async fn the_tour_of_the_emulator_is_complete() {
    let (outcome, printed, stores) = run([], |_| {}).await;
    outcome.expect("a complete tour");
    assert!(stores.is_empty());
    // The same lines as in the tour of the recordings, except for IDs, times, generations and messages.
    let recorded = include_str!("snapshots/tour__every_step_runs_and_is_printed.snap");
    let (_, recorded) = recorded.split_once("---\n\n").expect("a header");
    let starts = |text: &str| -> Vec<String> {
        let start = |line: &str| line.chars().take(18).collect();
        text.trim().lines().map(start).collect()
    };
    assert_eq!(starts(&printed), starts(recorded));
}

#[tokio::test]
async fn a_failed_step_ends_the_tour_and_the_store_is_deleted() {
    // The first request creates the store. A separate test covers its failure.
    for failed in 1..STEPS {
        let count = Arc::new(AtomicUsize::new(0));
        let change = move |request: &mut Request<Body>| {
            if count.fetch_add(1, Ordering::SeqCst) == failed {
                let wrong = HeaderValue::from_static("wrong");
                request.headers_mut().insert("fastly-key", wrong);
            }
        };
        let (outcome, printed, stores) = run([], change).await;
        let error = outcome.expect_err("the error of the step").to_string();
        assert!(error.contains("401 Unauthorized"), "{failed}: {error}");
        let end = "  delete-store    204 No Content\n";
        assert!(printed.ends_with(end), "{failed}: {printed}");
        assert!(stores.is_empty(), "{failed}: {stores:?}");
    }
}

#[tokio::test]
async fn a_closed_output_ends_the_tour_and_the_store_is_deleted() {
    let emulator = Emulator::builder().token("secret").start().await;
    let emulator = emulator.expect("a free port");
    let client = client_of(emulator.url(), "secret").build();
    // Space for the first heading only.
    let mut closed = [0; 8];
    let outcome = walk::tour(&client.expect("a client"), "tour", &mut &mut closed[..]).await;
    assert!(outcome.is_err());
    assert_eq!(emulator.requests(Operation::DeleteStore), 1);
    assert!(stores(&emulator).await.is_empty());
}

#[tokio::test]
async fn a_missing_error_ends_the_tour() {
    let accept = |operation| {
        let accepted = http::Response::builder().status(204).body("");
        Fault::response(accepted.expect("a response")).operation(operation)
    };
    let unconditional = |request: &mut Request<Body>| {
        request.headers_mut().remove("if-generation-match");
    };
    let accepted = [
        run([], unconditional).await,
        run([accept(Operation::DeleteItem).times(2)], |_| {}).await,
        run([accept(Operation::DeleteStore).times(1)], |_| {}).await,
    ];
    for (outcome, _, stores) in accepted {
        let error = outcome.expect_err("the error of the step").to_string();
        assert_eq!(
            error,
            "the API accepted a request that it should have rejected"
        );
        assert!(stores.is_empty(), "{stores:?}");
    }
}

#[tokio::test]
async fn a_store_without_a_creation_response_is_found_by_name() {
    let lost = Fault::lost().operation(Operation::CreateStore).times(1);
    let (outcome, printed, stores) = run([lost], |_| {}).await;
    let error = outcome.expect_err("no response").to_string();
    assert!(error.contains("`create-store`"), "{error}");
    let end = "  delete-store    204 No Content\n";
    assert!(printed.ends_with(end), "{printed}");
    assert!(stores.is_empty(), "{stores:?}");
}

#[tokio::test]
async fn deletion_is_retried_while_the_api_still_counts_items() {
    // The first is a step of the tour.
    let conflicts = Fault::status(409)
        .operation(Operation::DeleteStore)
        .times(2);
    let (outcome, _, stores) = run([conflicts], |_| {}).await;
    outcome.expect("a complete tour");
    assert!(stores.is_empty(), "{stores:?}");
}

#[tokio::test]
async fn a_store_that_cannot_be_deleted_is_reported() {
    let failed = || Fault::status(500).operation(Operation::DeleteStore);
    let conflict = Fault::status(409)
        .operation(Operation::DeleteStore)
        .times(1);
    let not_deleted = |error: &str| {
        error.contains("the store ")
            && error.contains(" was not deleted: `delete-store` failed: 500")
    };
    let (outcome, _, stores) = run([conflict, failed()], |_| {}).await;
    let error = outcome.expect_err("the error of the cleanup").to_string();
    assert!(
        error.starts_with("the store ") && not_deleted(&error),
        "{error}"
    );
    assert_eq!(stores, ["tour-renamed"]);

    // It is also reported after an earlier error.
    let earlier = Fault::status(500).operation(Operation::GetStore);
    let (outcome, _, stores) = run([earlier, failed()], |_| {}).await;
    let error = outcome.expect_err("the error of the cleanup").to_string();
    let start = "`get-store` failed: 500";
    assert!(error.starts_with(start) && not_deleted(&error), "{error}");
    assert_eq!(stores, ["tour"]);
}
