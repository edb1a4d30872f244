//! A fake of the API with a single store in memory, as a `tower` service or on a socket.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;

/// The path of the operations.
const STORES: &str = "/resources/stores/kv";

/// The id of the only store.
pub(crate) const STORE: &str = "p5Gd2YkN8vRm4CtBq7ZxWs";

/// The key of an item whose requests receive no response.
pub(crate) const SILENT: &str = "silent";

/// A fake API with a single store, which clones share.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeApi {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    items: BTreeMap<String, Item>,
    requests: Vec<(String, HeaderMap)>,
    batch_lines: usize,
}

#[derive(Debug)]
struct Item {
    value: Bytes,
    metadata: String,
    generation: u64,
}

impl FakeApi {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the method, path and query of each request so far, with its headers.
    pub(crate) fn requests(&self) -> Vec<(String, HeaderMap)> {
        self.state().requests.clone()
    }

    /// Returns the number of batch lines received so far.
    pub(crate) fn batch_lines(&self) -> usize {
        self.state().batch_lines
    }

    /// Listens on a free local port until the test ends, and returns the base URL.
    pub(crate) async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a local port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let api = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let api = api.clone();
                let service = service_fn(move |request| {
                    let response = api.clone().respond(request);
                    async { Ok::<_, Infallible>(response.await) }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        format!("http://{address}")
    }

    async fn respond<B>(self, request: Request<B>) -> Response<Full<Bytes>>
    where
        B: http_body::Body<Data = Bytes> + Unpin,
    {
        let (parts, body) = request.into_parts();
        let target = parts
            .uri
            .path_and_query()
            .map_or("", |target| target.as_str());
        self.state()
            .requests
            .push((format!("{} {target}", parts.method), parts.headers.clone()));
        let path = parts.uri.path();
        let path = path.split_once(STORES).map_or(path, |(_, below)| below);
        let query = parts.uri.query().unwrap_or_default();
        match path.strip_prefix(&format!("/{STORE}")) {
            None if parts.method == Method::POST => {
                json_response(StatusCode::CREATED, &store(STORE))
            }
            None => pages_of_stores(query),
            Some("/batch") => self.batch(body).await,
            Some("/keys") => self.keys(query),
            Some(item) => match item.strip_prefix("/keys/") {
                Some(SILENT) => pending().await,
                Some(key) => {
                    self.item(&parts.method, &decoded(key), &parts.headers, body)
                        .await
                }
                None => problem(StatusCode::NOT_FOUND),
            },
        }
    }

    /// Counts the lines without storing them.
    async fn batch<B: http_body::Body<Data = Bytes> + Unpin>(
        &self,
        mut body: B,
    ) -> Response<Full<Bytes>> {
        while let Some(Ok(frame)) = body.frame().await {
            let Ok(data) = frame.into_data() else {
                continue;
            };
            self.state().batch_lines += data.split(|byte| *byte == b'\n').count() - 1;
        }
        json_response(
            StatusCode::OK,
            &json!({"type": "", "title": "success", "errors": []}),
        )
    }

    /// Returns one key per page. The cursor is the number of preceding keys.
    fn keys(&self, query: &str) -> Response<Full<Bytes>> {
        let state = self.state();
        let prefix = argument(query, "prefix").unwrap_or_default();
        let before: usize = argument(query, "cursor")
            .and_then(|cursor| cursor.parse().ok())
            .unwrap_or(0);
        let mut keys = state
            .items
            .keys()
            .filter(|key| key.starts_with(&prefix))
            .skip(before);
        let data: Vec<_> = keys.next().into_iter().collect();
        let mut meta = json!({"limit": 1});
        if keys.next().is_some() {
            meta["next_cursor"] = json!((before + 1).to_string());
        }
        json_response(StatusCode::OK, &json!({"data": data, "meta": meta}))
    }

    async fn item<B>(
        &self,
        method: &Method,
        key: &str,
        headers: &HeaderMap,
        body: B,
    ) -> Response<Full<Bytes>>
    where
        B: http_body::Body<Data = Bytes>,
    {
        let Ok(body) = body.collect().await else {
            return problem(StatusCode::BAD_REQUEST);
        };
        let header = |name| {
            headers
                .get(name)
                .and_then(|value: &http::HeaderValue| value.to_str().ok())
        };
        let mut state = self.state();
        let generation = state.items.get(key).map_or(0, |item| item.generation);
        let wanted = header("if-generation-match").and_then(|generation| generation.parse().ok());
        if wanted.is_some_and(|wanted: u64| wanted != generation) {
            return empty_response(StatusCode::PRECONDITION_FAILED);
        }
        if *method == Method::PUT {
            let metadata = header("metadata").unwrap_or_default().to_owned();
            let item = Item {
                value: body.to_bytes(),
                metadata,
                generation: generation.max(1 << 50) + 1,
            };
            state.items.insert(key.to_owned(), item);
            return empty_response(StatusCode::OK);
        }
        if *method == Method::DELETE {
            let removed = state.items.remove(key);
            return removed.map_or_else(
                || problem(StatusCode::NOT_FOUND),
                |_| empty_response(StatusCode::NO_CONTENT),
            );
        }
        let Some(item) = state.items.get(key) else {
            return problem(StatusCode::NOT_FOUND);
        };
        let mut response = Response::new(Full::new(item.value.clone()));
        response
            .headers_mut()
            .insert("generation", item.generation.into());
        response.headers_mut().insert(
            "metadata",
            item.metadata.parse().expect("received as a header"),
        );
        response
    }
}

impl<B> tower::Service<Request<B>> for FakeApi
where
    B: http_body::Body<Data = Bytes> + Send + Unpin + 'static,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let store = self.clone();
        Box::pin(async move { Ok(store.respond(request).await) })
    }
}

/// Returns a query argument.
fn argument(query: &str, name: &str) -> Option<String> {
    let mut arguments = query
        .split('&')
        .filter_map(|argument| argument.split_once('='));
    arguments
        .find(|(found, _)| *found == name)
        .map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

/// Returns one of two pages of stores.
fn pages_of_stores(query: &str) -> Response<Full<Bytes>> {
    let page = if argument(query, "cursor").is_some_and(|cursor| cursor == "second") {
        json!({"data": [store("second")], "meta": {}})
    } else {
        json!({"data": [store(STORE)], "meta": {"next_cursor": "second"}})
    };
    json_response(StatusCode::OK, &page)
}

fn store(id: &str) -> serde_json::Value {
    json!({"id": id, "name": "assets", "created_at": "2025-11-03 07:15:09"})
}

fn empty_response(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

fn problem(status: StatusCode) -> Response<Full<Bytes>> {
    json_response(
        status,
        &json!({"title": "refused", "detail": "by the fake API"}),
    )
}

fn json_response(status: StatusCode, json: &serde_json::Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(json.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        "content-type",
        http::HeaderValue::from_static("application/json"),
    );
    response
}
