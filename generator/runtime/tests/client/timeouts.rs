//! Tests of the call timeout with a service.

use std::convert::Infallible;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http::Response;
use http_body::Frame;
use http_body_util::StreamBody;
use openapi_crate_runtime::{Body, Client, ClientBuilder};
use tower::service_fn;

use crate::fixture::{API, GET_THING};

/// A response body that never arrives.
type Stalled = StreamBody<stream::Pending<Result<Frame<Bytes>, Infallible>>>;

/// A client of a service that responds after this future completes, with a body that never arrives.
fn client_with_delay<F>(wait: impl Fn() -> F + Clone + Send + Sync + 'static) -> Client
where
    F: Future<Output = ()> + Send + 'static,
{
    let service = service_fn(move |_: http::Request<Body>| {
        let wait = wait();
        async move {
            wait.await;
            Ok::<_, Infallible>(Response::new(Stalled::new(stream::pending())))
        }
    });
    ClientBuilder::new(&API)
        .service(service)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_busy_service_times_out() {
    let client = client_with_delay(|| async {
        // Uses up the task's budget again and again.
        loop {
            tokio::task::consume_budget().await;
        }
    });
    let calling = tokio::spawn(client.call(&GET_THING).send_empty());
    let ended = tokio::time::timeout(Duration::from_secs(10), calling)
        .await
        .expect("the call hangs");
    let error = ended.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`get-thing` timed out after 50ms waiting for the response"
    );
}

#[test]
fn a_body_can_be_read_on_a_different_runtime() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
    };
    let client = client_with_delay(tokio::task::yield_now);
    let response = runtime()
        .block_on(client.call(&GET_THING).send_stream())
        .unwrap();
    let error = runtime().block_on(response.bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`get-thing` timed out after 50ms reading the response body"
    );
}
