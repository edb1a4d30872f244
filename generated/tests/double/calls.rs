//! The calls that a double has received.

use fastly_kv_store::testing::{Double, Fault, Recorded};
use fastly_kv_store::types::{BatchItem, BatchResponse, Location, Store, StoreResponse};
use fastly_kv_store::{Body, Error, Method};
use futures::stream;

use super::{at_once, client_of};

#[test]
fn calls_have_their_arguments_with_their_types() {
    let api = Double::new();
    api.create_store().reply(StoreResponse::default());
    api.upsert_item().reply(());
    let client = client_of(&api);
    let store = Store::new("assets");
    let call = client
        .kv_store()
        .create_store(&store)
        .location(Location::Eu);
    at_once(call.send()).expect("a response");
    let items = client.kv_store_item();
    let call = items
        .upsert_item("s", "a/b c")
        .time_to_live_sec(60)
        .add(true)
        .metadata("m");
    at_once(call.body("hello").send()).expect("a response");
    let [created] = &api.create_store().calls()[..] else {
        panic!("one call")
    };
    assert_eq!(
        (&created.body, &created.location),
        (&store, &Some(Location::Eu))
    );
    let [written] = &api.upsert_item().calls()[..] else {
        panic!("one call")
    };
    assert_eq!((&*written.store_id, &*written.key), ("s", "a/b c"));
    assert_eq!(
        (written.time_to_live_sec, written.add, written.append),
        (Some(60), Some(true), None)
    );
    assert_eq!(
        (written.metadata.as_deref(), written.body.as_deref()),
        (Some("m"), Some(&b"hello"[..]))
    );
    let all = api.calls();
    let operations: Vec<&str> = all.iter().map(Recorded::operation).collect();
    assert_eq!(operations, ["create-store", "upsert-item"]);
    assert_eq!(
        all[1].target(),
        "/resources/stores/kv/s/keys/a%2Fb%20c?add=true"
    );
    assert_eq!(all[1].argument("time_to_live_sec"), Some(&60.into()));
    assert_eq!(
        (all[1].method().as_str(), all[1].body().as_ref()),
        ("PUT", &b"hello"[..])
    );
    assert_eq!(all[1].headers()["metadata"], "m");
}

#[test]
fn a_body_that_is_not_set_is_absent_and_an_empty_one_is_not() {
    let api = Double::new();
    api.upsert_item().reply(());
    let items = client_of(&api).kv_store_item();
    at_once(items.upsert_item("s", "k").send()).expect("a response");
    at_once(items.upsert_item("s", "k").body("").send()).expect("a response");
    let bodies: Vec<_> = api
        .upsert_item()
        .calls()
        .into_iter()
        .map(|call| call.body)
        .collect();
    assert_eq!(bodies, [None, Some("".into())]);
}

#[test]
fn streams_are_read_to_their_end() {
    let api = Double::new();
    api.upsert_item().reply(());
    api.upsert_batch().reply(BatchResponse::default());
    let items = client_of(&api).kv_store_item();
    let chunks = stream::iter([Ok::<_, Error>("a"), Ok("b")]);
    at_once(
        items
            .upsert_item("s", "k")
            .body(Body::from_stream(chunks))
            .send(),
    )
    .expect("a response");
    at_once(
        items
            .upsert_batch("s", (0..3).map(|n| BatchItem::new(n.to_string(), "v")))
            .send(),
    )
    .expect("a response");
    assert_eq!(
        api.upsert_item().calls()[0].body.as_deref(),
        Some(&b"ab"[..])
    );
    let batch = &api.upsert_batch().calls()[0].body;
    let keys: Vec<&str> = batch.iter().map(|item| &*item.key).collect();
    assert_eq!(keys, ["0", "1", "2"]);
    assert_eq!(batch[0].value, "v");
}

#[test]
fn a_stream_that_fails_is_an_error_of_the_body() {
    let api = Double::new();
    api.upsert_item().reply(());
    let chunks = stream::iter([Ok("a"), Err(std::io::Error::other("no disk"))]);
    let call = client_of(&api)
        .kv_store_item()
        .upsert_item("s", "k")
        .body(Body::from_stream(chunks));
    let error = at_once(call.send()).expect_err("the stream fails");
    assert!(matches!(error, Error::Body(_)), "{error:?}");
}

#[test]
fn the_token_is_never_shown() {
    let api = Double::new();
    api.get_stores().fail(Fault::status(500));
    let client = client_of(&api);
    let error = at_once(client.kv_store().get_stores().send()).expect_err("500");
    let unexpected = at_once(client.kv_store().delete_store("s").send()).expect_err("unexpected");
    let shown = format!(
        "{api:?} {:?} {error:?} {unexpected:?} {:?}",
        api.calls(),
        api.calls()[0].headers()
    );
    assert!(!shown.contains("token-of-the-test"), "{shown}");
    assert!(!api.calls()[0].headers().contains_key("fastly-key"));
    assert!(
        shown.contains("GetStoresCall { cursor: None, limit: None, name: None } (attempt 2)"),
        "{shown}"
    );
}

#[test]
fn a_request_of_another_client_is_refused() {
    use tower::{Service, ServiceExt};
    let mut api = Double::new();
    let request = http::Request::new(Body::empty());
    let response = at_once(async { api.ready().await.expect("ready").call(request).await });
    let error = response.expect_err("not a call").to_string();
    assert!(
        error.contains("has not been made by a client of this crate"),
        "{error}"
    );
}

#[test]
fn requests_that_are_not_of_an_operation_have_expectations() {
    let api = Double::new();
    api.custom()
        .when(|call| call.method == http::Method::POST && call.target == "/purge?soft=1")
        .reply("done");
    let client = client_of(&api);
    let request = || client.request(http::Method::POST, "/purge");
    let response = at_once(request().query("soft", 1).send()).expect("a response");
    assert_eq!(
        at_once(response.into_inner().text()).expect("a body"),
        "done"
    );
    assert_eq!(
        (api.custom().calls().len(), api.calls()[0].operation()),
        (1, "Client::request")
    );
    let error = at_once(request().send()).expect_err("unexpected");
    assert!(
        error.to_string().contains("unexpected call: POST /purge;"),
        "{error}"
    );
    let shown = format!("{:?}", api.calls());
    assert!(!shown.contains("token-of-the-test"), "{shown}");
}

#[test]
fn a_request_that_is_not_documented_has_its_own_method() {
    let api = Double::new();
    let method = Method::from_bytes(b"PURGE").expect("a method");
    let request = client_of(&api).request(method, "/resources/cache");
    let error = at_once(request.send()).expect_err("it is not expected");
    let start = "unexpected call: PURGE /resources/cache";
    assert!(error.to_string().starts_with(start), "{error}");
    assert_eq!(api.calls()[0].method().as_str(), "PURGE");
}
