//! Notations of the time until a rate limit is reset, over sockets.

use std::time::{Duration, Instant};

use openapi_crate_runtime::{Error, RetryPolicy};

use crate::peer::Server;
use crate::{GET_THING, builder, soon};

/// The server's time.
const NOW: i64 = 1_790_000_000;

fn limited(status: &str, headers: &str) -> String {
    let date = jiff::Timestamp::from_second(NOW).unwrap();
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT");
    format!("HTTP/1.1 {status}\r\ndate: {date}\r\ncontent-length: 0\r\n{headers}\r\n\r\n")
}

async fn error(response: String) -> Error {
    let server = Server::responding_with(response).await;
    let client = builder(&server.url).retry(RetryPolicy::default());
    let call = client.build().unwrap().call(&GET_THING).path("id", "1");
    soon(call.send_empty()).await.unwrap_err()
}

#[tokio::test]
async fn every_notation_of_the_wait_is_understood() {
    for headers in [
        "x-remaining: 0\r\nx-reset: 1800".to_owned(),
        "x-remaining: 0\r\nx-reset: 1799.25".to_owned(),
        "x-reset: 1800".to_owned(),
        format!("x-reset: {}", NOW + 1800),
        format!("x-reset: {}.5", NOW + 1799),
        format!("x-reset: {}000", NOW + 1800),
        "retry-after: 0\r\nx-remaining: 0\r\nx-reset: 1800".to_owned(),
        "retry-after: Thu, 01 Jan 1970 00:00:00 GMT\r\nx-reset: 1800".to_owned(),
        "retry-after: 1800\r\nx-remaining: 0\r\nx-reset: 60".to_owned(),
    ] {
        let error = error(limited("429 Too Many Requests", &headers)).await;
        assert_eq!(error.attempts(), 1, "{headers}");
        let message = error.to_string();
        assert!(message.contains(" 30m 0s"), "{headers}: {message}");
    }
}

#[tokio::test]
async fn a_time_that_is_not_understood_is_an_ordinary_delay() {
    for headers in [
        "x-remaining: 0",
        "x-remaining: 0\r\nx-reset: 0",
        "x-remaining: 0\r\nx-reset: -1800",
        "x-remaining: 0\r\nx-reset: 1.5.5",
        "x-remaining: 0\r\nx-reset: 99999999999999999999999",
        "x-remaining: 0\r\nx-reset: 1500000000",
        "retry-after: -5",
        "retry-after: soon",
        "retry-after: ",
    ] {
        let error = error(limited("429 Too Many Requests", headers)).await;
        assert_eq!(error.attempts(), 3, "{headers}: {error}");
    }
}

#[tokio::test]
async fn a_429_without_a_time_does_not_end_the_wait() {
    let server = Server::start(|mut peer| async move {
        for response in [
            limited("200 OK", "x-remaining: 0\r\nx-reset: 1"),
            limited("429 Too Many Requests", ""),
            limited("200 OK", ""),
        ] {
            peer.read().await;
            // The first two requests are sent at the same time.
            tokio::time::sleep(Duration::from_millis(20)).await;
            peer.write(response).await;
        }
        peer.stall().await;
    })
    .await;
    let policy = RetryPolicy::none().wait_for_reset(true);
    let client = builder(&server.url).retry(policy.clone()).build().unwrap();
    let call = || client.call(&GET_THING).path("id", "1").send_empty();
    soon(call()).await.unwrap();
    let start = Instant::now();
    // Has no time to wait, so it is sent at once.
    let _ = soon(call()).await;
    assert!(start.elapsed() >= Duration::from_millis(900));
}
