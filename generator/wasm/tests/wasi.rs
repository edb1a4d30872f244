//! Calls through a service on WASI, with and without a `tokio` runtime.
#![cfg(target_os = "wasi")]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use fastly_kv_store::{Body, Client, Error};
use http_body_util::Full;
use tower_service::Service;

/// A service that responds with a status, and counts the requests.
#[derive(Clone)]
struct Responding(u16, Arc<AtomicU32>);

impl Service<http::Request<Body>> for Responding {
    type Response = http::Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        self.1.fetch_add(1, Ordering::Relaxed);
        let response = http::Response::builder()
            .status(self.0)
            .header("retry-after", "Fri, 31 Dec 2100 23:59:59 GMT")
            .header("content-type", "application/json");
        let body = Full::from(r#"{"id": "a", "name": "b"}"#);
        ready(Ok(response.body(body).expect("the parts are valid")))
    }
}

/// Polls a call that never waits.
fn now<T>(call: impl Future<Output = T>) -> T {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the call waits"),
    }
}

/// The ways to run a call: without a runtime, and in one without a timer, which must not be used.
fn for_each_runtime(test: impl Fn()) {
    test();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    let _guard = runtime.enter();
    test();
}

fn client(status: u16) -> (Client, Arc<AtomicU32>) {
    let requests = Arc::new(AtomicU32::new(0));
    let builder = Client::builder()
        .token("token")
        .timeout(Duration::from_secs(5));
    let builder = builder.service(Responding(status, requests.clone()));
    (builder.build().expect("the settings are valid"), requests)
}

#[test]
fn a_response_is_decoded() {
    for_each_runtime(|| {
        let (client, _) = client(200);
        let store = now(client.kv_store().get_store("a").send()).expect("a response");
        assert_eq!(store.name.as_deref(), Some("b"));
    });
}

#[test]
fn a_request_is_sent_once() {
    for_each_runtime(|| {
        let (client, requests) = client(503);
        let error = now(client.kv_store().get_store("a").send()).expect_err("a failure");
        assert!(matches!(error, Error::Api(_)), "{error}");
        assert_eq!(requests.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn a_client_needs_a_service() {
    let error = Client::builder()
        .token("token")
        .build()
        .expect_err("no transport");
    assert!(error.to_string().contains("set a service"), "{error}");
}
