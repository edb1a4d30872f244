//! Tests of OpenAPI 3.2: the methods of `query` and `additionalOperations`, and parameters that are the whole query string.

use std::sync::atomic::{AtomicUsize, Ordering};

use openapi_crate_wire::RetryPolicy;
use openapi_crate_wire::types::{Place, Whole, WholeRange};

use crate::server::{Server, whole};

fn place() -> Place {
    serde_json::from_str(PLACE).unwrap()
}

const PLACE: &str = r#"{"street":"S","number":7}"#;

#[tokio::test]
async fn a_query_has_a_body() {
    let server =
        Server::responding_with(|| whole(200, &[("content-type", "application/json")], PLACE))
            .await;
    let methods = server.client().methods();
    methods.query_things("a", &place()).send().await.unwrap();
    let request = server.request();
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("QUERY", "/things/a")
    );
    assert_eq!(request.headers()["content-type"], "application/json");
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    let sent: serde_json::Value = serde_json::to_value(place()).unwrap();
    assert_eq!(body, sent);
}

#[tokio::test]
async fn an_additional_method_is_sent_as_it_is_written() {
    let server = Server::silent().await;
    let methods = server.client().methods();
    methods.copy_thing("a", "/b").send().await.unwrap();
    let request = server.request();
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("COPY", "/things/a")
    );
    assert_eq!(request.headers()["destination"], "/b");
    assert!(request.body().is_empty());
}

/// A server that responds to the first request with 502, which leaves open whether the request was carried out.
async fn failing_once() -> Server {
    let count = AtomicUsize::new(0);
    Server::responding_with(move || match count.fetch_add(1, Ordering::SeqCst) {
        0 => whole(502, &[], ""),
        _ => whole(200, &[("content-type", "application/json")], PLACE),
    })
    .await
}

#[tokio::test]
async fn a_query_is_retried_and_an_unknown_method_is_not() {
    let server = failing_once().await;
    let retrying = |server: &Server| {
        let builder = server.builder().retry(RetryPolicy::default());
        builder.build().unwrap().methods()
    };
    retrying(&server)
        .query_things("a", &place())
        .send()
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 2);

    let server = failing_once().await;
    let methods = retrying(&server);
    methods.copy_thing("a", "/b").send().await.unwrap_err();
    assert_eq!(server.requests().len(), 1);

    let server = failing_once().await;
    // With a hint, an additional method is retried as well.
    retrying(&server)
        .link_thing("a", &place())
        .send()
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_whole_query_string_is_a_form_json_or_a_string() {
    let server = Server::silent().await;
    let methods = server.client().methods();
    let fields = Whole::new("a b&c")
        .tags(vec!["x".to_owned(), "y=z".to_owned()])
        .range(WholeRange::default().from(1));
    methods.whole_form().fields(&fields).send().await.unwrap();
    let request = server.request();
    let query = request.uri().query().unwrap();
    let decoded: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let expected = [
        ("q", "a b&c"),
        ("tags", "x"),
        ("tags", "y=z"),
        ("range", r#"{"from":1}"#),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(decoded, expected);

    methods.whole_form().send().await.unwrap();
    assert_eq!(server.request().uri(), "/whole/form");

    methods.whole_json(&fields).send().await.unwrap();
    let request = server.request();
    let query = request.uri().query().unwrap();
    assert!(!query.contains(['"', '{', '&', '=']), "{query}");
    let decoded = percent_encoding::percent_decode_str(query)
        .decode_utf8()
        .unwrap();
    assert_eq!(decoded, serde_json::to_string(&fields).unwrap());

    methods.whole_path("$.a.b[1:1]").send().await.unwrap();
    assert_eq!(server.request().uri().query(), Some("%24.a.b%5B1%3A1%5D"));
}

#[tokio::test]
async fn reserved_characters_stay_in_paths_and_cookies_where_they_are_safe() {
    let server = Server::silent().await;
    let methods = server.client().methods();
    methods
        .copy_thing("a:b@c/d?e#f", "/b")
        .send()
        .await
        .unwrap();
    assert_eq!(server.request().uri(), "/things/a:b@c%2Fd%3Fe%23f");

    let trail = ["a b".to_owned(), "c%d".to_owned()];
    methods
        .crumbs()
        .trail(&trail)
        .page("/x;y")
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.request().headers()["cookie"],
        "trail=a b; trail=c%d; page=/x%3By"
    );
    let refused = methods
        .crumbs()
        .trail(&["a;b".to_owned()])
        .send()
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("not allowed in a cookie"),
        "{refused}"
    );
}
