//! A server on a real socket that records requests.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use openapi_crate_wire::{Client, ClientBuilder, RetryPolicy};
use tokio::net::TcpListener;

type Reply = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// A server that sends the same response to every request.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Server {
    pub(crate) async fn responding_with(
        response: impl Fn() -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let response = Arc::new(response);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, response) = (Arc::clone(&seen), Arc::clone(&response));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (seen, response) = (Arc::clone(&seen), Arc::clone(&response));
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await?.to_bytes();
                        seen.lock().unwrap().push(Request::from_parts(parts, body));
                        Ok::<_, hyper::Error>(response())
                    }
                });
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { url, requests }
    }

    /// Starts a server that responds with 204.
    pub(crate) async fn silent() -> Self {
        Self::responding_with(|| whole(204, &[], "")).await
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .base_url(&self.url)
            .unwrap()
            .retry(RetryPolicy::none())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut *self.requests.lock().unwrap())
    }

    /// Returns the only request.
    pub(crate) fn request(&self) -> Request<Bytes> {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "requests made");
        requests.remove(0)
    }
}

/// Returns a response of known length.
pub(crate) fn whole(status: u16, headers: &[(&str, &str)], body: &'static str) -> Reply {
    response(status, headers, Full::new(Bytes::from(body)).boxed_unsync())
}

/// Returns a response in pieces, each a separate chunk.
pub(crate) fn pieces(content_type: &str, pieces: Vec<&'static [u8]>) -> Reply {
    let frames = pieces
        .into_iter()
        .map(|piece| Ok(Frame::data(Bytes::from_static(piece))));
    let body = StreamBody::new(futures::stream::iter(frames)).boxed_unsync();
    response(200, &[("content-type", content_type)], body)
}

fn response(
    status: u16,
    headers: &[(&str, &str)],
    body: UnsyncBoxBody<Bytes, Infallible>,
) -> Reply {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        response.headers_mut().append(name, value.parse().unwrap());
    }
    response
}
