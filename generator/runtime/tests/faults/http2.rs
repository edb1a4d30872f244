//! A server that speaks HTTP/2 on a socket, and a client for it.

use std::future::Future;

use h2::server::{self, SendResponse};
use h2::{Reason, RecvStream};
use http::{Request, Response};
use openapi_crate_runtime::{Client, ClientBuilder};
use tokio::net::TcpListener;

use crate::builder;

/// A request, and the means to respond to it.
pub(crate) struct Exchange {
    pub(crate) request: Request<RecvStream>,
    pub(crate) respond: SendResponse<bytes::Bytes>,
}

impl Exchange {
    /// Reads the request body, or returns the reason why the client has reset the stream.
    pub(crate) async fn body(&mut self) -> Result<Vec<u8>, Option<Reason>> {
        let mut whole = Vec::new();
        let body = self.request.body_mut();
        while let Some(chunk) = body.data().await {
            let chunk = chunk.map_err(|error| error.reason())?;
            let _ = body.flow_control().release_capacity(chunk.len());
            whole.extend_from_slice(&chunk);
        }
        Ok(whole)
    }

    /// Responds without a body.
    pub(crate) fn status(&mut self, status: u16) {
        let response = Response::builder().status(status).body(()).unwrap();
        let _ = self.respond.send_response(response, true);
    }
}

/// Starts a server with a handler for each request. Returns its URL.
pub(crate) async fn start<F>(handle: impl Fn(Exchange) -> F + Clone + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let handle = handle.clone();
            tokio::spawn(async move {
                let mut connection = server::handshake(socket).await.unwrap();
                while let Some(Ok((request, respond))) = connection.accept().await {
                    tokio::spawn(handle(Exchange { request, respond }));
                }
            });
        }
    });
    url
}

/// Returns a builder of a client that speaks only HTTP/2.
pub(crate) fn http2(url: &str) -> ClientBuilder {
    let http_client = reqwest::Client::builder()
        .http2_prior_knowledge()
        .build()
        .unwrap();
    builder(url).http_client(http_client)
}

/// Returns a client that speaks only HTTP/2.
pub(crate) fn client(url: &str) -> Client {
    http2(url).build().unwrap()
}
