//! Tests of the layers of the example, over a service and over the default transport.

#[allow(dead_code, reason = "other tests use the rest")]
mod fake_api;
#[path = "../examples/layers/stack.rs"]
mod stack;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fake_api::{FakeApi, STORE};
use fastly_kv_store::{CallOptions, Client, ClientBuilder, Method};
use http::StatusCode;
use stack::{CacheLayer, Metrics};

fn builder(api: &FakeApi) -> ClientBuilder {
    Client::builder().token("t0ken").service(api.clone())
}

async fn write(client: &Client, value: &'static str) {
    let call = client.kv_store_item().upsert_item(STORE, "key");
    call.body(value).send().await.expect("a response");
}

async fn read(client: &Client) -> String {
    let call = client.kv_store_item().get_item(STORE, "key");
    let item = call.send().await.expect("an item");
    item.text().await.expect("a string")
}

#[tokio::test]
async fn requests_are_logged() {
    let log = Arc::<Mutex<Vec<String>>>::default();
    let lines = Arc::clone(&log);
    let builder = stack::with_log(builder(&FakeApi::default()), move |line| {
        lines.lock().expect("no panic").push(line.to_owned());
    });
    write(&builder.build().expect("a client"), "a").await;
    let log = log.lock().expect("no panic");
    assert_eq!(log.len(), 1);
    assert!(log[0].starts_with("200 OK after "), "{log:?}");
}

#[tokio::test]
async fn requests_wait_for_the_rate_limit() {
    let builder =
        stack::with_rate_limit(builder(&FakeApi::default()), 2, Duration::from_millis(200));
    let client = builder.build().expect("a client");
    let start = Instant::now();
    for _ in 0..3 {
        write(&client, "a").await;
    }
    assert!(
        start.elapsed() >= Duration::from_millis(150),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn responses_are_counted() {
    let metrics = Metrics::default();
    let client = builder(&FakeApi::default()).layer(metrics.clone()).build();
    let client = client.expect("a client");
    let missing = client.kv_store_item().get_item(STORE, "key").send().await;
    assert!(missing.is_err_and(|error| error.is_not_found()));
    write(&client, "a").await;
    assert_eq!(read(&client).await, "a");
    let counts = metrics.counts();
    assert_eq!(counts[&Some(StatusCode::OK)], 2);
    assert_eq!(counts[&Some(StatusCode::NOT_FOUND)], 1);
}

#[tokio::test]
async fn reads_are_cached_until_a_write() {
    let api = FakeApi::default();
    let cache = CacheLayer::new(Duration::from_secs(60));
    let client = builder(&api).layer(cache).build().expect("a client");
    write(&client, "a").await;
    for _ in 0..3 {
        assert_eq!(read(&client).await, "a");
    }
    assert_eq!(api.requests().len(), 2);
    write(&client, "b").await;
    assert_eq!(read(&client).await, "b");
    assert_eq!(api.requests().len(), 4);
}

#[tokio::test]
async fn all_layers_fit_over_the_default_transport() {
    let api = FakeApi::default();
    let metrics = Metrics::default();
    let builder = Client::builder().token("t0ken");
    let builder = builder.base_url(api.listen().await).expect("a URL");
    let builder = stack::with_log(builder, |_| {});
    let builder = stack::with_rate_limit(builder, 100, Duration::from_secs(1));
    let client = builder
        .layer(metrics.clone())
        .layer(CacheLayer::new(Duration::from_secs(60)))
        .build()
        .expect("a client");
    write(&client, "a").await;
    assert_eq!(read(&client).await, "a");
    assert_eq!(read(&client).await, "a");
    assert_eq!(metrics.counts()[&Some(StatusCode::OK)], 2);
    assert_eq!(api.requests().len(), 2);
}

#[tokio::test]
async fn an_undocumented_request_has_options_and_the_token() {
    let api = FakeApi::default();
    let client = builder(&api).header("x-team", "edge").expect("a header");
    let client = client.build().expect("a client");
    let options = CallOptions::new().header("x-trace", "7").expect("a header");
    let request = client
        .request(Method::GET, "/resources/stores/kv")
        .query("limit", 1);
    let response = request.options(options).send().await.expect("a response");
    let stores: serde_json::Value = response.json().await.expect("JSON");
    assert!(stores["data"].is_array(), "{stores}");
    let (line, headers) = api.requests().remove(0);
    assert_eq!(line, "GET /resources/stores/kv?limit=1");
    assert_eq!(headers["fastly-key"], "t0ken");
    assert_eq!(
        (&headers["x-team"], &headers["x-trace"]),
        (
            &"edge".parse().expect("a value"),
            &"7".parse().expect("a value")
        )
    );
}
