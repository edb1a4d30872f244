//! Calls through `fetch`, in Node.js, to `server.mjs` on the port `WASM_TEST_PORT` (when compiled).
#![cfg(all(target_family = "wasm", target_os = "unknown"))]

use std::time::Duration;

use fastly_kv_store::{Body, Client, Error, RetryPolicy};
use futures_util::{StreamExt as _, TryStreamExt as _};
use wasm_bindgen_test::wasm_bindgen_test;

/// Fails to compile unless the future of a call is `Send`, as on other targets.
fn checked<T>(call: impl Future<Output = T> + Send) -> impl Future<Output = T> {
    call
}

fn client() -> Client {
    let url = concat!("http://127.0.0.1:", env!("WASM_TEST_PORT"));
    let builder = Client::builder().token("token").base_url(url).unwrap();
    builder.timeout(Duration::from_secs(5)).build().unwrap()
}

#[wasm_bindgen_test]
async fn a_response_is_decoded() {
    let client = client();
    let call = client.kv_store().get_store("zipped").send();
    let store = checked(call).await.unwrap();
    assert_eq!(store.name.as_deref(), Some("ü"));
}

#[wasm_bindgen_test]
async fn an_error_has_its_status() {
    let client = client();
    let error = client
        .kv_store()
        .get_store("none")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[wasm_bindgen_test]
async fn a_retry_waits() {
    let client = client();
    let start = js_sys::Date::now();
    let store = client.kv_store().get_store("later").send().await.unwrap();
    assert_eq!(store.name.as_deref(), Some("attempt 2"));
    assert!(js_sys::Date::now() - start > 20.0, "no delay");
}

#[wasm_bindgen_test]
async fn a_silent_server_times_out() {
    let url = concat!("http://127.0.0.1:", env!("WASM_TEST_PORT"));
    let builder = Client::builder().token("token").base_url(url).unwrap();
    let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    let start = js_sys::Date::now();
    let error = client
        .kv_store()
        .get_store("silent")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error}");
    assert!((290.0..2000.0).contains(&(js_sys::Date::now() - start)));
}

#[wasm_bindgen_test]
async fn a_refused_connection_is_an_error() {
    let builder = Client::builder().token("token");
    let builder = builder.base_url("http://127.0.0.1:9").unwrap();
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    let error = client.kv_store().get_store("any").send().await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error}");
}

#[wasm_bindgen_test]
async fn a_body_is_read_as_a_stream() {
    let client = client();
    let item = client.kv_store_item().get_item("store", "chunks").send();
    let mut stream = item.await.unwrap().into_stream();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "first,");
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "second");
    assert!(stream.next().await.is_none());
}

#[wasm_bindgen_test]
async fn a_dropped_body_and_a_dropped_call_are_cancelled() {
    let client = client();
    let item = client.kv_store_item().get_item("store", "chunks").send();
    drop(item.await.unwrap().into_stream());
    let items = client.kv_store();
    let call = items.get_store("silent").send();
    let limit = client.kv_store_item();
    let other = limit.get_item("store", "chunks").send();
    futures_util::future::select(Box::pin(call), Box::pin(other)).await;
}

#[wasm_bindgen_test]
async fn an_incomplete_body_is_an_error() {
    let client = client();
    let item = client.kv_store_item().get_item("store", "broken").send();
    let error = item.await.unwrap().bytes().await.unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error}");
}

#[wasm_bindgen_test]
async fn a_request_body_is_sent() {
    let client = client();
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("ab"), Ok("cd")]);
    for (body, length) in [
        (Body::from("abc"), "3"),
        (Body::from_stream(chunks), "4"),
        (Body::empty(), "0"),
    ] {
        let put = client
            .kv_store_item()
            .upsert_item("store", "key")
            .body(body);
        let response = put.send().await.unwrap();
        assert_eq!(response.headers()["x-length"], length);
    }
}

#[wasm_bindgen_test]
async fn a_failed_request_body_is_an_error() {
    let client = client();
    let chunks = [Ok("ab"), Err(std::io::Error::other("lost"))];
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let put = client
        .kv_store_item()
        .upsert_item("store", "key")
        .body(body);
    let error = put.send().await.unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error}");
}
