//! A program that names the types of other crates only through the crate.

use std::future::{Ready, ready};
use std::task::{Context, Poll};

use fastly_kv_store::bytes::Bytes;
use fastly_kv_store::futures_core::Stream;
use fastly_kv_store::jiff::Timestamp;
use fastly_kv_store::tower_service::Service;
use fastly_kv_store::{
    Body, BoxError, Client, Error, HeaderMap, Method, RateLimit, StatusCode, http, http_body,
    serde_json,
};

/// A service that responds to each request with its method.
#[derive(Clone)]
struct Methods;

impl Service<http::Request<Body>> for Methods {
    type Response = http::Response<String>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        ready(Ok(http::Response::new(request.method().to_string())))
    }
}

/// Returns the data of a body's frames.
fn data<B: http_body::Body<Data = Bytes>>(_: &B) -> Option<B::Data> {
    None
}

#[tokio::test]
async fn a_program_needs_no_other_crate() {
    let client = Client::builder().token("t").service(Methods).build();
    let items = client.expect("a client").kv_store_item();
    let item = items.get_item("s", "k").send().await.expect("a response");
    let (status, headers): (StatusCode, &HeaderMap) = (item.status(), item.headers());
    assert_eq!((status, headers.len()), (StatusCode::OK, 0));
    let reset: Option<Timestamp> = item.rate_limit().and_then(|limit: RateLimit| limit.reset);
    assert_eq!(reset, None);
    let value: Bytes = item.bytes().await.expect("a body");
    assert_eq!(value, Method::GET.as_str());
    assert_eq!(data(&String::new()), None);

    let keys: Box<dyn Stream<Item = Result<String, Error>>> =
        Box::new(items.list_item_keys("s").items());
    drop(keys);
    let error = items.upsert_batch("s", Vec::new()).send().await;
    if let Err(Error::Api(error)) = error {
        error.json::<serde_json::Value>().expect("JSON");
    }
}

/// A client with `reqwest`'s own settings.
#[cfg(feature = "reqwest")]
#[test]
fn a_client_of_reqwest_is_named_through_the_crate() {
    let client = fastly_kv_store::reqwest::Client::new();
    Client::builder()
        .token("t")
        .http_client(client)
        .build()
        .expect("a client");
}
