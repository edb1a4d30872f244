//! Calls of `list-item-keys` that replay its recordings.

use fastly_kv_store::Client;
use fastly_kv_store::types::Consistency;
use futures::TryStreamExt;

use crate::{STORE, failure_that_says, replays, success};

replays! {
    lists_the_keys: "list-item-keys/200";
    lists_no_keys: "list-item-keys/200-empty";
    lists_the_keys_with_a_prefix: "list-item-keys/200-prefix";
    requests_strong_consistency: "list-item-keys/200-consistency-strong";
    requests_eventual_consistency: "list-item-keys/200-consistency-eventual";
    keeps_an_unknown_consistency: "list-item-keys/200-consistency-unknown";
    sends_all_arguments_in_order: "list-item-keys/200-all-arguments";
    streams_the_keys_of_all_pages: "list-item-keys/200-page-1", "list-item-keys/200-page-2",
        "list-item-keys/200-page-3";
    streams_all_pages: "list-item-keys/200-page-1", "list-item-keys/200-page-2", "list-item-keys/200-page-3";
    ends_the_stream_with_an_error: "list-item-keys/200-page-1", "list-item-keys/404-page-2";
    reports_a_missing_store: "list-item-keys/404";
}

async fn lists_the_keys(client: Client) {
    let page = client.kv_store_item().list_item_keys(STORE).send().await;
    let page = success(page, "list-item-keys/200");

    assert_eq!(page.data, ["a b", "a/b", "plus+", "ünï", "100%"]);
    assert_eq!(page.meta.limit, Some(1000));
    assert_eq!(page.meta.next_cursor, None);
    assert_eq!(page.meta.prefix, None);
    assert_eq!(page.meta.consistency, None);
}

async fn lists_no_keys(client: Client) {
    let keys = client.kv_store_item().list_item_keys(STORE).items();
    assert_eq!(
        keys.try_collect::<Vec<String>>().await.expect("a page"),
        Vec::<String>::new()
    );
}

async fn lists_the_keys_with_a_prefix(client: Client) {
    let page = client
        .kv_store_item()
        .list_item_keys(STORE)
        .prefix("a/b &=+#ü")
        .send()
        .await;
    let page = success(page, "list-item-keys/200-prefix");
    assert_eq!(page.data, ["a/b &=+#ü1"]);
    assert_eq!(page.meta.prefix.as_deref(), Some("a/b &=+#ü"));
}

async fn requests_strong_consistency(client: Client) {
    let page = client
        .kv_store_item()
        .list_item_keys(STORE)
        .consistency(Consistency::Strong)
        .send()
        .await;
    assert_eq!(
        success(page, "list-item-keys/200-consistency-strong")
            .meta
            .consistency,
        None
    );
}

async fn requests_eventual_consistency(client: Client) {
    let page = client
        .kv_store_item()
        .list_item_keys(STORE)
        .consistency(Consistency::Eventual)
        .send()
        .await;
    let page = success(page, "list-item-keys/200-consistency-eventual");
    assert_eq!(page.meta.consistency, Some(Consistency::Eventual));
}

async fn keeps_an_unknown_consistency(client: Client) {
    let page = client.kv_store_item().list_item_keys(STORE).send().await;
    let page = success(page, "list-item-keys/200-consistency-unknown");
    let kept = serde_json::to_value(&page.meta.consistency).expect("JSON");
    assert_eq!(kept, "bounded");
}

async fn sends_all_arguments_in_order(client: Client) {
    let page = client.kv_store_item().list_item_keys(STORE);
    let page = page
        .consistency(Consistency::Eventual)
        .prefix("k")
        .limit(5)
        .cursor("c3RhcnQ=")
        .send()
        .await;
    assert_eq!(
        success(page, "list-item-keys/200-all-arguments").data,
        ["k9"]
    );
}

async fn streams_the_keys_of_all_pages(client: Client) {
    let keys = client.kv_store_item().list_item_keys(STORE);
    let keys = keys
        .limit(2)
        .prefix("k")
        .consistency(Consistency::Eventual)
        .items();
    let keys: Vec<String> = keys.try_collect().await.expect("all pages");
    assert_eq!(keys, ["k1", "k2", "k3", "k4", "k5"]);
}

async fn streams_all_pages(client: Client) {
    let pages = client.kv_store_item().list_item_keys(STORE);
    let pages = pages
        .limit(2)
        .prefix("k")
        .consistency(Consistency::Eventual)
        .pages();
    let pages: Vec<_> = pages.try_collect().await.expect("all pages");
    let keys: Vec<&[String]> = pages.iter().map(|page| &page.data[..]).collect();
    assert_eq!(keys, [&["k1", "k2"][..], &["k3", "k4"], &["k5"]]);
}

async fn ends_the_stream_with_an_error(client: Client) {
    let keys = client.kv_store_item().list_item_keys(STORE);
    let mut keys = keys
        .limit(2)
        .prefix("k")
        .consistency(Consistency::Eventual)
        .items();
    assert_eq!(
        keys.try_next().await.expect("the first page").as_deref(),
        Some("k1")
    );
    assert_eq!(
        keys.try_next().await.expect("the first page").as_deref(),
        Some("k2")
    );
    assert!(keys.try_next().await.expect_err("a failure").is_not_found());
    assert_eq!(keys.try_next().await.expect("no more requests"), None);
}

async fn reports_a_missing_store(client: Client) {
    let result = client.kv_store_item().list_item_keys(STORE).send().await;
    let error = failure_that_says(
        result,
        "list-item-keys/404",
        "there is no store with this id",
    );
    assert!(error.is_not_found());
}
