//! Tests of lists whose pages are redirected: a relative URL of the next page belongs to the URL of the response.

use futures::TryStreamExt as _;
use openapi_crate_runtime::{ClientBuilder, Paging};
use tower::layer::util::Identity;

use crate::fixture::{API, GET_THING, soon};
use crate::scripted_server::ScriptedServer;
use crate::scripted_server::Step::{Read, Write};

const MOVED: &str =
    "HTTP/1.1 308 X\r\nlocation: /v2/things/?page=1&key=old\r\ncontent-length: 0\r\n\r\n";

const LAST: &str = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n[2]";

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .credential("token", "s3cret")
        .base_url(url)
        .unwrap()
}

/// The first page, with a link to this one.
fn page(next: &str) -> &'static str {
    format!("HTTP/1.1 200 OK\r\nlink: <{next}>; rel=next\r\ncontent-length: 3\r\n\r\n[1]").leak()
}

/// Reads a list whose first request is redirected, and returns the line of the request for the second page.
async fn second(next: &str, build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    let script = vec![
        Read,
        Write(MOVED),
        Read,
        Write(page(next)),
        Read,
        Write(LAST),
    ];
    let server = ScriptedServer::new(vec![script]).await;
    let client = build(builder(&server.url)).build().unwrap();
    let items = client
        .call(&GET_THING)
        .items::<Vec<u32>>(Paging::link("next"));
    let items = soon(items.try_collect::<Vec<_>>()).await.unwrap();
    assert_eq!(items, [1, 2]);
    let request = server.requests().await.remove(2);
    assert!(request.contains("x-key: s3cret"), "{request}");
    request.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_relative_url_is_resolved_against_that_of_the_response() {
    for (next, expected) in [
        ("?page=2", "GET /v2/things/?page=2 HTTP/1.1"),
        ("2", "GET /v2/things/2 HTTP/1.1"),
        ("../3#x", "GET /v2/3 HTTP/1.1"),
        ("/v1/more", "GET /v1/more HTTP/1.1"),
    ] {
        assert_eq!(second(next, |builder| builder).await, expected);
        let layered = second(next, |builder| builder.layer(Identity::new()));
        assert_eq!(layered.await, expected);
        let own = |builder: ClientBuilder| builder.http_client(reqwest::Client::new());
        assert_eq!(second(next, own).await, expected);
    }
}

/// A client of the user's can follow redirects to other servers.
#[tokio::test]
async fn a_relative_url_of_a_different_origin_is_not_requested() {
    let other = ScriptedServer::new(vec![vec![Read, Write(page("?page=2"))]]).await;
    let moved = format!(
        "HTTP/1.1 307 X\r\nlocation: {}/things\r\ncontent-length: 0\r\n\r\n",
        other.url
    );
    let server = ScriptedServer::new(vec![vec![Read, Write(moved.leak())]]).await;
    let client = builder(&server.url).http_client(reqwest::Client::new());
    let client = client.build().unwrap();
    let mut items = client
        .call(&GET_THING)
        .items::<Vec<u32>>(Paging::link("next"));
    assert_eq!(soon(items.try_next()).await.unwrap(), Some(1));
    let error = soon(items.try_next()).await.unwrap_err().to_string();
    assert!(error.contains("different origin"), "{error}");
    assert_eq!(other.requests().await.len(), 1);
}
