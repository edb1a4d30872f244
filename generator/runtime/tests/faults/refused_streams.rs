//! Tests of HTTP/2 streams that the server refuses, which means that it did not process the request (RFC 9113, section
//! 8.7).

use bytes::Bytes;
use futures::stream;
use h2::{Reason, server};
use http::Response;
use openapi_crate_runtime::{Body, BoxError, Error};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::http2::client;
use crate::{PUT_THING, soon};

/// Starts a server that refuses the first request of a connection. Returns its URL and the bodies of accepted requests.
async fn server() -> (String, mpsc::UnboundedReceiver<Bytes>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, bodies) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let mut connection = server::handshake(socket).await.unwrap();
        let (_, mut refused) = connection.accept().await.unwrap().unwrap();
        refused.send_reset(Reason::REFUSED_STREAM);
        while let Some(Ok((request, mut response))) = connection.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut body = request.into_body();
                let mut whole = Vec::new();
                while let Some(chunk) = body.data().await {
                    whole.extend_from_slice(&chunk.unwrap());
                }
                sender.send(whole.into()).unwrap();
                response
                    .send_response(Response::builder().status(204).body(()).unwrap(), true)
                    .unwrap();
            });
        }
    });
    (url, bodies)
}

#[tokio::test]
async fn bytes_are_retried_on_the_same_connection() {
    let (url, mut bodies) = server().await;
    let call = client(&url)
        .call(&PUT_THING)
        .path("id", "1")
        .body("text/plain", Body::from("value"));
    soon(call.send_empty()).await.unwrap();
    assert_eq!(bodies.recv().await.as_deref(), Some(&b"value"[..]));
}

#[tokio::test]
async fn a_stream_is_not_retried_and_the_error_says_so() {
    let (url, mut bodies) = server().await;
    let value = stream::iter([Ok::<_, BoxError>(Bytes::from("value"))]);
    let call = client(&url)
        .call(&PUT_THING)
        .path("id", "1")
        .body("text/plain", Body::from_stream(value));
    let error = soon(call.send_empty()).await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
    assert!(bodies.try_recv().is_err(), "the request was retried");
}
