//! Calls of `get-item` that replay its recordings.

use fastly_kv_store::Client;
use futures::TryStreamExt;

use crate::{KEYS, STORE, failure, failure_that_says, replays, success};

/// The generation that most recordings have.
const GENERATION: u64 = 1_762_154_109_447_203;

replays! {
    reads_an_item: "get-item/200";
    reads_an_item_as_a_string: "get-item/200";
    streams_an_item: "get-item/200-every-byte";
    reads_an_empty_value: "get-item/200-empty-value";
    treats_empty_metadata_as_none: "get-item/200-empty-metadata";
    reads_metadata_as_utf8: "get-item/200-utf8-metadata";
    accepts_missing_headers: "get-item/200-no-headers";
    reads_64_bit_generations: "get-item/200-largest-generation";
    reads_every_byte_unchanged: "get-item/200-every-byte";
    does_not_interpret_a_json_value: "get-item/200-json-value";
    reads_any_key: "get-item/200-key-space", "get-item/200-key-slash", "get-item/200-key-percent",
        "get-item/200-key-plus", "get-item/200-key-utf8", "get-item/200-key-punctuation", "get-item/200-key-dots";
    reports_a_missing_item: "get-item/404";
    reports_an_html_error_from_a_proxy: "get-item/404-html";
    reports_an_error_without_a_body: "get-item/404-empty";
}

async fn reads_an_item(client: Client) {
    let item = success(
        client
            .kv_store_item()
            .get_item(STORE, "greeting")
            .send()
            .await,
        "get-item/200",
    );
    assert_eq!(item.generation, Some(GENERATION));
    assert_eq!(item.metadata.as_deref(), Some("written by build 7"));
    assert_eq!(item.bytes().await.expect("the value"), "hello");
}

async fn reads_an_item_as_a_string(client: Client) {
    let item = success(
        client
            .kv_store_item()
            .get_item(STORE, "greeting")
            .send()
            .await,
        "get-item/200",
    );
    assert_eq!(item.text().await.expect("the value"), "hello");
}

async fn streams_an_item(client: Client) {
    let item = client.kv_store_item().get_item(STORE, "bytes").send().await;
    let stream = success(item, "get-item/200-every-byte").into_stream();
    let pieces: Vec<bytes::Bytes> = stream.try_collect().await.expect("the value");
    assert_eq!(pieces.concat(), (0..=255).collect::<Vec<u8>>());
}

async fn reads_an_empty_value(client: Client) {
    let item = client.kv_store_item().get_item(STORE, "empty").send().await;
    assert_eq!(
        success(item, "get-item/200-empty-value")
            .bytes()
            .await
            .expect("the value"),
        ""
    );
}

async fn treats_empty_metadata_as_none(client: Client) {
    let item = client
        .kv_store_item()
        .get_item(STORE, "greeting")
        .send()
        .await;
    let item = success(item, "get-item/200-empty-metadata");
    assert_eq!(item.metadata, None);
    assert_eq!(item.generation, Some(GENERATION));
}

async fn reads_metadata_as_utf8(client: Client) {
    let item = client
        .kv_store_item()
        .get_item(STORE, "greeting")
        .send()
        .await;
    let item = success(item, "get-item/200-utf8-metadata");
    assert_eq!(item.metadata.as_deref(), Some("Größe: 3 µm, 大きさ"));
}

async fn accepts_missing_headers(client: Client) {
    let item = client
        .kv_store_item()
        .get_item(STORE, "greeting")
        .send()
        .await;
    let item = success(item, "get-item/200-no-headers");
    assert_eq!((item.generation, &item.metadata), (None, &None));
    assert_eq!(item.bytes().await.expect("the value"), "hello");
}

async fn reads_64_bit_generations(client: Client) {
    let item = client
        .kv_store_item()
        .get_item(STORE, "greeting")
        .send()
        .await;
    assert_eq!(
        success(item, "get-item/200-largest-generation").generation,
        Some(u64::MAX)
    );
}

async fn reads_every_byte_unchanged(client: Client) {
    let item = client.kv_store_item().get_item(STORE, "bytes").send().await;
    let value = success(item, "get-item/200-every-byte")
        .bytes()
        .await
        .expect("the value");
    assert_eq!(value, (0..=255).collect::<Vec<u8>>());
}

async fn does_not_interpret_a_json_value(client: Client) {
    let item = client
        .kv_store_item()
        .get_item(STORE, "settings")
        .send()
        .await;
    let value = success(item, "get-item/200-json-value")
        .text()
        .await
        .expect("the value");
    assert_eq!(value, "{ \"a\" : \"\\u0061\" }\n");
}

async fn reads_any_key(client: Client) {
    for (variant, key) in KEYS {
        let item = client.kv_store_item().get_item(STORE, *key).send().await;
        let value = success(item, &format!("get-item/200-key-{variant}"))
            .bytes()
            .await;
        assert_eq!(value.expect("the value"), "found");
    }
}

async fn reports_a_missing_item(client: Client) {
    let result = client
        .kv_store_item()
        .get_item(STORE, "missing")
        .send()
        .await;
    assert!(
        failure_that_says(result, "get-item/404", "there is no item with this key").is_not_found()
    );
}

async fn reports_an_html_error_from_a_proxy(client: Client) {
    let result = client
        .kv_store_item()
        .get_item(STORE, "missing")
        .send()
        .await;
    assert!(failure(result, "get-item/404-html").is_not_found());
}

async fn reports_an_error_without_a_body(client: Client) {
    let result = client
        .kv_store_item()
        .get_item(STORE, "missing")
        .send()
        .await;
    assert!(failure(result, "get-item/404-empty").is_not_found());
}
