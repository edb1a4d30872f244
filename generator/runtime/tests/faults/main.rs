//! Tests of server and network faults over real sockets, without retries.

#![allow(missing_docs, reason = "the names of tests describe them")]

mod attempt_timeouts;
mod bodies;
mod cancellation;
mod concurrency;
mod connections;
mod encodings;
#[cfg(feature = "fs")]
mod files;
mod headers;
mod hostile;
mod http2;
mod lengths;
mod peer;
mod rate_limits;
mod refused_streams;
mod request_ids;
mod reset_streams;
mod responses;
mod runtimes;
mod secrets;
mod silence;
mod stalls;

mod unwanted_bodies;
mod uploads;

use std::future::Future;
use std::time::Duration;

use openapi_crate_runtime::{
    Api, Client, ClientBuilder, Error, Method, Operation, Parameter, RateLimitHeaders, Repeat,
    RetryPolicy, Segment,
};

static API: Api = Api {
    user_agent: "faults",
    server: "",
    security_schemes: &[],
    security: &[],
    rate_limit: Some(RateLimitHeaders {
        remaining: "x-remaining",
        reset: "x-reset",
    }),
};

const GET: Operation = Operation {
    id: "get-thing",
    method: Method::GET,
    extension_method: None,
    path: &[Segment::Literal("/things/"), Segment::Parameter(0)],
    parameters: &[Parameter::path("id")],
    accept: "*/*",
    security: &[],
    repeat: Repeat::Always,
    server: None,
    query: None,
    expects_redirect: false,
};

static GET_THING: Operation = GET;
static PUT_THING: Operation = Operation {
    id: "put-thing",
    method: Method::PUT,
    ..GET
};

/// The timeout of tests that time out.
const SHORT: Duration = Duration::from_millis(200);

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .unwrap()
        .retry(RetryPolicy::none())
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// Requests a JSON value.
async fn get(client: &Client) -> Result<serde_json::Value, Error> {
    let call = client.call(&GET_THING).path("id", "1").send_json();
    soon(call)
        .await
        .map(openapi_crate_runtime::Response::into_inner)
}

/// Awaits a future that must not hang.
async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), Box::pin(future))
        .await
        .expect("the future hangs")
}

/// Returns the messages of an error and its sources.
fn messages(error: &Error) -> Vec<String> {
    let mut messages = vec![error.to_string()];
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        messages.push(source.to_string());
        cause = source.source();
    }
    messages
}
