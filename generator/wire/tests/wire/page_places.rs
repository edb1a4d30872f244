//! Tests of lists whose cursors and arguments are in other places: items, headers, bodies, paths and link objects.

use futures::{StreamExt as _, TryStreamExt as _};
use openapi_crate_wire::types::{
    SearchFromBody, SearchThingsBody, SearchThingsBodyPage, ThingPage,
};
use openapi_crate_wire::{CallOptions, Error, Items};

use crate::pages::{Headers, bodies, server, targets};
use crate::server::Server;

/// Reads a list, which must end. Returns the ids of its items, and the message of the error that ends it.
async fn ids(items: Items<ThingPage>) -> (Vec<String>, String) {
    let mut ids = Vec::new();
    let mut message = String::new();
    let mut items = items.take(50);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id.unwrap_or_default()),
            Err(error) => {
                assert!(matches!(error, Error::Decode(_)), "{error:?}");
                message = error.to_string();
            }
        }
    }
    (ids, message)
}

/// Reads a list, which must not fail.
async fn whole(items: Items<ThingPage>) -> Vec<String> {
    let (ids, message) = ids(items).await;
    assert_eq!(message, "");
    ids
}

/// The bodies of the requests.
fn sent(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let bodies = requests
        .iter()
        .map(|request| String::from_utf8(request.body().to_vec()).unwrap());
    bodies.collect()
}

#[tokio::test]
async fn the_last_item_is_the_cursor_until_the_last_page() {
    let server = bodies([
        r#"{"data":[{"id":"a"},{"id":"b c"}],"has_more":true}"#,
        r#"{"data":[{"id":"d"}],"has_more":false}"#,
    ])
    .await;
    let call = server.client().pages().list_after_item().limit(2);
    assert_eq!(whole(call.items()).await, ["a", "b c", "d"]);
    assert_eq!(
        targets(&server),
        [
            "/pages/items?limit=2",
            "/pages/items?starting_after=b%20c&limit=2"
        ]
    );
}

#[tokio::test]
async fn a_page_that_says_that_more_follow_but_has_no_cursor_is_followed_by_an_error() {
    for body in [
        r#"{"data":[{"id":"a"},{}],"has_more":true}"#,
        r#"{"data":[{"id":"a"},{"id":""}],"has_more":true}"#,
    ] {
        let server = bodies([body]).await;
        let (ids, message) = ids(server.client().pages().list_after_item().items()).await;
        assert_eq!(ids, ["a", ""]);
        assert!(
            message.contains("has no cursor of the next page"),
            "{message}"
        );
        assert_eq!(server.requests().len(), 1);
    }
    let empty = bodies([r#"{"data":[],"has_more":true}"#]).await;
    let (ids, message) = ids(empty.client().pages().list_after_item().items()).await;
    assert!(
        ids.is_empty() && message.contains("has no cursor"),
        "{message}"
    );
    let end = bodies([r#"{"data":[],"has_more":false}"#]).await;
    assert!(
        whole(end.client().pages().list_after_item().items())
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn items_that_are_repeated_end_the_list_although_the_page_differs() {
    let pages = [
        r#"{"data":[{"id":"a"}],"after":"1"}"#,
        r#"{"data":[{"id":"a"}],"after":"2"}"#,
    ];
    let server = bodies(pages).await;
    let (read, message) = ids(server.client().pages().list_by_cursor().items()).await;
    assert_eq!(read, ["a"]);
    assert!(message.contains("never end"), "{message}");
    // Empty pages of a list with filters follow each other.
    let empty = bodies([
        r#"{"data":[],"after":"1"}"#,
        r#"{"data":[],"after":"2"}"#,
        r#"{"data":[{"id":"a"}],"after":null}"#,
    ])
    .await;
    assert_eq!(
        whole(empty.client().pages().list_by_cursor().items()).await,
        ["a"]
    );
    // A counted page with a different timestamp.
    let server = bodies([
        r#"{"data":[{"id":"a"}],"last":false,"next":1}"#,
        r#"{"data":[{"id":"a"}],"last":false,"next":2}"#,
    ])
    .await;
    let (read, message) = ids(server.client().pages().list_numbered(0).items()).await;
    assert_eq!(read, ["a"]);
    assert!(message.contains("never end"), "{message}");
}

#[tokio::test]
async fn an_integer_is_a_cursor_unless_it_is_zero() {
    for end in ["null", "0", "0.0"] {
        let last: &'static str = format!(r#"{{"data":[{{"id":"c"}}],"next":{end}}}"#).leak();
        let server = bodies([
            r#"{"data":[{"id":"a"}],"next":7}"#,
            r#"{"data":[{"id":"b"}],"next":8.0}"#,
            last,
        ])
        .await;
        let call = server.client().pages().list_by_integer().since(1);
        assert_eq!(whole(call.items()).await, ["a", "b", "c"]);
        assert_eq!(
            targets(&server),
            [
                "/pages/integer?since=1",
                "/pages/integer?since=7",
                "/pages/integer?since=8"
            ]
        );
    }
    let server = bodies([
        r#"{"data":[{"id":"a"}],"next":7}"#,
        r#"{"data":[{"id":"b"}],"next":7}"#,
    ])
    .await;
    let (read, message) = ids(server.client().pages().list_by_integer().items()).await;
    assert_eq!(read, ["a", "b"]);
    assert!(message.contains("never end"), "{message}");
}

#[tokio::test]
async fn a_header_has_the_cursor_and_options_are_kept() {
    let page = r#"{"data":[{"id":"a"}]}"#;
    let first: Headers = &[("x-continuation", "t/1=")];
    let server = server(vec![
        (first, page),
        (&[("x-continuation", "")], r#"{"data":[{"id":"b"}]}"#),
    ])
    .await;
    let options = CallOptions::new().header("x-team", "edge").unwrap();
    let call = server.client().pages().list_by_header().options(options);
    assert_eq!(whole(call.items()).await, ["a", "b"]);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(!requests[0].headers().contains_key("x-continuation"));
    assert_eq!(requests[1].headers()["x-continuation"], "t/1=");
    assert!(
        requests
            .iter()
            .all(|request| request.headers()["x-team"] == "edge")
    );
}

#[tokio::test]
async fn a_property_of_the_body_selects_the_page_and_the_rest_of_the_body_is_kept() {
    let pages = [
        r#"{"data":[{"id":"a"}],"after":"x\"1"}"#,
        r#"{"data":[{"id":"b"}]}"#,
    ];
    let server = bodies(pages).await;
    let page = SearchThingsBodyPage::default().size(5);
    let body = SearchThingsBody::default()
        .text("ü \"}{")
        .price(0.1)
        .page(page);
    let call = server.client().pages().search_things().body(&body);
    assert_eq!(whole(call.items()).await, ["a", "b"]);
    assert_eq!(
        sent(&server),
        [
            r#"{"text":"ü \"}{","price":0.1,"page":{"size":5}}"#,
            r#"{"text":"ü \"}{","price":0.1,"page":{"size":5,"after":"x\"1"}}"#
        ]
    );
    let server = bodies(pages).await;
    assert_eq!(
        whole(server.client().pages().search_things().items()).await,
        ["a", "b"]
    );
    let requests = server.requests();
    assert_eq!(requests[0].body(), "");
    assert_eq!(requests[1].body(), r#"{"page":{"after":"x\"1"}}"#);
    assert_eq!(requests[1].headers()["content-type"], "application/json");
}

#[tokio::test]
async fn an_offset_in_the_body_counts_from_the_callers() {
    let server = bodies([
        r#"{"data":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"data":[{"id":"c"}]}"#,
        r#"{"data":[]}"#,
    ])
    .await;
    let body = SearchFromBody::default().text("t").from(3);
    let call = server.client().pages().search_from(&body);
    assert_eq!(whole(call.items()).await, ["a", "b", "c"]);
    assert_eq!(
        sent(&server),
        [
            r#"{"text":"t","from":3}"#,
            r#"{"text":"t","from":5}"#,
            r#"{"text":"t","from":6}"#
        ]
    );
}

#[tokio::test]
async fn a_page_number_in_the_path_ends_at_the_page_that_says_that_it_is_the_last() {
    let server = bodies([
        r#"{"data":[{"id":"a"}],"last":false}"#,
        r#"{"data":[{"id":"b"}],"last":true}"#,
    ])
    .await;
    let call = server.client().pages().list_numbered(4);
    assert_eq!(whole(call.items()).await, ["a", "b"]);
    assert_eq!(targets(&server), ["/pages/numbered/4", "/pages/numbered/5"]);
}

#[tokio::test]
async fn a_link_is_a_string_or_an_object_with_href() {
    let server = bodies([
        r#"{"data":[{"id":"a"}],"links":{"next":{"href":"?page=2","meta":{}}}}"#,
        r#"{"data":[{"id":"b"}],"links":{"next":"?page=3"}}"#,
        r#"{"data":[{"id":"c"}],"links":{"next":null}}"#,
    ])
    .await;
    let client = server.builder().query("s3cret").build().unwrap();
    let pages: Vec<_> = client
        .pages()
        .list_by_object_link()
        .pages()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 3);
    assert_eq!(
        targets(&server),
        [
            "/pages/object-link?key=s3cret",
            "/pages/object-link?page=2&key=s3cret",
            "/pages/object-link?page=3&key=s3cret"
        ]
    );
    let evil = Server::silent().await;
    let next = format!(
        r#"{{"data":[],"links":{{"next":{{"href":"{}/x"}}}}}}"#,
        evil.url
    );
    let server = bodies([&*next.leak()]).await;
    let client = server.builder().query("s3cret").build().unwrap();
    let (_, message) = ids(client.pages().list_by_object_link().items()).await;
    assert!(message.contains("different origin"), "{message}");
    assert!(evil.requests().is_empty());
}

#[tokio::test]
async fn a_response_without_a_page_ends_the_list() {
    let empty = Server::silent().await;
    let list = empty.client().pages().list_or_nothing();
    let pages: Vec<_> = list.pages().try_collect().await.unwrap();
    assert!(matches!(pages.as_slice(), [page] if page.is_none()));
    let server = bodies([r#"{"data":[{"id":"a"}],"after":"1"}"#, ""]).await;
    let list = server.client().pages().list_or_nothing();
    let items: Vec<_> = list.items().try_collect().await.unwrap();
    assert_eq!((items.len(), server.requests().len()), (1, 2));
    // An operation that documents a page must have one.
    let list = empty.client().pages().list_by_cursor();
    let error = list.items().try_collect::<Vec<_>>().await.unwrap_err();
    assert!(error.to_string().contains("the body is empty"), "{error}");
}

/// A relative URL is not a `url::Url`.
#[tokio::test]
async fn a_url_that_its_type_refuses_is_requested() {
    let server = bodies([
        r#"{"data":[{"id":"a"}],"next_url":"/pages/typed-url?page=2"}"#,
        r#"{"data":[{"id":"b"}]}"#,
    ])
    .await;
    let call = server.client().pages().list_by_typed_url();
    assert_eq!(whole(call.items()).await, ["a", "b"]);
    assert_eq!(targets(&server)[1], "/pages/typed-url?page=2");
}
