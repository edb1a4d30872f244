//! Tests of calls that are dropped before they complete.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::{TryStreamExt as _, stream};
use openapi_crate_runtime::{Body, BoxError, Client, Error};

use crate::peer::{Peer, Server};
use crate::{GET_THING, PUT_THING, builder, get, soon};

/// Responds in pieces, with a pause after each.
async fn in_pieces(mut peer: Peer) {
    while peer.read().await.is_some() {
        for piece in [
            "HTTP/1.1 20",
            "0 OK\r\ncontent-",
            "length: 8\r\n",
            "\r\n",
            "{\"a\"",
            ":[",
            "]}",
        ] {
            peer.write(piece).await;
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Polls a future at most this many times, then drops it and returns `None`.
async fn polled<F: Future>(times: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // After the last poll, the future is dropped at once.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Drops a call after every possible number of polls, and then makes another call with the same client.
///
/// Each round uses a new client, which has no connection yet.
async fn dropped_everywhere<F>(call: impl Fn(Client) -> F)
where
    F: Future<Output = Result<(), Error>>,
{
    let server = Server::start(in_pieces).await;
    for polls in 0.. {
        let client = builder(&server.url)
            .timeout(Duration::from_secs(10))
            .build()
            .unwrap();
        let outcome = soon(polled(polls, call(client.clone()))).await;
        assert_eq!(
            get(&client).await.unwrap(),
            serde_json::json!({"a": []}),
            "after {polls} polls"
        );
        if let Some(outcome) = outcome {
            outcome.unwrap();
            assert!(polls > 3, "the call completed after {polls} polls");
            return;
        }
    }
}

#[tokio::test]
async fn a_call_can_be_dropped_at_every_await() {
    dropped_everywhere(|client| async move { get(&client).await.map(drop) }).await;
}

#[tokio::test]
async fn an_upload_can_be_dropped_at_every_await() {
    dropped_everywhere(|client| async move {
        let chunks = stream::unfold(0, |count| async move {
            tokio::task::yield_now().await;
            (count < 5).then_some((Ok::<_, BoxError>("chunk"), count + 1))
        });
        let call = client
            .call(&PUT_THING)
            .path("id", "1")
            .body("text/plain", Body::from_stream(chunks));
        call.send_empty().await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn a_download_can_be_dropped_at_every_await() {
    dropped_everywhere(|client| async move {
        let mut body = client
            .call(&GET_THING)
            .path("id", "1")
            .send_stream()
            .await?
            .into_stream();
        while body.try_next().await?.is_some() {}
        Ok(())
    })
    .await;
}
