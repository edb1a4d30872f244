//! Calls of `upsert-item` that replay its recordings.

use std::io;

use bytes::Bytes;
use fastly_kv_store::{Body, Client, Error};
use futures::stream;

use crate::{KEYS, STORE, failure, failure_that_says, over_the_limit, replays, success};

/// The generation that the conditional writes ask for.
const GENERATION: u64 = 1_762_154_109_447_203;

replays! {
    writes_a_string: "upsert-item/200";
    writes_an_empty_value_without_a_body: "upsert-item/200-no-body";
    writes_every_byte_unchanged: "upsert-item/200-every-byte";
    does_not_quote_a_json_value: "upsert-item/200-json-value";
    writes_a_stream: "upsert-item/200-stream";
    writes_metadata: "upsert-item/200-metadata";
    writes_metadata_as_utf8: "upsert-item/200-metadata-utf8";
    writes_an_item_with_a_time_to_live: "upsert-item/200-time-to-live";
    writes_if_the_generation_matches: "upsert-item/200-if-generation-match";
    writes_if_the_item_does_not_exist: "upsert-item/200-if-generation-match-0";
    adds_an_item: "upsert-item/200-add";
    appends_to_an_item: "upsert-item/200-append";
    prepends_to_an_item: "upsert-item/200-prepend";
    fetches_in_the_background: "upsert-item/200-background-fetch";
    sends_a_false_flag: "upsert-item/200-add-false";
    sends_all_arguments_in_order: "upsert-item/200-all-arguments";
    writes_any_key: "upsert-item/200-key-space", "upsert-item/200-key-slash", "upsert-item/200-key-percent",
        "upsert-item/200-key-plus", "upsert-item/200-key-utf8", "upsert-item/200-key-punctuation",
        "upsert-item/200-key-dots";
    reports_an_exceeded_limit: "upsert-item/400";
    reports_a_missing_store: "upsert-item/404";
    reports_an_existing_item: "upsert-item/412-add";
    reports_a_generation_mismatch: "upsert-item/412-generation";
    reports_the_rate_limit: "upsert-item/429";
    reports_an_error_without_a_body: "upsert-item/503-empty";
}

async fn writes_a_string(client: Client) {
    let response = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello")
        .send()
        .await;
    let response = success(response, "upsert-item/200");
    assert_eq!(
        response.rate_limit().and_then(|limit| limit.remaining),
        Some(994)
    );
}

async fn writes_an_empty_value_without_a_body(client: Client) {
    success(
        client
            .kv_store_item()
            .upsert_item(STORE, "empty")
            .send()
            .await,
        "upsert-item/200-no-body",
    );
}

async fn writes_every_byte_unchanged(client: Client) {
    let value: Vec<u8> = (0..=255).collect();
    let response = client
        .kv_store_item()
        .upsert_item(STORE, "bytes")
        .body(value)
        .send()
        .await;
    success(response, "upsert-item/200-every-byte");
}

async fn does_not_quote_a_json_value(client: Client) {
    let response = client
        .kv_store_item()
        .upsert_item(STORE, "settings")
        .body("\"hello\"")
        .send()
        .await;
    success(response, "upsert-item/200-json-value");
}

async fn writes_a_stream(client: Client) {
    let pieces =
        ["first, ", "second ", "and third"].map(|piece| Ok::<_, io::Error>(Bytes::from(piece)));
    let body = Body::from_stream(stream::iter(pieces));
    let response = client
        .kv_store_item()
        .upsert_item(STORE, "streamed")
        .body(body)
        .send()
        .await;
    success(response, "upsert-item/200-stream");
}

async fn writes_metadata(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(
        call.metadata("written by build 7").send().await,
        "upsert-item/200-metadata",
    );
}

async fn writes_metadata_as_utf8(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(
        call.metadata("Größe: 3 µm, 大きさ").send().await,
        "upsert-item/200-metadata-utf8",
    );
}

async fn writes_an_item_with_a_time_to_live(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(
        call.time_to_live_sec(3600).send().await,
        "upsert-item/200-time-to-live",
    );
}

async fn writes_if_the_generation_matches(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(
        call.if_generation_match(GENERATION).send().await,
        "upsert-item/200-if-generation-match",
    );
}

async fn writes_if_the_item_does_not_exist(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(
        call.if_generation_match(0).send().await,
        "upsert-item/200-if-generation-match-0",
    );
}

async fn adds_an_item(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(call.add(true).send().await, "upsert-item/200-add");
}

async fn appends_to_an_item(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(call.append(true).send().await, "upsert-item/200-append");
}

async fn prepends_to_an_item(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(call.prepend(true).send().await, "upsert-item/200-prepend");
}

async fn fetches_in_the_background(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(
        call.background_fetch(true).send().await,
        "upsert-item/200-background-fetch",
    );
}

async fn sends_a_false_flag(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    success(call.add(false).send().await, "upsert-item/200-add-false");
}

async fn sends_all_arguments_in_order(client: Client) {
    let call = client.kv_store_item().upsert_item(STORE, "greeting");
    let call = call
        .background_fetch(true)
        .prepend(false)
        .append(true)
        .add(true)
        .body("hello");
    let call = call
        .metadata("v1")
        .time_to_live_sec(60)
        .if_generation_match(0);
    success(call.send().await, "upsert-item/200-all-arguments");
}

async fn writes_any_key(client: Client) {
    for (variant, key) in KEYS {
        let response = client
            .kv_store_item()
            .upsert_item(STORE, *key)
            .body("hello")
            .send()
            .await;
        success(response, &format!("upsert-item/200-key-{variant}"));
    }
}

async fn reports_an_exceeded_limit(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    let result = call.metadata("too long").send().await;
    failure_that_says(
        result,
        "upsert-item/400",
        "metadata is limited to 2000 bytes",
    );
}

async fn reports_a_missing_store(client: Client) {
    let result = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello")
        .send()
        .await;
    let error = failure_that_says(result, "upsert-item/404", "there is no store with this id");
    assert!(error.is_not_found());
}

async fn reports_an_existing_item(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    let error = failure(call.add(true).send().await, "upsert-item/412-add");
    assert!(error.is_precondition_failed());
    let Error::Api(api) = error else {
        unreachable!("checked by `failure`")
    };
    assert_eq!(api.message(), None);
}

async fn reports_a_generation_mismatch(client: Client) {
    let call = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello");
    let error = failure(
        call.if_generation_match(GENERATION).send().await,
        "upsert-item/412-generation",
    );
    assert!(error.is_precondition_failed());
}

async fn reports_the_rate_limit(client: Client) {
    let result = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello")
        .send()
        .await;
    over_the_limit(result, "upsert-item/429");
}

async fn reports_an_error_without_a_body(client: Client) {
    let result = client
        .kv_store_item()
        .upsert_item(STORE, "greeting")
        .body("hello")
        .send()
        .await;
    failure(result, "upsert-item/503-empty");
}
