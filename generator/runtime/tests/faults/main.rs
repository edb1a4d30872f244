//! The errors that a user sees if a server or the network is at fault, over real sockets.
//!
//! None of the clients sends anything a second time: what is shown here is what one request meets.

#![allow(missing_docs, reason = "tests are named after what they show")]

mod bodies;
mod cancellation;
mod concurrency;
mod connections;
mod headers;
mod peer;
mod refused_streams;
mod responses;
mod stalls;

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
    rate_limit: Some(RateLimitHeaders {
        remaining: "x-remaining",
        reset: "x-reset",
    }),
};

const GET: Operation = Operation {
    id: "get-thing",
    method: Method::GET,
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

/// The timeout where a test waits for it.
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

/// Asks for a thing that is JSON.
async fn get(client: &Client) -> Result<serde_json::Value, Error> {
    let call = client.call(&GET_THING).path("id", "1").send_json();
    soon(call)
        .await
        .map(openapi_crate_runtime::Response::into_inner)
}

/// The output of a future that must not hang.
async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), Box::pin(future))
        .await
        .expect("it hangs")
}

/// What an error says, and what all of its causes say.
fn story(error: &Error) -> Vec<String> {
    let mut story = vec![error.to_string()];
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        story.push(source.to_string());
        cause = source.source();
    }
    story
}
