//! Tests of responses whose outcome is known before their body ends.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use openapi_crate_runtime::{ByStatus, Error, RawResponse};

use crate::peer::Server;
use crate::{GET_THING, client, get, soon};

/// A server that sends these bytes and then keeps the connection open, with a byte from time to time.
async fn dripping(start: &'static str, drip: &'static str) -> Server {
    Server::start(move |mut peer| async move {
        peer.read().await;
        peer.write(start).await;
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            peer.write(drip).await;
        }
    })
    .await
}

#[tokio::test]
async fn an_unused_body_is_not_waited_for() {
    for (start, drip) in [
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", ""),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "1\r\nx\r\n",
        ),
        ("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", "x"),
        ("HTTP/1.1 200 OK\r\n\r\n", ""),
    ] {
        let server = dripping(start, drip).await;
        let client = client(&server.url);
        let begin = Instant::now();
        let call = || client.call(&GET_THING).path("id", "1");
        soon(call().send_empty()).await.unwrap();
        assert!(begin.elapsed() < Duration::from_secs(2), "{start}{drip}");
        let call = call().send_optional_json::<u32>(&[200]);
        assert_eq!(soon(call).await.unwrap().into_inner(), None);
        assert!(begin.elapsed() < Duration::from_secs(3), "{start}{drip}");
        // The connection has unread bytes.
        assert_eq!(server.accepted(), 2);
    }
}

/// A response with a body only if it is not 202.
#[derive(Debug, PartialEq)]
enum Outcome {
    Done(u32),
    Accepted,
}

impl ByStatus for Outcome {
    fn read(response: RawResponse) -> Result<Self, Error> {
        match response.status() {
            202 => Ok(Self::Accepted),
            _ => response.json().map(Self::Done),
        }
    }
}

#[tokio::test]
async fn a_status_without_a_body_is_not_waited_for() {
    let start = "HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = dripping(start, "1\r\nx\r\n").await;
    let call = || client(&server.url).call(&GET_THING).path("id", "1");
    let response = soon(call().send_by_status::<Outcome>()).await.unwrap();
    assert_eq!(response.into_inner(), Outcome::Accepted);
    let server = Server::responding_with("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7").await;
    let call = client(&server.url).call(&GET_THING).path("id", "1");
    let response = soon(call.send_by_status::<Outcome>()).await.unwrap();
    assert_eq!(response.into_inner(), Outcome::Done(7));
    let start = "HTTP/1.1 205 Reset Content\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = dripping(start, "").await;
    let call = client(&server.url).call(&GET_THING).path("id", "1");
    let response = soon(call.send_optional_json::<u32>(&[])).await.unwrap();
    assert_eq!(response.into_inner(), None);
}

#[tokio::test]
async fn an_error_is_reported_without_the_rest_of_its_body() {
    let chunked = "HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n";
    for (start, expected) in [
        (chunked.to_owned(), "404 Not Found"),
        (
            format!("{chunked}11\r\n{{\"title\": \"gone\"}}\r\n"),
            "404 Not Found: gone",
        ),
    ] {
        let server = dripping(start.leak(), "").await;
        let begin = Instant::now();
        let error = get(&client(&server.url)).await.unwrap_err();
        assert!(begin.elapsed() < Duration::from_secs(3));
        assert_eq!(error.to_string(), format!("`get-thing` failed: {expected}"));
        let Error::Api(error) = error else {
            panic!("{error:?}")
        };
        assert!(!error.is_body_complete());
        // The whole value has arrived.
        assert_eq!(
            error.json::<serde_json::Value>().is_ok(),
            expected.ends_with("gone")
        );
    }
}

#[tokio::test]
async fn a_long_error_body_is_read_whole() {
    let mut lines = String::new();
    for index in 0..1000 {
        let reason = "x".repeat(100);
        let comma = if index == 0 { "" } else { "," };
        write!(
            lines,
            r#"{comma}{{"index":{index},"key":"k{index}","code":"400","reason":"{reason}"}}"#
        )
        .unwrap();
    }
    let body = format!(r#"{{"title":"Bad batch","errors":[{lines}]}}"#);
    assert!(body.len() > 2 * 64 * 1024);
    let server = Server::responding_with(format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
    .await;
    let Err(Error::Api(error)) = get(&client(&server.url)).await else {
        panic!("expected an API error")
    };
    assert!(error.is_body_complete());
    let value = error.json::<serde_json::Value>().unwrap();
    assert_eq!(value["errors"].as_array().unwrap().len(), 1000);
    let message = format!(
        "`get-thing` failed: 400 Bad Request: Bad batch (1000 errors, the first: {} (index 0, key `k0`))",
        "x".repeat(100)
    );
    assert_eq!(error.to_string(), message);
}
