//! Tests of connections that cannot be established, and connections that are lost.

use std::time::Instant;

use openapi_crate_runtime::Error;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::peer::Server;
use crate::{SHORT, builder, client, get, messages};

#[tokio::test]
async fn a_refused_connection_names_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = get(&client(&url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_connect()),
        "{error:?}"
    );
    let messages = messages(&error);
    assert_eq!(
        messages[0],
        format!("`get-thing` failed: cannot connect to {url}")
    );
    assert!(
        messages.last().unwrap().starts_with("Connection refused"),
        "{messages:?}"
    );
}

/// A server whose connection backlog is full, so that a new connection is neither accepted nor refused.
async fn full() -> (
    String,
    TcpListener,
    Vec<tokio::task::JoinHandle<std::io::Result<TcpStream>>>,
) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let waiting = (0..4)
        .map(|_| tokio::spawn(TcpStream::connect(address)))
        .collect();
    tokio::time::sleep(SHORT).await;
    (format!("http://{address}"), listener, waiting)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_timeout_applies_to_connecting() {
    let (url, _listener, _waiting) = full().await;
    let start = Instant::now();
    let error = get(&builder(&url).timeout(SHORT).build().unwrap())
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("`get-thing` timed out after 200ms"),
        "{error}"
    );
    assert!(start.elapsed() < SHORT * 10);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connect_timeout_is_reported_as_such() {
    let (url, _listener, _waiting) = full().await;
    let http_client = reqwest::Client::builder()
        .connect_timeout(SHORT)
        .build()
        .unwrap();
    let error = get(&builder(&url).http_client(http_client).build().unwrap())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Timeout(error) if error.is_connect()),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "`get-thing` timed out waiting for a connection"
    );
}

/// The paused clock advances whenever the runtime is idle.
#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn the_connect_timeout_is_ten_seconds() {
    let (url, _listener, _waiting) = full().await;
    let start = tokio::time::Instant::now();
    let call = client(&url)
        .call(&crate::GET_THING)
        .path("id", "1")
        .send_empty();
    let error = call.await.unwrap_err();
    assert!(
        matches!(&error, Error::Timeout(error) if error.is_connect()),
        "{error:?}"
    );
    assert_eq!(start.elapsed().as_secs(), 10);
}

/// Returns the error messages of a connection that is lost before a response.
async fn broken(server: Server) -> Vec<String> {
    let error = get(&client(&server.url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if !error.is_connect()),
        "{error:?}"
    );
    let messages = messages(&error);
    let says = format!(
        "`get-thing` failed: connection to {} lost before a response arrived",
        server.url
    );
    assert_eq!(messages[0], says);
    messages
}

#[tokio::test]
async fn a_reset_before_the_request_is_read_is_a_connection_error() {
    broken(Server::start(|peer| async move { peer.reset() }).await).await;
}

#[tokio::test]
async fn a_reset_before_the_response_is_a_connection_error() {
    let server = Server::start(|mut peer| async move {
        peer.read().await;
        peer.reset();
    });
    let messages = broken(server.await).await;
    assert!(
        messages
            .last()
            .unwrap()
            .starts_with("Connection reset by peer"),
        "{messages:?}"
    );
}

#[tokio::test]
async fn a_reset_in_the_headers_is_a_connection_error() {
    let server = Server::start(|mut peer| async move {
        peer.read().await;
        peer.write("HTTP/1.1 200 OK\r\ncontent-len").await;
        peer.pause().await;
        peer.reset();
    });
    let messages = broken(server.await).await;
    assert!(
        messages
            .last()
            .unwrap()
            .starts_with("Connection reset by peer"),
        "{messages:?}"
    );
}

#[tokio::test]
async fn a_close_in_the_headers_is_a_connection_error() {
    broken(Server::closing("HTTP/1.1 200 OK\r\ncontent-len").await).await;
}

/// Returns the error messages of a connection that is reset after this part of a response.
async fn reset_after(response: &'static str) -> Vec<String> {
    let server = Server::start(move |mut peer| async move {
        peer.read().await;
        peer.write(response).await;
        peer.pause().await;
        peer.reset();
    });
    let error = get(&client(&server.await.url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if !error.is_request()),
        "{error:?}"
    );
    messages(&error)
}

#[tokio::test]
async fn a_reset_after_the_headers_reports_zero_bytes() {
    let messages = reset_after("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n").await;
    assert_eq!(
        messages[0],
        "`get-thing` failed: response body stream failed after 0 bytes"
    );
    assert!(
        messages
            .last()
            .unwrap()
            .starts_with("Connection reset by peer"),
        "{messages:?}"
    );
}

#[tokio::test]
async fn a_reset_in_the_body_reports_the_bytes_received() {
    for response in [
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{}",
    ] {
        let messages = reset_after(response).await;
        assert_eq!(
            messages[0], "`get-thing` failed: response body stream failed after 2 bytes",
            "{response}"
        );
    }
}

#[tokio::test]
async fn a_reset_during_the_upload_is_a_connection_error() {
    let server = Server::start(|peer| async move {
        peer.pause().await;
        peer.reset();
    });
    let server = server.await;
    let body = bytes::Bytes::from(vec![0; 32 * 1024 * 1024]);
    let call = client(&server.url).call(&crate::PUT_THING).path("id", "1");
    let error = crate::soon(call.body("text/plain", body.into()).send_empty())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if !error.is_connect()),
        "{error:?}"
    );
}
