//! The virtual time of a client of a double.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fastly_kv_store::testing::{Double, Fault, Recorded, Reply};
use fastly_kv_store::types::StoreResponse;
use fastly_kv_store::{Body, BoxError, Client, Method, RetryPolicy};
use futures::future::join_all;
use http_body_util::{BodyExt, Empty};
use tower::{Service, ServiceBuilder};

use super::{at_once, client_with_timeout};

#[test]
fn a_wait_beyond_the_timeout_is_not_waited_for() {
    let api = Double::new();
    api.get_stores()
        .fail(Fault::rate_limited(Duration::from_secs(50)));
    let client = client_with_timeout(&api, Duration::from_secs(30));
    let error = at_once(client.kv_store().get_stores().send()).expect_err("429");
    assert!(
        error.to_string().contains("beyond the timeout of 30s"),
        "{error}"
    );
    assert_eq!(api.calls().len(), 1);
}

#[test]
fn waits_count_towards_the_timeout() {
    let api = Double::new();
    api.get_stores()
        .fail(Fault::rate_limited(Duration::from_secs(20)));
    let builder = Client::builder()
        .service(api.clone())
        .token("t")
        .timeout(Duration::from_secs(50));
    let retry = RetryPolicy::default()
        .max_attempts(9)
        .max_total(Duration::from_secs(3600));
    let client = builder.retry(retry).build().expect("a valid client");
    let error = at_once(client.kv_store().get_stores().send()).expect_err("429");
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(api.calls().len(), 3, "after 0, 20 and 40 seconds");
}

#[test]
fn a_stalled_call_does_not_make_concurrent_calls_late() {
    let api = Double::new();
    api.get_store()
        .when(|call| call.store_id == "0")
        .fail(Fault::stalled());
    api.get_store().reply(StoreResponse::default());
    let stores = client_with_timeout(&api, Duration::from_secs(5)).kv_store();
    let calls = (0..50).map(|n| stores.get_store((n % 10).to_string()).send());
    let late = at_once(join_all(calls))
        .into_iter()
        .filter(Result::is_err)
        .count();
    assert_eq!(late, 5);
}

#[test]
fn time_is_virtual_in_a_runtime_with_threads_and_through_layers() {
    let api = Double::new();
    api.get_stores()
        .fail(Fault::rate_limited(Duration::from_secs(40)))
        .times(1);
    api.get_stores().fail(Fault::stalled());
    let service = ServiceBuilder::new()
        .map_request(|request| request)
        .service(api.clone());
    let builder = Client::builder().token("t").service(service);
    let client = builder
        .timeout(Duration::from_secs(60))
        .build()
        .expect("a valid client");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let start = std::time::Instant::now();
    let error = runtime
        .block_on(client.kv_store().get_stores().send())
        .expect_err("a timeout");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(api.calls().len(), 2);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_call_that_a_different_transport_receives_has_real_time() {
    let api = Double::new();
    api.delete_store().reply(());
    let requests = Arc::new(AtomicUsize::new(0));
    let (double, counted) = (api.clone(), Arc::clone(&requests));
    let service = tower::service_fn(move |request: http::Request<Body>| {
        let (mut double, counted) = (double.clone(), Arc::clone(&counted));
        async move {
            if request.method() == Method::DELETE {
                return Ok(double.call(request).await?.map(BodyExt::boxed_unsync));
            }
            counted.fetch_add(1, Ordering::Relaxed);
            let body = Empty::new().map_err(BoxError::from).boxed_unsync();
            let response = http::Response::builder().status(503).body(body);
            response.map_err(BoxError::from)
        }
    });
    let client = Client::builder().token("t").service(service).build();
    let stores = client.expect("a valid client").kv_store();
    at_once(stores.delete_store("s").send()).expect("a response");
    // This executor has no timer, so a delay of real time is not possible.
    at_once(stores.get_store("s").send()).expect_err("503");
    assert_eq!(requests.load(Ordering::Relaxed), 1);
}

#[test]
fn a_client_waits_for_the_reset_of_the_rate_limit_in_virtual_time() {
    let api = Double::new();
    let reset = || (unix_seconds() + 30).to_string();
    api.get_stores().reply(
        Reply::new()
            .header("fastly-ratelimit-remaining", "0")
            .header("fastly-ratelimit-reset", &reset())
            .body(r#"{"data": [], "meta": {}}"#),
    );
    let retry = RetryPolicy::default().wait_for_reset(true);
    let client = Client::builder()
        .token("t")
        .service(api.clone())
        .retry(retry)
        .build()
        .expect("a valid client");
    at_once(client.kv_store().get_stores().send()).expect("a page");
    at_once(client.kv_store().get_stores().send()).expect("a page");
    let waited = api.calls()[1].waited();
    assert!(waited > Duration::from_secs(25), "{waited:?}");
}

fn unix_seconds() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.expect("after 1970").as_secs()
}

#[test]
fn a_body_that_is_a_stream_of_the_test_has_real_time() {
    let api = Double::new();
    let never = futures::stream::pending::<Result<&str, std::io::Error>>();
    let body =
        fastly_kv_store::types::GetItemResponse::new(fastly_kv_store::Body::from_stream(never));
    api.get_item().reply(body);
    let client = client_with_timeout(&api, Duration::from_millis(50));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let item = client
            .kv_store_item()
            .get_item("s", "k")
            .send()
            .await
            .expect("a head");
        // The stream is the test's own, so the time is that of the clock.
        let error = item.into_inner().body.bytes().await.expect_err("no body");
        assert!(error.is_timeout(), "{error}");
    });
}

#[test]
fn a_call_starts_at_the_time_at_which_the_previous_one_ended() {
    let api = Double::new();
    let wait = Duration::from_secs(7);
    api.get_stores().fail(Fault::rate_limited(wait)).times(1);
    api.get_stores()
        .reply(Reply::new().body(r#"{"data": [], "meta": {}}"#));
    let stores = client_with_timeout(&api, Duration::from_secs(30)).kv_store();
    at_once(stores.get_stores().send()).expect("a page");
    at_once(stores.get_stores().send()).expect("a page");
    let waited: Vec<_> = api.calls().iter().map(Recorded::waited).collect();
    assert!(waited[0].is_zero() && waited[1] >= wait, "{waited:?}");
    assert_eq!(waited[2], waited[1]);
}

#[test]
fn a_stalled_attempt_is_retried_after_its_timeout() {
    let api = Double::new();
    api.get_store().fail(Fault::stalled()).times(1);
    api.get_store().reply(StoreResponse::default());
    let builder = Client::builder().token("t").service(api.clone());
    let builder = builder.timeout(Duration::from_secs(60));
    let builder = builder.attempt_timeout(Duration::from_secs(5));
    let client = builder.build().expect("a valid client");
    at_once(client.kv_store().get_store("1").send()).expect("the second attempt succeeds");
    let waited = api.calls()[1].waited();
    assert!(
        waited >= Duration::from_secs(5) && waited < Duration::from_secs(20),
        "{waited:?}"
    );
    api.verify();
}
