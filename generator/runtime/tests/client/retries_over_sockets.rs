//! Tests of retries after connections to a real server are lost.

use openapi_crate_runtime::{BoxError, Client, ClientBuilder, Error};

use crate::fixture::{API, GET_THING, soon};
use crate::retries::{SAFE, UNSAFE};
use crate::scripted_server::ScriptedServer;
use crate::scripted_server::Step::{Read, Write};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy";

fn client(url: &str) -> Client {
    ClientBuilder::new(&API)
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_request_is_retried_after_a_lost_connection() {
    let scripts = vec![
        vec![Read],
        vec![Read, Write("HTTP/1.1 200 OK\r\ncont")],
        vec![Read, Write(OK)],
    ];
    let server = ScriptedServer::new(scripts).await;
    let call = client(&server.url)
        .call(&SAFE)
        .path("id", "x")
        .body("text/plain", "value".into());
    soon(call.send_empty()).await.unwrap();
    let requests = server.requests().await;
    assert_eq!(requests.len(), 3);
    assert!(
        requests
            .iter()
            .all(|request| request.ends_with("\r\n\r\nvalue") && *request == requests[0])
    );
}

#[tokio::test]
async fn a_write_is_not_retried_after_a_lost_connection() {
    let server = ScriptedServer::new(vec![vec![Read], vec![Read, Write(OK)]]).await;
    let call = client(&server.url)
        .call(&UNSAFE)
        .path("id", "x")
        .body("text/plain", "value".into());
    let error = soon(call.send_empty()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(broken) if !broken.is_connect()),
        "{error:?}"
    );
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn the_next_attempt_reuses_the_connection() {
    let server = ScriptedServer::new(vec![vec![Read, Write(BUSY), Read, Write(OK)]]).await;
    soon(client(&server.url).call(&GET_THING).send_empty())
        .await
        .unwrap();
    assert_eq!(server.requests().await.len(), 2);
}

#[tokio::test]
async fn a_failed_connection_attempt_is_retried() {
    let call = client("http://127.0.0.1:1").call(&UNSAFE).path("id", "x");
    let error = call.send_empty().await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    // A stream is not retried, even if it may not have been read yet.
    let stream = futures::stream::iter([Ok::<_, BoxError>("value")]);
    let body = openapi_crate_runtime::Body::from_stream(stream);
    let call = client("http://127.0.0.1:1")
        .call(&UNSAFE)
        .path("id", "x")
        .body("text/plain", body);
    let error = call.send_empty().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("not retried: the request body is a stream"),
        "{error}"
    );
}
