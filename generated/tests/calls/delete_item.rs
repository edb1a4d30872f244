//! Calls of `delete-item` that replay its recordings.

use fastly_kv_store::Client;

use crate::{KEYS, STORE, failure, failure_that_says, over_the_limit, replays, success};

/// The generation that the conditional calls ask for.
const GENERATION: u64 = 1_762_154_109_447_203;

replays! {
    deletes_an_item: "delete-item/204";
    deletes_an_item_with_force: "delete-item/204-force";
    deletes_a_generation: "delete-item/204-if-generation-match";
    sends_all_arguments: "delete-item/204-all-arguments";
    deletes_any_key: "delete-item/204-key-space", "delete-item/204-key-slash", "delete-item/204-key-percent",
        "delete-item/204-key-plus", "delete-item/204-key-utf8", "delete-item/204-key-punctuation",
        "delete-item/204-key-dots";
    reports_a_missing_item: "delete-item/404";
    reports_a_generation_mismatch: "delete-item/412";
    reports_the_rate_limit: "delete-item/429";
}

async fn deletes_an_item(client: Client) {
    let response = client
        .kv_store_item()
        .delete_item(STORE, "greeting")
        .send()
        .await;
    let response = success(response, "delete-item/204");
    assert_eq!(
        response.rate_limit().and_then(|limit| limit.remaining),
        Some(994)
    );
}

async fn deletes_an_item_with_force(client: Client) {
    let response = client
        .kv_store_item()
        .delete_item(STORE, "greeting")
        .force(true)
        .send()
        .await;
    assert_eq!(
        success(response, "delete-item/204-force").rate_limit(),
        None
    );
}

async fn deletes_a_generation(client: Client) {
    let call = client
        .kv_store_item()
        .delete_item(STORE, "greeting")
        .if_generation_match(GENERATION);
    success(call.send().await, "delete-item/204-if-generation-match");
}

async fn sends_all_arguments(client: Client) {
    let call = client
        .kv_store_item()
        .delete_item(STORE, "greeting")
        .force(false)
        .if_generation_match(5);
    success(call.send().await, "delete-item/204-all-arguments");
}

async fn deletes_any_key(client: Client) {
    for (variant, key) in KEYS {
        let response = client.kv_store_item().delete_item(STORE, *key).send().await;
        success(response, &format!("delete-item/204-key-{variant}"));
    }
}

async fn reports_a_missing_item(client: Client) {
    let result = client
        .kv_store_item()
        .delete_item(STORE, "missing")
        .send()
        .await;
    assert!(
        failure_that_says(result, "delete-item/404", "there is no item with this key")
            .is_not_found()
    );
}

async fn reports_a_generation_mismatch(client: Client) {
    let call = client
        .kv_store_item()
        .delete_item(STORE, "greeting")
        .if_generation_match(GENERATION);
    assert!(failure(call.send().await, "delete-item/412").is_precondition_failed());
}

async fn reports_the_rate_limit(client: Client) {
    let result = client
        .kv_store_item()
        .delete_item(STORE, "greeting")
        .send()
        .await;
    over_the_limit(result, "delete-item/429");
}
