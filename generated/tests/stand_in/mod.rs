//! What answers where a recording is too stiff? One store and its items in memory, as a `tower` service or on a socket.

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

/// Where the operations are, below the base URL.
const STORES: &str = "/resources/stores/kv";

/// The id of its only store.
pub(crate) const STORE: &str = "p5Gd2YkN8vRm4CtBq7ZxWs";

/// The key of an item that is never answered.
pub(crate) const SILENT: &str = "silent";

/// A KV store of one store. Clones are the same store.
#[derive(Clone, Debug, Default)]
pub(crate) struct StandIn {
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

impl StandIn {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Method, path and query of each request so far, and its headers.
    pub(crate) fn requests(&self) -> Vec<(String, HeaderMap)> {
        self.state().requests.clone()
    }

    /// How many lines of batches have come in so far.
    pub(crate) fn batch_lines(&self) -> usize {
        self.state().batch_lines
    }

    /// Answers on a port of this machine that was free, until the test ends; the base URL.
    pub(crate) async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port of this machine");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let stand_in = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let stand_in = stand_in.clone();
                let service = service_fn(move |request| {
                    let answer = stand_in.clone().answer(request);
                    async { Ok::<_, Infallible>(answer.await) }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        format!("http://{address}")
    }

    async fn answer<B>(self, request: Request<B>) -> Response<Full<Bytes>>
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
            None if parts.method == Method::POST => answer_json(StatusCode::CREATED, &store(STORE)),
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

    /// Counts the lines and keeps none.
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
        answer_json(
            StatusCode::OK,
            &json!({"type": "", "title": "success", "errors": []}),
        )
    }

    /// One key a page; the cursor is the number of keys before it.
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
        answer_json(StatusCode::OK, &json!({"data": data, "meta": meta}))
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
            return answer(StatusCode::PRECONDITION_FAILED);
        }
        if *method == Method::PUT {
            let metadata = header("metadata").unwrap_or_default().to_owned();
            let item = Item {
                value: body.to_bytes(),
                metadata,
                generation: generation.max(1 << 50) + 1,
            };
            state.items.insert(key.to_owned(), item);
            return answer(StatusCode::OK);
        }
        if *method == Method::DELETE {
            let removed = state.items.remove(key);
            return removed.map_or_else(
                || problem(StatusCode::NOT_FOUND),
                |_| answer(StatusCode::NO_CONTENT),
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
            item.metadata.parse().expect("it came in a header"),
        );
        response
    }
}

impl<B> tower::Service<Request<B>> for StandIn
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
        Box::pin(async move { Ok(store.answer(request).await) })
    }
}

/// The argument of this name in a query.
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

/// Two pages of stores, the second by the cursor of the first.
fn pages_of_stores(query: &str) -> Response<Full<Bytes>> {
    let page = if argument(query, "cursor").is_some_and(|cursor| cursor == "second") {
        json!({"data": [store("second")], "meta": {}})
    } else {
        json!({"data": [store(STORE)], "meta": {"next_cursor": "second"}})
    };
    answer_json(StatusCode::OK, &page)
}

fn store(id: &str) -> serde_json::Value {
    json!({"id": id, "name": "assets", "created_at": "2025-11-03 07:15:09"})
}

fn answer(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

fn problem(status: StatusCode) -> Response<Full<Bytes>> {
    answer_json(
        status,
        &json!({"title": "refused", "detail": "as the stand-in does"}),
    )
}

fn answer_json(status: StatusCode, json: &serde_json::Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(json.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        "content-type",
        http::HeaderValue::from_static("application/json"),
    );
    response
}
