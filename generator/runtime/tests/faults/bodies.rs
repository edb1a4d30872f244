//! Tests of response bodies whose length is wrong.

use openapi_crate_runtime::Error;

use crate::peer::Server;
use crate::{client, get};

#[tokio::test]
async fn every_body_framing_is_supported() {
    for response in [
        "content-length: 7\r\n\r\n{\"a\":1}",
        "transfer-encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;ext=1\r\n\":1}\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n7\r\n{\"a\":1}\r\n0\r\nx-sum: 1\r\n\r\n",
        "connection: close\r\n\r\n{\"a\":1}",
    ] {
        let server = Server::closing(format!("HTTP/1.1 200 OK\r\n{response}")).await;
        assert_eq!(
            get(&client(&server.url)).await.unwrap(),
            serde_json::json!({"a": 1}),
            "{response}"
        );
    }
}

#[tokio::test]
async fn a_truncated_body_is_an_error() {
    for response in [
        "content-length: 3\r\n\r\n{}",
        "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "transfer-encoding: chunked\r\n\r\n3\r\n{}",
    ] {
        let server = Server::closing(format!("HTTP/1.1 200 OK\r\n{response}")).await;
        let error = get(&client(&server.url)).await.unwrap_err();
        assert!(
            matches!(&error, Error::Body(error) if !error.is_request()),
            "{response}: {error:?}"
        );
        assert_eq!(
            error.to_string(),
            "`get-thing` failed: response body stream failed after 2 bytes"
        );
    }
}

#[tokio::test]
async fn surplus_bytes_are_not_read_as_the_next_response() {
    let lie = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
    let server = Server::responding_with(format!(
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{{}}{lie}"
    ))
    .await;
    let client = client(&server.url);
    for _ in 0..3 {
        assert_eq!(get(&client).await.unwrap(), serde_json::json!({}));
    }
    assert_eq!(server.accepted(), 3);
}

#[tokio::test]
async fn malformed_chunks_are_a_body_error() {
    for chunks in [
        "zz\r\n{}\r\n0\r\n\r\n",
        "ffffffffffffffffff\r\n{}",
        "-2\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}0\r\n\r\n",
    ] {
        let server = Server::closing(format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}"
        ));
        let error = get(&client(&server.await.url)).await.unwrap_err();
        assert!(
            matches!(&error, Error::Body(error) if !error.is_request()),
            "{chunks}: {error:?}"
        );
    }
}

#[tokio::test]
async fn invalid_content_lengths_are_connection_errors() {
    for headers in [
        "content-length: 2\r\ncontent-length: 3",
        "content-length: 2, 3",
        "content-length: -1",
        "content-length: 18446744073709551616",
    ] {
        let server = Server::closing(format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{{}}")).await;
        let error = get(&client(&server.url)).await.unwrap_err();
        assert!(
            matches!(error, Error::Connection(_)),
            "{headers}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_huge_declared_length_allocates_nothing() {
    let server = Server::start(|mut peer| async move {
        peer.read().await;
        peer.write("HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n{")
            .await;
        // Memory is allocated only after the second chunk.
        peer.pause().await;
        peer.write("}").await;
    });
    let error = get(&client(&server.await.url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if !error.is_request()),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_incomplete_error_body_is_kept() {
    let server = Server::closing("HTTP/1.1 500 Oh\r\ncontent-length: 99\r\n\r\ndisk full").await;
    let Err(Error::Api(error)) = get(&client(&server.url)).await else {
        panic!("expected an API error")
    };
    assert_eq!(error.body(), "disk full");
}
