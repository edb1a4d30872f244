//! Tests of the time limits of an attempt and of each wait for bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openapi_crate_runtime::{Body, Error, RetryPolicy};

use crate::peer::Server;
use crate::{GET_THING, PUT_THING, SHORT, builder, get, soon};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// A server whose first connection stalls after this.
async fn stalling_once(start: &'static str) -> Server {
    let connections = Arc::<AtomicUsize>::default();
    Server::start(move |mut peer| {
        let is_first = connections.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            peer.read().await;
            if is_first {
                peer.write(start).await;
                peer.stall().await;
            } else {
                peer.write(OK).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn an_attempt_that_times_out_is_retried() {
    let server = stalling_once("").await;
    let client = builder(&server.url)
        .attempt_timeout(SHORT)
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.accepted(), 2);
}

#[tokio::test]
async fn the_timeout_of_an_attempt_includes_its_body() {
    let server = stalling_once("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{").await;
    let client = builder(&server.url).attempt_timeout(SHORT).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
}

#[tokio::test]
async fn the_idle_timeout_starts_again_with_each_chunk() {
    let server = Server::start(|mut peer| async move {
        peer.read().await;
        peer.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")
            .await;
        for _ in 0..8 {
            tokio::time::sleep(SHORT / 4).await;
            peer.write("x").await;
        }
        peer.stall().await;
    })
    .await;
    let client = builder(&server.url).idle_timeout(SHORT).build().unwrap();
    let call = client.call(&GET_THING).path("id", "1").send_stream();
    let mut body = soon(call).await.unwrap().into_inner();
    let mut received = 0;
    let error = loop {
        match futures::StreamExt::next(&mut body).await.unwrap() {
            Ok(chunk) => received += chunk.len(),
            Err(error) => break error,
        }
    };
    assert_eq!(received, 8);
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn the_idle_timeout_applies_before_the_response() {
    let server = stalling_once("HTTP/1.1 200").await;
    let client = builder(&server.url).idle_timeout(SHORT).build().unwrap();
    let error = tokio::time::timeout(Duration::from_secs(5), get(&client));
    assert!(error.await.unwrap().unwrap_err().is_timeout());
}

#[tokio::test]
async fn the_idle_timeout_includes_sending_the_body() {
    let server = Server::start(|peer| async move { peer.stall().await }).await;
    let client = builder(&server.url).idle_timeout(SHORT).build().unwrap();
    // Each chunk follows the previous one sooner than the timeout.
    let chunks = futures::stream::unfold((), |()| async {
        tokio::time::sleep(SHORT / 4).await;
        Some((Ok::<_, std::io::Error>("x"), ()))
    });
    let body = Body::from_stream(Box::pin(chunks));
    let call = client.call(&PUT_THING).path("id", "1");
    let call = call.body("application/octet-stream", body);
    let error = soon(call.send_empty()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}
