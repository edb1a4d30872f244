//! Shared fixtures: an API, and a service that records requests and plays back responses.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use openapi_crate_runtime::{
    Api, Body, BoxError, Client, ClientBuilder, Method, Operation, Parameter, RateLimitHeaders,
    Repeat, RetryPolicy, SecurityKind, SecurityScheme, Segment,
};
use tower_service::Service;

pub(crate) static API: Api = Api {
    user_agent: "test-api/1.2.3",
    server: "https://api.example.com",
    security_schemes: &[SecurityScheme {
        name: "token",
        kind: SecurityKind::ApiKeyHeader("X-Key"),
        variable: Some("RUNTIME_TEST_TOKEN"),
    }],
    security: &[&["token"]],
    rate_limit: Some(RateLimitHeaders {
        remaining: "X-Remaining",
        reset: "X-Reset",
    }),
};

/// The operation that others are derived from.
pub(crate) const GET: Operation = Operation {
    id: "get-thing",
    method: Method::GET,
    extension_method: None,
    path: &[Segment::Literal("/things")],
    parameters: &[],
    accept: "application/json",
    security: &[&["token"]],
    repeat: Repeat::Always,
    server: None,
    query: None,
    expects_redirect: false,
};

pub(crate) static GET_THING: Operation = GET;

pub(crate) static PUT_THING: Operation = Operation {
    id: "put-thing",
    method: Method::PUT,
    path: &[Segment::Literal("/things/"), Segment::Parameter(0)],
    parameters: &[
        Parameter::path("id"),
        Parameter::query("first"),
        Parameter::query("second"),
        Parameter::header("x-note"),
    ],
    accept: "*/*",
    repeat: Repeat::Never,
    server: None,
    query: None,
    expects_redirect: false,
    ..GET
};

/// A service that records requests and plays back the given responses, followed by 200 `{}`.
#[derive(Clone, Default)]
pub(crate) struct Recorder {
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
    responses: Arc<Mutex<VecDeque<Response<Bytes>>>>,
}

impl Recorder {
    pub(crate) fn responding_with(responses: impl IntoIterator<Item = Response<Bytes>>) -> Self {
        let recorder = Self::default();
        recorder.responses.lock().unwrap().extend(responses);
        recorder
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Returns a builder without retries, so that each call consumes one response.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let builder = ClientBuilder::new(&API)
            .credential("token", "s3cret")
            .service(self.clone());
        builder
            .base_url("http://api.test")
            .unwrap()
            .retry(RetryPolicy::none())
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }

    /// Returns the only request.
    pub(crate) fn request(&self) -> Request<Bytes> {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "requests made");
        requests.remove(0)
    }
}

impl Service<Request<Body>> for Recorder {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let this = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            this.requests
                .lock()
                .unwrap()
                .push(Request::from_parts(parts, body));
            let response = this.responses.lock().unwrap().pop_front();
            Ok(response
                .unwrap_or_else(|| Response::new(Bytes::from_static(b"{}")))
                .map(Full::new))
        })
    }
}

/// A service with a custom response body.
#[derive(Clone)]
pub(crate) struct Responding<F>(pub(crate) F);

impl<F, B> Service<Request<Body>> for Responding<F>
where
    F: Fn() -> Response<B>,
{
    type Response = Response<B>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Response<B>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        std::future::ready(Ok((self.0)()))
    }
}

pub(crate) fn response(
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(
            *name,
            http::HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
    }
    response.body(body.into()).unwrap()
}

/// Awaits a future that would hang if the test failed.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(10), future)
        .await
        .expect("the future hangs")
}
