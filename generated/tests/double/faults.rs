//! The ways in which a call can fail.

use std::time::Duration;

use fastly_kv_store::Error;
use fastly_kv_store::testing::{Double, Fault, Recorded, Reply};
use fastly_kv_store::types::{GetItemResponse, StoreResponse};

use super::{at_once, client_of, client_with_timeout, client_without_retries};

#[test]
fn a_refused_connection_is_retried_even_if_the_request_must_not_be_repeated() {
    let api = Double::new();
    api.upsert_item().fail(Fault::refused()).times(2);
    api.upsert_item().reply(());
    let call = client_of(&api)
        .kv_store_item()
        .upsert_item("s", "k")
        .append(true)
        .body("x");
    at_once(call.send()).expect("the third attempt succeeds");
    let attempts: Vec<u32> = api.calls().iter().map(Recorded::attempt).collect();
    assert_eq!(attempts, [1, 2, 3]);
}

#[test]
fn a_connection_that_breaks_is_retried_only_if_the_request_may_be_repeated() {
    let api = Double::new();
    api.upsert_item()
        .fail(Fault::broken_before_response())
        .times(2);
    api.upsert_item().reply(());
    let items = client_of(&api).kv_store_item();
    let error = at_once(items.upsert_item("s", "k").append(true).body("x").send());
    let error = error.expect_err("it may have been appended");
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
    assert_eq!(api.calls().len(), 1);
    at_once(items.upsert_item("s", "k").body("x").send()).expect("the second attempt succeeds");
    assert_eq!(api.calls().len(), 3);
}

#[test]
fn a_truncated_body_is_that_of_the_next_reply() {
    let api = Double::new();
    api.get_item()
        .fail(Fault::truncated(3))
        .then_reply(GetItemResponse::new("hello").generation(7));
    let items = client_of(&api).kv_store_item();
    let item = at_once(items.get_item("s", "k").send()).expect("a head");
    assert_eq!(item.generation, Some(7));
    let error = at_once(item.into_inner().body.bytes()).expect_err("the body ends early");
    assert!(
        matches!(error, Error::Body(_)) && error.to_string().contains("3 bytes"),
        "{error}"
    );
    let item = at_once(items.get_item("s", "k").send()).expect("a response");
    assert_eq!(
        at_once(item.into_inner().body.bytes()).expect("a body"),
        "hello"
    );
}

#[test]
fn a_truncated_body_without_a_reply_has_spaces() {
    let api = Double::new();
    api.get_item().fail(Fault::truncated(2));
    api.get_store()
        .reply(Reply::new().json(&"long enough").truncated(4));
    let client = client_of(&api);
    let item = at_once(client.kv_store_item().get_item("s", "k").send()).expect("a head");
    assert!(at_once(item.into_inner().body.bytes()).is_err());
    let error = at_once(client.kv_store().get_store("1").send()).expect_err("the body ends early");
    assert!(matches!(error, Error::Body(_)), "{error:?}");
}

#[test]
fn a_stalled_response_times_out_at_once() {
    let api = Double::new();
    api.get_stores().fail(Fault::stalled());
    let client = client_with_timeout(&api, Duration::from_secs(3600));
    let error = at_once(client.kv_store().get_stores().send()).expect_err("it never arrives");
    assert!(
        error.is_timeout() && error.to_string().contains("3600s"),
        "{error}"
    );
    api.verify();
}

#[test]
fn a_stalled_response_without_a_timeout_fails_with_a_message() {
    let api = Double::new();
    api.get_stores().fail(Fault::stalled());
    let error =
        at_once(client_of(&api).kv_store().get_stores().send()).expect_err("it never arrives");
    let message = "the response to `get-stores` never arrives, and nothing limits the wait: set `ClientBuilder::timeout`";
    assert_eq!(error.to_string(), message);
    assert_eq!(api.problems(), [message]);
    assert_eq!(api.calls().len(), 1);
}

#[test]
fn a_rate_limit_is_waited_for() {
    let api = Double::new();
    api.create_store()
        .fail(Fault::rate_limited(Duration::from_secs(7)))
        .then_reply(StoreResponse::default());
    let stores = client_of(&api).kv_store();
    at_once(
        stores
            .create_store(&fastly_kv_store::types::Store::new("a"))
            .send(),
    )
    .expect("a response");
    let waited = api.calls()[1].waited();
    assert!(
        waited >= Duration::from_secs(7) && waited < Duration::from_secs(20),
        "{waited:?}"
    );
}

#[test]
fn a_rate_limit_has_the_headers_of_the_api() {
    let api = Double::new();
    api.get_stores()
        .fail(Fault::rate_limited(Duration::from_millis(6_500)));
    let error =
        at_once(client_without_retries(&api).kv_store().get_stores().send()).expect_err("429");
    assert!(error.is_rate_limited());
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.headers()["retry-after"], "7");
    assert_eq!(error.headers()["fastly-ratelimit-remaining"], "0");
    assert!(error.headers().contains_key("fastly-ratelimit-reset"));
}
