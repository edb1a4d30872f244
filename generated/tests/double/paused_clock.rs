//! A double in a runtime whose clock is paused, which the code's own timers share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fastly_kv_store::testing::{Double, Fault, Recorded, for_each_fault};
use fastly_kv_store::types::StoreResponse;
use fastly_kv_store::{BoxError, Client, Error};
use tokio::time::{Instant, sleep, timeout};
use tower::Service;

use super::{client_of, client_with_timeout};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_timeout_of_the_code_ends_a_stall() {
    let api = Double::new();
    api.get_store().fail(Fault::stalled());
    let start = Instant::now();
    let stores = client_of(&api).kv_store();
    let outcome = timeout(2 * SECOND, stores.get_store("s").send()).await;
    assert!(outcome.is_err(), "the code's timeout");
    assert_eq!(start.elapsed().as_secs(), 2);
    api.verify();
}

#[tokio::test(start_paused = true)]
async fn the_earliest_timeout_ends_a_stall() {
    let api = Double::new();
    api.get_store().fail(Fault::stalled());
    let stores = client_with_timeout(&api, 5 * SECOND).kv_store();
    let outer = timeout(2 * SECOND, stores.get_store("s").send()).await;
    assert!(outer.is_err(), "the code's timeout");
    let inner = timeout(9 * SECOND, stores.get_store("s").send()).await;
    let error = inner.expect("the client's timeout").expect_err("a stall");
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_a_layer_ends_a_stall() {
    let api = Double::new();
    api.get_store().fail(Fault::stalled()).times(1);
    api.get_store().reply(StoreResponse::default());
    let service = tower::service_fn(move |request| {
        let response = api.clone().call(request);
        async move {
            let response = timeout(SECOND, response).await;
            response
                .map_err(|_| BoxError::from(std::io::Error::from(std::io::ErrorKind::TimedOut)))?
        }
    });
    let client = Client::builder().token("t").service(service).build();
    let stores = client.expect("a valid client").kv_store();
    stores
        .get_store("s")
        .send()
        .await
        .expect("the second attempt");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_the_code_sees_the_delays_of_the_client() {
    let api = Double::new();
    let wait = 20 * SECOND;
    api.get_store().fail(Fault::rate_limited(wait)).times(1);
    api.get_store().reply(StoreResponse::default());
    let stores = client_of(&api).kv_store();
    let early = timeout(wait / 2, stores.get_store("s").send()).await;
    assert!(early.is_err(), "the code's timeout");
    sleep(SECOND).await;
    stores.get_store("s").send().await.expect("a store");
    let waited: Vec<u64> = api
        .calls()
        .iter()
        .map(|call| call.waited().as_secs())
        .collect();
    assert_eq!(waited, [0, 11]);
}

#[tokio::test(start_paused = true)]
async fn a_retry_waits_on_the_paused_clock() {
    let api = Double::new();
    api.get_store()
        .fail(Fault::rate_limited(7 * SECOND))
        .times(1);
    api.get_store().reply(StoreResponse::default());
    let start = Instant::now();
    let stores = client_of(&api).kv_store();
    stores.get_store("s").send().await.expect("a store");
    assert!(start.elapsed() >= 7 * SECOND, "{:?}", start.elapsed());
    let waited: Vec<Duration> = api.calls().iter().map(Recorded::waited).collect();
    assert!(waited[0].is_zero() && waited[1] >= 7 * SECOND, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_stall_that_nothing_limits_is_reported() {
    let api = Double::new();
    api.get_store().fail(Fault::stalled());
    let error = client_of(&api).kv_store().get_store("s").send().await;
    let error = error.expect_err("a stall");
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    assert!(
        error.to_string().contains("nothing limits the wait"),
        "{error}"
    );
}

#[tokio::test]
async fn a_clock_that_advances_by_hand_ends_a_stall() {
    tokio::time::pause();
    let api = Double::new();
    api.get_store().fail(Fault::stalled());
    let stores = client_of(&api).kv_store();
    let call =
        tokio::spawn(async move { timeout(60 * SECOND, stores.get_store("s").send()).await });
    tokio::task::yield_now().await;
    tokio::time::advance(61 * SECOND).await;
    assert!(call.await.expect("no panic").is_err(), "the code's timeout");
}

#[tokio::test(start_paused = true)]
async fn faults_are_injected_on_a_paused_clock() {
    let late = AtomicUsize::new(0);
    let faults = for_each_fault(|api| {
        let late = &late;
        async move {
            api.get_store().reply(StoreResponse::default());
            let stores = client_of(&api).kv_store();
            let limited = timeout(3_600 * SECOND, stores.get_store("s").send()).await;
            late.fetch_add(usize::from(limited.is_err()), Ordering::Relaxed);
        }
    })
    .await;
    assert_eq!((faults.requests, faults.runs), (1, 8));
    assert_eq!(late.into_inner(), 1, "the stall");
}
