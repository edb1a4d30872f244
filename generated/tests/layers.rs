//! Tests of the layers of the example, over a service and over the default transport.

#[path = "../examples/layers/stack.rs"]
mod stack;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fastly_kv_emulator::{Emulator, Operation, SeedStore};
use fastly_kv_store::{Body, CallOptions, Client, ClientBuilder, Method};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use stack::{CacheLayer, Metrics};

const STORE: &str = "store";

/// Returns the builder of a client whose service responds to every request with an empty body.
fn over_a_service() -> ClientBuilder {
    let respond = |_: Request<Body>| async {
        Ok::<_, std::io::Error>(Response::new(Full::<bytes::Bytes>::default()))
    };
    let service = tower::service_fn(respond);
    Client::builder().token("t0ken").service(service)
}

/// Starts an emulator with a store, and returns the builder of a client of it.
async fn emulator() -> (Emulator, ClientBuilder) {
    let emulator = Emulator::builder().token("t0ken").start().await;
    let emulator = emulator.expect("a free port");
    let store = SeedStore::new("assets").id(STORE);
    emulator.seed_store(store).expect("a new store");
    let builder = Client::builder().token("t0ken").base_url(emulator.url());
    (emulator, builder.expect("a valid URL"))
}

/// Returns the numbers of writes and of reads that an emulator has received.
fn requests(emulator: &Emulator) -> [u64; 2] {
    [Operation::UpsertItem, Operation::GetItem].map(|operation| emulator.requests(operation))
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
    let builder = stack::with_log(over_a_service(), move |line| {
        lines.lock().expect("no panic").push(line.to_owned());
    });
    write(&builder.build().expect("a client"), "a").await;
    let log = log.lock().expect("no panic");
    assert_eq!(log.len(), 1);
    assert!(log[0].starts_with("200 OK after "), "{log:?}");
}

#[tokio::test]
async fn requests_wait_for_the_rate_limit() {
    let builder = stack::with_rate_limit(over_a_service(), 2, Duration::from_millis(200));
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
    let (_emulator, builder) = emulator().await;
    let client = builder.layer(metrics.clone()).build().expect("a client");
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
    let (emulator, builder) = emulator().await;
    let cache = CacheLayer::new(Duration::from_secs(60));
    let client = builder.layer(cache).build().expect("a client");
    write(&client, "a").await;
    for _ in 0..3 {
        assert_eq!(read(&client).await, "a");
    }
    assert_eq!(requests(&emulator), [1, 1]);
    write(&client, "b").await;
    assert_eq!(read(&client).await, "b");
    assert_eq!(requests(&emulator), [2, 2]);
}

#[tokio::test]
async fn all_layers_fit_over_the_default_transport() {
    let (emulator, builder) = emulator().await;
    let metrics = Metrics::default();
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
    assert_eq!(requests(&emulator), [1, 1]);
}

#[tokio::test]
async fn an_undocumented_request_has_options_and_the_token() {
    let (_emulator, builder) = emulator().await;
    let sent = Arc::<Mutex<Vec<_>>>::default();
    let seen = Arc::clone(&sent);
    let observe = tower::util::MapRequestLayer::new(move |request: Request<Body>| {
        let target = (
            request.uri().path().to_owned(),
            request.uri().query().map(str::to_owned),
        );
        let mut seen = seen.lock().expect("no panic");
        seen.push((request.method().clone(), target, request.headers().clone()));
        request
    });
    let builder = builder.header("x-team", "edge").expect("a header");
    let client = builder.layer(observe).build().expect("a client");
    let options = CallOptions::new().header("x-trace", "7").expect("a header");
    let request = client
        .request(Method::GET, "/resources/stores/kv")
        .query("limit", 1);
    let response = request.options(options).send().await.expect("a response");
    let stores: serde_json::Value = response.json().await.expect("JSON");
    assert!(stores["data"].is_array(), "{stores}");
    let (method, (path, query), headers) = sent.lock().expect("no panic").remove(0);
    assert_eq!(method, Method::GET);
    assert_eq!(
        (path.as_str(), query.as_deref()),
        ("/resources/stores/kv", Some("limit=1"))
    );
    assert_eq!(headers["fastly-key"], "t0ken");
    assert_eq!(
        (&headers["x-team"], &headers["x-trace"]),
        (
            &"edge".parse().expect("a value"),
            &"7".parse().expect("a value")
        )
    );
}
