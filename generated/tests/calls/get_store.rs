//! Calls of `get-store` that replay its recordings.

use fastly_kv_store::{Client, Error};

use crate::{STORE, failure, failure_that_says, replays, success};

replays! {
    describes_a_store: "get-store/200";
    keeps_unknown_fields: "get-store/200-unknown-fields";
    accepts_missing_optional_fields: "get-store/200-sparse";
    sends_any_id_as_one_segment: "get-store/200-odd-id";
    reports_a_missing_store: "get-store/404";
    reports_an_error_with_msg: "get-store/404-msg";
    reports_an_html_error_from_a_proxy: "get-store/502-html";
}

async fn describes_a_store(client: Client) {
    let store = success(
        client.kv_store().get_store(STORE).send().await,
        "get-store/200",
    );

    assert_eq!(store.id.as_deref(), Some(STORE));
    assert_eq!(store.name.as_deref(), Some("assets"));
    assert_eq!(
        store.created_at,
        Some("2025-11-03T07:15:09Z".parse().expect("a timestamp"))
    );
    assert_eq!(
        store.updated_at,
        Some("2025-12-24T18:00:01Z".parse().expect("a timestamp"))
    );
    assert_eq!(store.rate_limit(), None);
}

async fn keeps_unknown_fields(client: Client) {
    let store = success(
        client.kv_store().get_store(STORE).send().await,
        "get-store/200-unknown-fields",
    );
    assert_eq!(store.name.as_deref(), Some("assets"));
    assert_eq!(store.additional_properties["kind"], "kv");
    assert_eq!(store.additional_properties["usage"]["items"], 3);
}

async fn accepts_missing_optional_fields(client: Client) {
    let store = success(
        client.kv_store().get_store(STORE).send().await,
        "get-store/200-sparse",
    );
    assert_eq!(store.id.as_deref(), Some(STORE));
    assert_eq!(
        (&store.name, store.created_at, store.updated_at),
        (&None, None, None)
    );
}

async fn sends_any_id_as_one_segment(client: Client) {
    let store = success(
        client.kv_store().get_store("../kv?a b").send().await,
        "get-store/200-odd-id",
    );
    assert_eq!(store.id.as_deref(), Some("../kv?a b"));
}

async fn reports_a_missing_store(client: Client) {
    let result = client.kv_store().get_store(STORE).send().await;
    let error = failure_that_says(result, "get-store/404", "there is no store with this id");
    assert!(error.is_not_found());
    assert!(!error.is_conflict());
}

async fn reports_an_error_with_msg(client: Client) {
    let result = client.kv_store().get_store(STORE).send().await;
    assert!(
        failure_that_says(result, "get-store/404-msg", "no store for this customer").is_not_found()
    );
}

async fn reports_an_html_error_from_a_proxy(client: Client) {
    let error = failure(
        client.kv_store().get_store(STORE).send().await,
        "get-store/502-html",
    );
    assert!(!error.to_string().contains('<'), "{error} shows markup");
    let Error::Api(api) = error else {
        unreachable!("checked by `failure`")
    };
    assert!(api.json::<serde_json::Value>().is_err());
}
