//! Code that runs once for every point at which one of its calls can fail.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};

use fastly_kv_store::testing::{Double, Fault, Faults, for_each_fault};
use fastly_kv_store::types::{GetItemResponse, StoreResponse};
use fastly_kv_store::{Client, Error};
use futures::FutureExt;

use super::{at_once, client_of};

/// Returns the message of the panic.
fn panic_of(run: impl Future<Output = Faults>) -> String {
    let outcome = at_once(AssertUnwindSafe(run).catch_unwind());
    let panic = outcome.expect_err("it panics");
    panic.downcast_ref::<String>().expect("a message").clone()
}

fn expecting_all(api: &Double) -> Client {
    api.get_item().reply(GetItemResponse::new("hello"));
    api.upsert_item().reply(());
    api.delete_item().reply(());
    api.get_store().reply(StoreResponse::default());
    client_of(api)
}

async fn copy(client: &Client) -> Result<(), Error> {
    let items = client.kv_store_item();
    let value = items
        .get_item("s", "a")
        .send()
        .await?
        .into_inner()
        .body
        .bytes()
        .await?;
    items.upsert_item("s", "b").body(value).send().await?;
    Ok(())
}

#[test]
fn code_runs_once_for_each_point() {
    let runs = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    let faults = at_once(for_each_fault(|api| {
        let client = expecting_all(&api);
        let (runs, failed) = (&runs, &failed);
        async move {
            runs.fetch_add(1, Ordering::Relaxed);
            if copy(&client).await.is_err() {
                failed.fetch_add(1, Ordering::Relaxed);
            }
        }
    }));
    // Six faults for each request, and a body that ends early for the one with a body.
    assert_eq!((faults.requests, faults.runs), (2, 1 + 6 + 7));
    assert_eq!(runs.into_inner(), faults.runs);
    // All but this are retried.
    assert_eq!(failed.into_inner(), 1, "the body that ends early");
}

#[test]
fn a_client_that_is_not_send_can_be_used() {
    let faults = at_once(for_each_fault(|api| {
        let client = std::rc::Rc::new(expecting_all(&api));
        async move {
            let _ = copy(&client).await;
        }
    }));
    assert_eq!(faults.requests, 2);
}

#[test]
fn a_panic_is_reported_with_its_point() {
    let message = panic_of(for_each_fault(|api| {
        let client = expecting_all(&api);
        async move {
            let deleted = client
                .kv_store_item()
                .delete_item("s", "k")
                .if_generation_match(1)
                .send()
                .await;
            deleted.expect("deleted");
        }
    }));
    let start = "with the connection broken before the response for request 1 (`delete-item`), the code panicked: deleted: ";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn a_request_that_the_code_repeats_is_reported() {
    let message = panic_of(for_each_fault(|api| {
        let client = expecting_all(&api);
        async move {
            let append = || {
                client
                    .kv_store_item()
                    .upsert_item("s", "k")
                    .append(true)
                    .body("x")
                    .send()
            };
            while append().await.is_err() {}
        }
    }));
    let start = "with the connection broken before the response for request 1 (`upsert-item`), the request was made again \
                 after it may have been processed, and it must not be repeated: UpsertItemCall { store_id: \"s\"";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn requests_that_may_be_repeated_are_not_reported() {
    at_once(for_each_fault(|api| {
        let client = expecting_all(&api);
        async move { while copy(&client).await.is_err() {} }
    }));
}

#[test]
fn equal_requests_that_the_code_makes_without_a_fault_are_not_reported() {
    at_once(for_each_fault(|api| {
        let client = expecting_all(&api);
        async move {
            for _ in 0..2 {
                let _ = client
                    .kv_store_item()
                    .upsert_item("s", "k")
                    .append(true)
                    .body("x")
                    .send()
                    .await;
            }
        }
    }));
}

#[test]
fn a_loop_without_an_end_is_reported() {
    let message = panic_of(for_each_fault(|api| {
        let client = expecting_all(&api);
        async move {
            if copy(&client).await.is_ok() {
                return;
            }
            loop {
                let _ = client.kv_store().get_store("s").send().await;
            }
        }
    }));
    assert!(
        message.contains("for request 1 (`get-item`), the code has made"),
        "{message}"
    );
    assert!(
        message.ends_with("requests, so it may never end"),
        "{message}"
    );
}

#[test]
fn an_unexpected_call_is_reported() {
    let message = panic_of(for_each_fault(|api| {
        api.get_item().reply(GetItemResponse::new("hello"));
        let client = client_of(&api);
        async move { copy(&client).await }
    }));
    assert!(
        message.starts_with("without a fault, unexpected call: UpsertItemCall {"),
        "{message}"
    );
}

#[test]
fn a_panic_before_the_first_call_is_reported() {
    let message = panic_of(for_each_fault(|_| async { panic!("too early") }));
    assert_eq!(message, "without a fault, the code panicked: too early");
}

#[test]
fn calls_of_other_tasks_count() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let faults = runtime.block_on(for_each_fault(|api| {
        let client = expecting_all(&api);
        async move { tokio::spawn(async move { copy(&client).await.map_err(drop) }).await }
    }));
    assert_eq!(faults.requests, 2);
}

#[test]
fn an_injected_fault_does_not_use_up_an_expectation() {
    let faults = at_once(for_each_fault(|api| {
        api.get_item().reply(GetItemResponse::new("hello")).times(1);
        api.upsert_item().reply(()).times(1);
        let client = client_of(&api);
        async move {
            let _ = copy(&client).await;
        }
    }));
    assert_eq!(faults.requests, 2);
}

#[test]
fn code_that_makes_no_requests_is_reported() {
    let message = panic_of(for_each_fault(|_| async {}));
    let start = "without a fault, the code made no requests, so no fault can be injected: ";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn requests_of_a_different_double_are_not_those_of_the_code() {
    let outer = Double::new();
    let client = expecting_all(&outer);
    let message = panic_of(for_each_fault(|_| async { copy(&client).await }));
    assert!(message.contains("the code made no requests"), "{message}");
    assert_eq!(outer.calls().len(), 2);
}

#[test]
fn a_fault_that_is_not_reached_is_reported() {
    let cache = std::cell::OnceCell::new();
    let message = panic_of(for_each_fault(|api| {
        let (client, cache) = (expecting_all(&api), &cache);
        async move {
            if cache.get().is_none() {
                let _ = cache.set(copy(&client).await);
            }
        }
    }));
    let start = "with the connection refused for request 1 (`get-item`), the code made no requests, so the fault was not \
                 injected: ";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn an_expectation_that_is_not_met_without_a_fault_is_reported() {
    let message = panic_of(for_each_fault(|api| {
        let client = expecting_all(&api);
        api.get_stores().fail(Fault::status(500)).times(2);
        async move { copy(&client).await }
    }));
    let start = "without a fault, the expectation of `get-stores` at ";
    assert!(
        message.starts_with(start) && message.ends_with(" has had 0 of 2 calls"),
        "{message}"
    );
}
