//! Calls of `update-store` that replay its recordings.

use fastly_kv_store::Client;
use fastly_kv_store::types::Store;

use crate::{STORE, failure_that_says, over_the_limit, replays, success};

replays! {
    renames_a_store: "update-store/200";
    ignores_an_undocumented_body: "update-store/200-with-body";
    reports_an_invalid_name: "update-store/400";
    reports_a_missing_store: "update-store/404";
    reports_the_rate_limit: "update-store/429";
}

async fn renames_a_store(client: Client) {
    let response = client
        .kv_store()
        .update_store(STORE, &Store::new("static assets"))
        .send()
        .await;
    let response = success(response, "update-store/200");
    assert_eq!(
        response.rate_limit().and_then(|limit| limit.remaining),
        Some(994)
    );
}

async fn ignores_an_undocumented_body(client: Client) {
    let response = client
        .kv_store()
        .update_store(STORE, &Store::new("static assets"))
        .send()
        .await;
    success(response, "update-store/200-with-body");
}

async fn reports_an_invalid_name(client: Client) {
    let result = client
        .kv_store()
        .update_store(STORE, &Store::new(""))
        .send()
        .await;
    failure_that_says(result, "update-store/400", "a store needs a name");
}

async fn reports_a_missing_store(client: Client) {
    let result = client
        .kv_store()
        .update_store(STORE, &Store::new("static assets"))
        .send()
        .await;
    let error = failure_that_says(result, "update-store/404", "there is no store with this id");
    assert!(error.is_not_found());
}

async fn reports_the_rate_limit(client: Client) {
    let result = client
        .kv_store()
        .update_store(STORE, &Store::new("static assets"))
        .send()
        .await;
    over_the_limit(result, "update-store/429");
}
