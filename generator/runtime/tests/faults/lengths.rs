//! Tests of request bodies whose declared length is wrong.

use std::io::Cursor;

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use openapi_crate_runtime::{Body, BoxError, Client, Error, Multipart, Part};
use tokio::sync::mpsc;

use crate::http2;
use crate::peer::Server;
use crate::{PUT_THING, client, messages, soon};

fn chunks(chunks: &'static [&'static str]) -> Body {
    Body::from_stream(stream::iter(chunks).map(|chunk| Ok::<_, BoxError>(*chunk)))
}

async fn put(client: &Client, body: Body) -> Result<(), Error> {
    let call = client.call(&PUT_THING).path("id", "1");
    soon(call.body("text/plain", body).send_empty())
        .await
        .map(drop)
}

/// Clients of an HTTP/1.1 and of an HTTP/2 server that respond with 200 once they have read a whole request.
async fn clients() -> [Client; 2] {
    let http1 = Server::responding_with("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let http2_url = http2::start(|mut exchange| async move {
        if exchange.body().await.is_ok() {
            exchange.status(200);
        }
    })
    .await;
    [client(&http1.url), http2::client(&http2_url)]
}

/// Sends a body over both versions of HTTP, and returns the messages of the errors' causes.
async fn causes(body: impl Fn() -> Body) -> [String; 2] {
    let clients = clients().await;
    let mut causes = Vec::new();
    for client in clients {
        let error = put(&client, body()).await.unwrap_err();
        assert!(
            matches!(&error, Error::Body(error) if error.is_request()),
            "{error:?}"
        );
        causes.push(messages(&error).pop().unwrap());
    }
    causes.try_into().unwrap()
}

const LONGER: &str = "stream is longer than its declared length";

#[tokio::test]
async fn a_stream_that_is_longer_than_declared_is_an_error() {
    for (parts, length) in [
        (&["ab", "c"][..], 2),
        (&["ab", "", "c"], 2),
        (&["a", "b", "c"], 2),
        (&["abc"], 2),
        (&["c"], 0),
        (&["", "c"], 0),
    ] {
        let causes = causes(|| chunks(parts).with_length(length)).await;
        assert_eq!(causes, [LONGER; 2], "{parts:?} {length}");
    }
}

#[tokio::test]
async fn a_reader_that_is_longer_than_declared_is_an_error() {
    for length in [0, 65_535, 65_536, 99_999] {
        let body = || Body::from_reader(Cursor::new(vec![b'x'; 100_000])).with_length(length);
        assert_eq!(causes(body).await, [LONGER; 2], "{length}");
    }
}

#[tokio::test]
async fn a_stream_that_is_shorter_than_declared_is_an_error() {
    let short = "stream ended 1 bytes before its declared length";
    assert_eq!(causes(|| chunks(&["ab"]).with_length(3)).await, [short; 2]);
}

#[tokio::test]
async fn a_stream_that_fails_after_its_declared_length_is_an_error() {
    for length in [0, 2] {
        let body = || {
            let text = if length == 0 { "" } else { "ab" };
            let parts = [Ok(text), Err(BoxError::from("the disk is gone"))];
            Body::from_stream(stream::iter(parts)).with_length(length)
        };
        assert_eq!(causes(body).await, ["the disk is gone"; 2], "{length}");
    }
}

#[tokio::test]
async fn a_part_whose_length_is_wrong_is_an_error() {
    let clients = clients().await;
    for length in [0, 2, 4] {
        for client in &clients {
            let parts = Multipart::new().files(
                "file",
                None,
                [Part::new(chunks(&["ab", "c"]).with_length(length))],
            );
            let call = client.call(&PUT_THING).path("id", "1");
            let call = call.multipart("multipart/form-data", parts);
            let error = soon(call.send_empty()).await.unwrap_err();
            assert!(
                matches!(&error, Error::Body(error) if error.is_request()),
                "{length}: {error:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_stream_of_the_declared_length_is_sent_whole() {
    let (sender, mut received) = mpsc::unbounded_channel();
    let server = Server::start(move |mut peer| {
        let sender = sender.clone();
        async move {
            while let Some(request) = peer.read().await {
                sender.send(request).unwrap();
                peer.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                    .await;
            }
        }
    })
    .await;
    let client = client(&server.url);
    for (parts, length) in [
        (&["ab", "c"][..], 3),
        (&["abc", ""], 3),
        (&[], 0),
        (&[""], 0),
    ] {
        put(&client, chunks(parts).with_length(length))
            .await
            .unwrap();
        let request = received.recv().await.unwrap();
        assert!(
            request.contains(&format!("content-length: {length}\r\n")),
            "{request}"
        );
        assert!(request.ends_with(&format!("\r\n\r\n{}", parts.concat())));
    }
}

#[tokio::test]
async fn the_timeout_applies_to_a_body_with_length_zero() {
    let body = Body::from_stream(stream::pending::<Result<Bytes, BoxError>>()).with_length(0);
    let server = Server::responding_with("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let client = crate::builder(&server.url)
        .timeout(crate::SHORT)
        .build()
        .unwrap();
    let error = put(&client, body).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`put-thing` timed out after 200ms reading the request body"
    );
}
