//! Tests of tokens that the server rejects, and the retry with a new token.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use futures::stream;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use openapi_crate_runtime::{
    Api, Body, BoxError, Call, Client, ClientBuilder, Error, Method, Operation, Parameter, Repeat,
    RetryPolicy, SecurityKind, SecurityScheme, Segment, TokenSource,
};
use tokio::sync::{Barrier, Semaphore};
use tower_service::Service;

use crate::fixture::{GET, soon};
use crate::scripted_server::ScriptedServer;
use crate::scripted_server::Step::{Read, Write};

// The example in the documentation of generated clients.
include!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../src/surface/token_source.rs"
));

static FETCHED: AtomicUsize = AtomicUsize::new(0);

async fn fetch() -> Result<String, BoxError> {
    tokio::task::yield_now().await;
    Ok(format!("t0ken-{}", FETCHED.fetch_add(1, Ordering::SeqCst)))
}

static BEARER: Api = Api {
    user_agent: "x",
    server: "http://api.test",
    security_schemes: &[SecurityScheme {
        name: "oauth",
        kind: SecurityKind::HttpBearer,
        variable: None,
    }],
    security: &[],
    rate_limit: None,
};

/// A write that is not idempotent.
static PUT: Operation = Operation {
    id: "put-thing",
    method: Method::PUT,
    path: &[Segment::Literal("/things/"), Segment::Parameter(0)],
    parameters: &[Parameter::path("id")],
    security: &[&["oauth"]],
    repeat: Repeat::Never,
    ..GET
};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
const REFUSED: &str = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n";
const BUSY: &str =
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";

/// A source that returns these tokens in order, repeats the last one, and records the rejected ones.
#[derive(Clone)]
struct Tokens {
    left: Arc<Mutex<Vec<&'static str>>>,
    refused: Arc<Mutex<Vec<String>>>,
}

impl Tokens {
    fn new(tokens: &[&'static str]) -> Self {
        let left = tokens.iter().rev().copied().collect();
        Self {
            left: Arc::new(Mutex::new(left)),
            refused: Arc::default(),
        }
    }

    fn refused(&self) -> Vec<String> {
        self.refused.lock().unwrap().clone()
    }
}

impl TokenSource for Tokens {
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>> {
        let mut left = self.left.lock().unwrap();
        let token = if left.len() > 1 {
            left.pop()
        } else {
            left.last().copied()
        };
        Box::pin(std::future::ready(
            token
                .map(str::to_owned)
                .ok_or_else(|| "none is left".into()),
        ))
    }

    fn refused(&self, token: &str) {
        self.refused.lock().unwrap().push(token.to_owned());
    }
}

fn builder(url: &str, source: &Tokens) -> ClientBuilder {
    ClientBuilder::new(&BEARER)
        .base_url(url)
        .unwrap()
        .source("oauth", source.clone())
}

fn put(client: &Client) -> Call {
    client
        .call(&PUT)
        .path("id", "x")
        .body("text/plain", "value".into())
}

/// Returns the tokens that a server received, each with the body of its request.
async fn seen(server: ScriptedServer) -> Vec<(String, String)> {
    let requests = server.requests().await.into_iter();
    requests
        .map(|request| {
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            let token = head
                .lines()
                .find_map(|line| line.strip_prefix("authorization: Bearer "));
            (token.unwrap().to_owned(), body.to_owned())
        })
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(token, body)| ((*token).to_owned(), (*body).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_write_is_retried_with_a_new_token() {
    let server = ScriptedServer::new(vec![vec![Read, Write(REFUSED), Read, Write(OK)]]).await;
    let source = Tokens::new(&["old", "new"]);
    let client = builder(&server.url, &source).build().unwrap();
    soon(put(&client).send_empty()).await.unwrap();
    assert_eq!(source.refused(), ["old"]);
    assert_eq!(
        seen(server).await,
        pairs(&[("old", "value"), ("new", "value")])
    );
}

#[tokio::test]
async fn a_second_rejected_token_ends_the_call() {
    let server = ScriptedServer::new(vec![vec![Read, Write(REFUSED), Read, Write(REFUSED)]]).await;
    let source = Tokens::new(&["old", "new", "newer"]);
    let client = builder(&server.url, &source).build().unwrap();
    let error = soon(put(&client).send_empty()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::UNAUTHORIZED), 2)
    );
    assert!(error.to_string().ends_with("(after 2 attempts)"), "{error}");
    // A token that has just been fetched is not reported.
    assert_eq!(source.refused(), ["old"]);
    assert_eq!(seen(server).await.len(), 2);
}

#[tokio::test]
async fn an_unchanged_token_is_not_retried() {
    let server = ScriptedServer::new(vec![vec![Read, Write(REFUSED)]]).await;
    let source = Tokens::new(&["only"]);
    let client = builder(&server.url, &source).build().unwrap();
    let error = soon(put(&client).send_empty()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::UNAUTHORIZED), 1)
    );
    assert_eq!(source.refused(), ["only"]);
    assert_eq!(seen(server).await.len(), 1);
}

#[tokio::test]
async fn a_stream_is_not_retried_but_its_token_is_reported() {
    let server = ScriptedServer::new(vec![vec![Read, Write(REFUSED)]]).await;
    let source = Tokens::new(&["old", "new"]);
    let client = builder(&server.url, &source).build().unwrap();
    let body = Body::from_stream(stream::iter([Ok::<_, BoxError>("value")]));
    let error = soon(put(&client).body("text/plain", body).send_empty())
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert!(
        error.to_string().contains("the request body is a stream"),
        "{error}"
    );
    assert_eq!(source.refused(), ["old"]);
    assert_eq!(seen(server).await.len(), 1);
}

#[tokio::test]
async fn a_fixed_token_is_not_retried() {
    let server = ScriptedServer::new(vec![vec![Read, Write(REFUSED)]]).await;
    let builder = ClientBuilder::new(&BEARER).base_url(&server.url).unwrap();
    let client = builder.credential("oauth", "fixed").build().unwrap();
    let error = soon(put(&client).send_empty()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::UNAUTHORIZED), 1)
    );
    assert_eq!(seen(server).await.len(), 1);
}

#[tokio::test]
async fn token_retries_count_against_the_policy() {
    for (policy, script, refused) in [
        (RetryPolicy::none(), vec![Read, Write(REFUSED)], "1"),
        (
            RetryPolicy::default().max_attempts(2),
            vec![Read, Write(BUSY), Read, Write(REFUSED)],
            "2",
        ),
    ] {
        let server = ScriptedServer::new(vec![script]).await;
        let source = Tokens::new(&["1", "2", "3"]);
        let client = builder(&server.url, &source).retry(policy).build().unwrap();
        let error = soon(put(&client).send_empty()).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(source.refused(), [refused]);
        assert_eq!(error.attempts() as usize, seen(server).await.len());
    }
}

#[tokio::test]
async fn the_retry_policy_applies_after_a_new_token() {
    let script = vec![Read, Write(REFUSED), Read, Write(BUSY), Read, Write(OK)];
    let server = ScriptedServer::new(vec![script]).await;
    let source = Tokens::new(&["old", "new"]);
    let client = builder(&server.url, &source).build().unwrap();
    soon(put(&client).send_empty()).await.unwrap();
    assert_eq!(
        seen(server).await,
        pairs(&[("old", "value"), ("new", "value"), ("new", "value")])
    );
}

#[tokio::test]
async fn a_source_error_replaces_the_401() {
    let server = ScriptedServer::new(vec![vec![Read, Write(REFUSED)]]).await;
    let asked = AtomicUsize::new(0);
    let source = move || {
        let token = if asked.fetch_add(1, Ordering::SeqCst) == 0 {
            Ok("old".to_owned())
        } else {
            Err("expired".into())
        };
        std::future::ready(token)
    };
    let builder = ClientBuilder::new(&BEARER)
        .base_url(&server.url)
        .unwrap()
        .source("oauth", source);
    let error = soon(put(&builder.build().unwrap()).send_empty())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Token(_)), "{error}");
    assert_eq!(seen(server).await.len(), 1);
}

#[tokio::test]
async fn the_timeout_applies_to_fetching_a_token() {
    let builder = ClientBuilder::new(&BEARER)
        .source("oauth", std::future::pending::<Result<String, BoxError>>);
    let client = builder.timeout(Duration::from_millis(50)).build().unwrap();
    let error = soon(put(&client).send_empty()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`put-thing` timed out after 50ms waiting for a token"
    );
}

/// A service that rejects the first token.
///
/// It waits until all requests with that token have arrived. To every second one it responds only after a request with
/// a new token has arrived.
#[derive(Clone)]
struct Expired {
    all: Arc<Barrier>,
    renewed: Arc<Semaphore>,
    count: Arc<AtomicUsize>,
}

impl Service<Request<Body>> for Expired {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self {
            all,
            renewed,
            count,
        } = self.clone();
        Box::pin(async move {
            let mut response = Response::new(Full::default());
            if request.headers()["authorization"] == "Bearer t0ken-0" {
                *response.status_mut() = StatusCode::UNAUTHORIZED;
                all.wait().await;
                if count.fetch_add(1, Ordering::SeqCst) % 2 == 1 {
                    drop(renewed.acquire().await?);
                }
            } else {
                renewed.add_permits(1);
            }
            Ok(response)
        })
    }
}

#[tokio::test]
async fn a_thousand_calls_with_an_expired_token_fetch_one_new_token() {
    let (all, renewed) = (Arc::new(Barrier::new(1000)), Arc::new(Semaphore::new(0)));
    let service = Expired {
        all,
        renewed,
        count: Arc::default(),
    };
    let client = ClientBuilder::new(&BEARER)
        .source("oauth", CachedToken::default())
        .service(service)
        .build()
        .unwrap();
    let calls = (0..1000).map(|_| tokio::spawn(put(&client).send_empty()));
    for response in soon(join_all(calls)).await {
        response.unwrap().unwrap();
    }
    assert_eq!(FETCHED.load(Ordering::SeqCst), 2);
}

/// A source can return a token as carelessly as a user.
#[tokio::test]
async fn a_token_with_white_space_around_it_is_not_sent() {
    for token in [" s3cret", "s3cret\n", "s3\tcret", "\u{feff}s3cret", ""] {
        let client = builder("http://127.0.0.1:9", &Tokens::new(&[token]))
            .build()
            .unwrap();
        let error = put(&client).send_empty().await.unwrap_err();
        let shown = format!("{error:?} {error}");
        assert!(matches!(error, Error::Token(_)), "{shown}");
        assert!(!shown.contains("cret"), "{shown}");
    }
}
