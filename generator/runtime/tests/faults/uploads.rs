//! Tests of request bodies that fail while they are sent.

use std::time::{Duration, Instant};

use futures::{StreamExt as _, TryStreamExt as _, stream};
use openapi_crate_runtime::{Body, BoxError, Client, Error};

use crate::http2;
use crate::peer::Server;
use crate::{PUT_THING, client, messages, soon};

/// A stream that yields a chunk, waits, and fails.
fn failing() -> Body {
    let chunks = stream::iter([Ok("start"), Err(BoxError::from("the disk is gone"))]);
    Body::from_stream(chunks.then(|chunk| async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        chunk
    }))
}

async fn put(client: &Client, body: Body) -> Result<(), Error> {
    let call = client.call(&PUT_THING).path("id", "1");
    soon(call.body("text/plain", body).send_empty())
        .await
        .map(drop)
}

fn assert_failed(error: &Error) {
    assert!(
        matches!(error, Error::Body(error) if error.is_request()),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "`put-thing` failed: request body stream failed"
    );
    assert_eq!(messages(error).last().unwrap(), "the disk is gone");
}

#[tokio::test]
async fn a_failure_over_http2_has_its_cause() {
    let url = http2::start(|mut exchange| async move {
        let _ = exchange.body().await;
    })
    .await;
    assert_failed(&put(&http2::client(&url), failing()).await.unwrap_err());
}

#[tokio::test]
async fn a_failure_after_the_response_is_an_error() {
    for response in [
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ] {
        let server = Server::start(move |mut peer| async move {
            peer.read_head().await;
            peer.write(response).await;
            peer.read().await;
            peer.stall().await;
        })
        .await;
        let client = client(&server.url);
        assert_failed(&put(&client, failing()).await.unwrap_err());
        let call = client.call(&PUT_THING).path("id", "1");
        let call = call.body("text/plain", failing()).send_text();
        assert_failed(&soon(call).await.unwrap_err());
    }
}

#[tokio::test]
async fn a_failure_after_the_response_over_http2_is_an_error() {
    let url = http2::start(|mut exchange| async move {
        exchange.status(200);
        let _ = exchange.body().await;
    })
    .await;
    assert_failed(&put(&http2::client(&url), failing()).await.unwrap_err());
}

#[tokio::test]
async fn a_failure_while_the_response_is_read_is_an_error() {
    let server = Server::start(|mut peer| async move {
        peer.read_head().await;
        peer.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe")
            .await;
        peer.read().await;
        peer.stall().await;
    })
    .await;
    let client = client(&server.url);
    let call = client.call(&PUT_THING).path("id", "1");
    let response = soon(call.body("text/plain", failing()).send_stream())
        .await
        .unwrap();
    let error = soon(response.into_inner().try_collect::<Vec<_>>())
        .await
        .unwrap_err();
    assert_failed(&error);
}

/// A server may respond before it has read the request, and never read it.
#[tokio::test]
async fn a_server_that_does_not_read_the_body_is_not_waited_for() {
    let server = Server::start(|mut peer| async move {
        peer.read_head().await;
        peer.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
            .await;
        peer.stall().await;
    })
    .await;
    let endless = stream::repeat_with(|| Ok::<_, BoxError>(vec![0_u8; 64 * 1024]));
    let start = Instant::now();
    put(&client(&server.url), Body::from_stream(endless))
        .await
        .unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// A stream that yields a chunk and then stalls.
fn stalling() -> Body {
    let start = stream::iter([Ok::<_, BoxError>("start")]);
    Body::from_stream(start.chain(stream::pending()))
}

#[tokio::test]
async fn a_stream_that_stalls_after_the_response_is_not_waited_for() {
    let response = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    for closes in [false, true] {
        let server = Server::start(move |mut peer| async move {
            peer.read_head().await;
            peer.write(response).await;
            if !closes {
                peer.stall().await;
            }
        })
        .await;
        put(&client(&server.url), stalling()).await.unwrap();
    }
    let url = http2::start(|mut exchange| async move {
        exchange.status(200);
        std::future::pending::<()>().await;
    })
    .await;
    put(&http2::client(&url), stalling()).await.unwrap();
}
