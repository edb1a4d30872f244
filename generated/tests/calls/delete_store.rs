//! Calls of `delete-store` that replay its recordings.

use fastly_kv_store::Client;

use crate::{STORE, failure_that_says, over_the_limit, replays, success};

replays! {
    deletes_a_store: "delete-store/204";
    reports_a_missing_store: "delete-store/404";
    reports_a_store_with_items: "delete-store/409";
    reports_the_rate_limit: "delete-store/429";
}

async fn deletes_a_store(client: Client) {
    let response = success(
        client.kv_store().delete_store(STORE).send().await,
        "delete-store/204",
    );
    assert_eq!(
        response.rate_limit().and_then(|limit| limit.remaining),
        Some(994)
    );
    let () = *response;
}

async fn reports_a_missing_store(client: Client) {
    let result = client.kv_store().delete_store(STORE).send().await;
    let error = failure_that_says(result, "delete-store/404", "there is no store with this id");
    assert!(error.is_not_found());
}

async fn reports_a_store_with_items(client: Client) {
    let result = client.kv_store().delete_store(STORE).send().await;
    let error = failure_that_says(result, "delete-store/409", "the store holds 3 items");
    assert!(error.is_conflict());
    assert!(!error.is_not_found());
}

async fn reports_the_rate_limit(client: Client) {
    over_the_limit(
        client.kv_store().delete_store(STORE).send().await,
        "delete-store/429",
    );
}
