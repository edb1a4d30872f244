//! What does a user get from `update-store`?

use fastly_kv_store::Client;
use fastly_kv_store::types::Store;

use crate::{STORE, failure_that_says, over_the_limit, replays, success};

replays! {
    renames_a_store: "update-store/200";
    does_not_mind_a_body_that_is_not_promised: "update-store/200-with-body";
    reports_a_refused_name: "update-store/400";
    reports_that_there_is_no_such_store: "update-store/404";
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

async fn does_not_mind_a_body_that_is_not_promised(client: Client) {
    let response = client
        .kv_store()
        .update_store(STORE, &Store::new("static assets"))
        .send()
        .await;
    success(response, "update-store/200-with-body");
}

async fn reports_a_refused_name(client: Client) {
    let result = client
        .kv_store()
        .update_store(STORE, &Store::new(""))
        .send()
        .await;
    failure_that_says(result, "update-store/400", "a store needs a name");
}

async fn reports_that_there_is_no_such_store(client: Client) {
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
