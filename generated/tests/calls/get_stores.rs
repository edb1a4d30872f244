//! Calls of `get-stores` that replay its recordings.

use fastly_kv_store::{Client, Error};
use futures::TryStreamExt;

use crate::{failure_that_says, replays, success};

replays! {
    lists_the_stores: "get-stores/200";
    lists_no_stores: "get-stores/200-empty";
    finds_a_store_by_its_name: "get-stores/200-name";
    sends_all_arguments_in_order: "get-stores/200-all-arguments";
    follows_cursors_manually: "get-stores/200-page-1", "get-stores/200-page-2", "get-stores/200-page-3";
    streams_the_stores_of_all_pages: "get-stores/200-page-1", "get-stores/200-page-2", "get-stores/200-page-3";
    streams_all_pages: "get-stores/200-page-1", "get-stores/200-page-2", "get-stores/200-page-3";
    requests_pages_lazily: "get-stores/200-page-1";
    ends_the_stream_with_an_error: "get-stores/401";
    reports_an_undocumented_status: "get-stores/401";
}

async fn lists_the_stores(client: Client) {
    let page = success(
        client.kv_store().get_stores().send().await,
        "get-stores/200",
    );

    assert_eq!(page.meta.limit, Some(1000));
    assert_eq!(page.meta.total, Some(2));
    assert_eq!(page.meta.next_cursor, None);
    let [first, second] = &page.data[..] else {
        panic!("{:?}", page.data)
    };
    assert_eq!(first.name.as_deref(), Some("assets"));
    assert_eq!(second.id.as_deref(), Some("b5Hj9NcX2wQa7EuGtM4oYk"));
    assert_eq!(
        second.created_at,
        Some("2024-02-29T23:59:59Z".parse().expect("a timestamp"))
    );
    assert_eq!(
        second.updated_at,
        Some("2025-12-31T00:00:00Z".parse().expect("a timestamp"))
    );
}

async fn lists_no_stores(client: Client) {
    let page = success(
        client.kv_store().get_stores().send().await,
        "get-stores/200-empty",
    );
    assert!(page.data.is_empty());
    assert_eq!(page.meta.total, Some(0));
}

async fn finds_a_store_by_its_name(client: Client) {
    let page = client
        .kv_store()
        .get_stores()
        .name("café & bar+50%")
        .send()
        .await;
    let page = success(page, "get-stores/200-name");
    assert_eq!(page.data[0].name.as_deref(), Some("café & bar+50%"));
}

async fn sends_all_arguments_in_order(client: Client) {
    let page = client
        .kv_store()
        .get_stores()
        .name("assets")
        .limit(5)
        .cursor("c3RhcnQ=")
        .send()
        .await;
    assert_eq!(
        success(page, "get-stores/200-all-arguments").meta.limit,
        Some(5)
    );
}

async fn follows_cursors_manually(client: Client) {
    let stores = client.kv_store();
    let first = success(
        stores.get_stores().limit(2).send().await,
        "get-stores/200-page-1",
    );
    let cursor = first.meta.next_cursor.clone().expect("a second page");
    assert_eq!(cursor, "dHdv/yt+Pz4=");
    let second = success(
        stores.get_stores().limit(2).cursor(cursor).send().await,
        "get-stores/200-page-2",
    );
    let cursor = second.meta.next_cursor.clone().expect("a third page");
    let third = success(
        stores.get_stores().limit(2).cursor(cursor).send().await,
        "get-stores/200-page-3",
    );
    assert_eq!(third.meta.next_cursor, None);
}

async fn streams_the_stores_of_all_pages(client: Client) {
    let stores = client.kv_store().get_stores().limit(2).items();
    let names: Vec<Option<String>> = stores
        .map_ok(|store| store.name)
        .try_collect()
        .await
        .expect("all pages");
    assert_eq!(
        names.iter().flatten().collect::<Vec<_>>(),
        ["one", "two", "three", "four", "five"]
    );
}

async fn streams_all_pages(client: Client) {
    let pages: Vec<_> = client
        .kv_store()
        .get_stores()
        .limit(2)
        .pages()
        .try_collect()
        .await
        .expect("all pages");
    assert_eq!(
        pages.iter().map(|page| page.data.len()).collect::<Vec<_>>(),
        [2, 2, 1]
    );
    assert!(
        pages
            .iter()
            .all(|page| page.status() == 200 && page.meta.total == Some(5))
    );
}

async fn requests_pages_lazily(client: Client) {
    let mut stores = client.kv_store().get_stores().limit(2).items();
    for name in ["one", "two"] {
        let store = stores
            .try_next()
            .await
            .expect("the first page")
            .expect("a store");
        assert_eq!(store.name.as_deref(), Some(name));
    }
}

async fn ends_the_stream_with_an_error(client: Client) {
    let mut stores = client.kv_store().get_stores().items();
    let error = stores.try_next().await.expect_err("a refusal");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert!(stores.try_next().await.expect("no more requests").is_none());
}

async fn reports_an_undocumented_status(client: Client) {
    let result = client.kv_store().get_stores().send().await;
    let error = failure_that_says(
        result,
        "get-stores/401",
        "this token is unknown or has expired",
    );
    assert!(matches!(error, Error::Api(_)));
}
