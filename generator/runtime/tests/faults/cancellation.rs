//! Calls that are dropped before they end.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::{TryStreamExt as _, stream};
use openapi_crate_runtime::{Body, BoxError, Client, Error};

use crate::peer::{Peer, Server};
use crate::{GET_THING, PUT_THING, builder, get, soon};

/// Responds in pieces, each of which is a time to wait for.
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

/// The output of the future, or `None` if it is dropped because it was not ready after so many polls.
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
            // The last poll's wait is not waited for.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Drops the call after each number of polls until it comes through, each time with a client that has made no
/// connection yet, and makes another one with that client.
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
            assert!(polls > 3, "there was hardly a place to drop it: {polls}");
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
