//! Calls of `upsert-batch` that replay its recordings.

use fastly_kv_store::kv_store_item::{DeleteItem, UpsertBatch, UpsertBatchFailure};
use fastly_kv_store::types::{BatchItem, BatchResponse};
use fastly_kv_store::{Client, Error, Response};

use crate::{STORE, failure, over_the_limit, replays, success};

replays! {
    writes_one_item: "upsert-batch/200";
    writes_several_items: "upsert-batch/200-several";
    writes_every_byte_unchanged: "upsert-batch/200-every-byte";
    accepts_missing_optional_fields: "upsert-batch/200-sparse";
    reports_failed_lines: "upsert-batch/400";
    reports_an_html_error_from_a_proxy: "upsert-batch/400-html";
    reports_the_rate_limit: "upsert-batch/429";
}

async fn writes_one_item(client: Client) {
    let items = [BatchItem::new("k1", "v1")];
    let batch = success(
        client
            .kv_store_item()
            .upsert_batch(STORE, items)
            .send()
            .await,
        "upsert-batch/200",
    );
    assert_eq!(batch.title.as_deref(), Some("success"));
    assert_eq!(batch.r#type.as_deref(), Some(""));
    assert!(batch.errors.as_ref().is_some_and(Vec::is_empty));
    assert_eq!(
        batch.rate_limit().and_then(|limit| limit.remaining),
        Some(994)
    );
}

async fn writes_several_items(client: Client) {
    let items = vec![
        BatchItem::new("k1", "v1"),
        BatchItem::new("a b/ü", "").time_to_live_sec(60),
        BatchItem::new("\"k\"", "{\"a\":1}").metadata("Größe"),
        BatchItem::new("k4", "v4")
            .time_to_live_sec(0)
            .metadata("")
            .background_fetch(true),
    ];
    let batch = client
        .kv_store_item()
        .upsert_batch(STORE, items)
        .send()
        .await;
    success(batch, "upsert-batch/200-several");
}

async fn writes_every_byte_unchanged(client: Client) {
    let items = [BatchItem::new("bytes", (0..=255).collect::<Vec<u8>>())];
    let batch = client
        .kv_store_item()
        .upsert_batch(STORE, items)
        .send()
        .await;
    success(batch, "upsert-batch/200-every-byte");
}

async fn accepts_missing_optional_fields(client: Client) {
    let items = [BatchItem::new("k1", "v1")];
    let batch = client
        .kv_store_item()
        .upsert_batch(STORE, items)
        .send()
        .await;
    let batch = success(batch, "upsert-batch/200-sparse");
    assert!(batch.title.is_none() && batch.r#type.is_none() && batch.errors.is_none());
}

async fn reports_failed_lines(client: Client) {
    let error = failure(write_two_items(client).await, "upsert-batch/400");
    assert!(error.failure::<DeleteItem>().is_none(), "another operation");
    let typed = error.failure::<UpsertBatch>();
    let Error::Api(api) = error else {
        unreachable!("checked by `failure`")
    };
    let batch: BatchResponse = api.json().expect("a batch response");
    assert_eq!(typed, Some(UpsertBatchFailure::BadRequest(batch.clone())));
    assert_eq!(batch.title.as_deref(), Some("1 of 2 items failed"));
    let errors = batch.errors.unwrap_or_default();
    let [failed] = &errors[..] else {
        panic!("{errors:?}")
    };
    assert_eq!(failed.key.as_deref(), Some("k2"));
    assert_eq!(failed.index, Some(1));
    assert_eq!(failed.code.as_deref(), Some("413"));
    assert_eq!(failed.reason.as_deref(), Some("the value is too large"));
}

async fn reports_an_html_error_from_a_proxy(client: Client) {
    let error = failure(write_two_items(client).await, "upsert-batch/400-html");
    assert!(error.failure::<UpsertBatch>().is_none(), "no report");
    let Error::Api(api) = error else {
        unreachable!("checked by `failure`")
    };
    assert!(api.json::<BatchResponse>().is_err());
}

async fn reports_the_rate_limit(client: Client) {
    over_the_limit(write_two_items(client).await, "upsert-batch/429");
}

async fn write_two_items(client: Client) -> Result<Response<BatchResponse>, Error> {
    let items = [BatchItem::new("k1", "v1"), BatchItem::new("k2", "not fit")];
    client
        .kv_store_item()
        .upsert_batch(STORE, items)
        .send()
        .await
}
