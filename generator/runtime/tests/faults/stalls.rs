//! Tests of stalled connections: no call lasts longer than its timeout.

use std::time::{Duration, Instant};

use bytes::Bytes;
use openapi_crate_runtime::{Client, Error};

use crate::peer::Server;
use crate::{PUT_THING, SHORT, builder, get, soon};

/// Returns the error of a call, which must time out in time.
async fn timed_out<T>(call: impl Future<Output = Result<T, Error>>) -> String {
    let start = Instant::now();
    let Err(error) = soon(call).await else {
        panic!("the call succeeded")
    };
    assert!(error.is_timeout(), "{error:?}");
    // It may be late on a busy machine, but never early.
    assert!(
        (SHORT..SHORT * 20).contains(&start.elapsed()),
        "{:?}",
        start.elapsed()
    );
    error.to_string()
}

fn client(server: &Server) -> Client {
    builder(&server.url).timeout(SHORT).build().unwrap()
}

#[tokio::test]
async fn a_timeout_names_the_state_of_the_call() {
    let responses: [(&str, &str); 4] = [
        ("", "waiting for the response"),
        ("HTTP/1.1 200 OK\r\ncontent-len", "waiting for the response"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n",
            "reading the response body",
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
            "reading the response body",
        ),
    ];
    for (response, waiting) in responses {
        let server = Server::start(move |mut peer| async move {
            peer.read().await;
            peer.write(response).await;
            peer.stall().await;
        });
        let error = timed_out(get(&client(&server.await))).await;
        assert_eq!(
            error,
            format!("`get-thing` timed out after 200ms {waiting}")
        );
    }
}

#[tokio::test]
async fn a_stalled_upload_times_out() {
    let server = Server::start(|peer| async move { peer.stall().await }).await;
    let body = Bytes::from(vec![0; 32 * 1024 * 1024]);
    let call = client(&server)
        .call(&PUT_THING)
        .path("id", "1")
        .body("text/plain", body.into());
    assert_eq!(
        timed_out(call.send_empty()).await,
        "`put-thing` timed out after 200ms waiting for the response"
    );
}

/// Sends one byte every 20 ms.
async fn trickle(response: &'static str) -> Server {
    let server = Server::start(move |mut peer| async move {
        peer.read().await;
        peer.write(response).await;
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            peer.write("x").await;
        }
    });
    server.await
}

#[tokio::test]
async fn a_slow_trickle_still_times_out() {
    let headers = trickle("HTTP/1.1 200 OK\r\nx-").await;
    timed_out(get(&client(&headers))).await;
    let body = trickle("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n").await;
    timed_out(get(&client(&body))).await;
}

#[tokio::test]
async fn the_timeout_applies_to_an_idle_stream() {
    let server = trickle("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n").await;
    let call = client(&server).call(&crate::GET_THING).path("id", "1");
    let response = call.send_stream().await.unwrap();
    tokio::time::sleep(SHORT).await;
    let error = soon(response.bytes()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_timeout_of_a_custom_reqwest_client_is_a_timeout() {
    let responses = [
        ("", "`get-thing` timed out waiting for the response"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{",
            "`get-thing` timed out reading the response body",
        ),
    ];
    for (response, says) in responses {
        let server = Server::start(move |mut peer| async move {
            peer.read().await;
            peer.write(response).await;
            peer.stall().await;
        });
        let http_client = reqwest::Client::builder()
            .read_timeout(SHORT)
            .build()
            .unwrap();
        let client = builder(&server.await.url)
            .http_client(http_client)
            .build()
            .unwrap();
        assert_eq!(timed_out(get(&client)).await, says);
    }
}
