//! A server on a real socket that records the last request, and sends back its JSON.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub(crate) struct State {
    /// The last request.
    pub(crate) request: Option<Request<Bytes>>,
    /// The header `value` of the next responses.
    pub(crate) header: Option<Vec<u8>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                let service = service_fn(move |request: Request<Incoming>| {
                    let state = Arc::clone(&state);
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await?.to_bytes();
                        let request = Request::from_parts(parts, body);
                        Ok::<_, hyper::Error>(respond(&mut state.lock().unwrap(), request))
                    }
                });
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { url, state }
    }
}

/// Sends JSON back, and responds with 204 to other requests.
fn respond(state: &mut State, request: Request<Bytes>) -> Response<Full<Bytes>> {
    let content_type = request.headers().get("content-type").cloned();
    let json = content_type.filter(|value| value == "application/json");
    let mut response = match json {
        Some(json) => {
            let mut response = Response::new(Full::new(request.body().clone()));
            response.headers_mut().insert("content-type", json);
            response
        }
        None => {
            let mut response = Response::new(Full::new(Bytes::new()));
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
    };
    if let Some(value) = &state.header {
        let value = http::HeaderValue::from_bytes(value).unwrap();
        response.headers_mut().insert("value", value);
    }
    state.request = Some(request);
    response
}
