//! Responses with the headers that all responses of the API have.

use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, AGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE, DATE, LAST_MODIFIED, PRAGMA, SERVER,
    STRICT_TRANSPORT_SECURITY, VIA,
};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::clock::http_format;
use crate::item::Item;
use crate::problem::{Problem, json};
use crate::rate_limit::Remaining;
use crate::route::NoRoute;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const OCTET_STREAM: HeaderValue = HeaderValue::from_static("application/octet-stream");
const GENERATION: HeaderName = HeaderName::from_static("generation");
const METADATA: HeaderName = HeaderName::from_static("metadata");
const STORED_CONTENT_LENGTH: HeaderName = HeaderName::from_static("stored-content-length");
const REMAINING: HeaderName = HeaderName::from_static("fastly-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("fastly-ratelimit-reset");
const X_TIMER: HeaderName = HeaderName::from_static("x-timer");

/// A response that is complete in memory.
pub(crate) type Reply = Response<Bytes>;

/// Returns a response without a body.
pub(crate) fn empty(status: StatusCode) -> Reply {
    reply(status, Bytes::new())
}

/// Returns a JSON response.
pub(crate) fn json_reply<T: Serialize + ?Sized>(status: StatusCode, body: &T) -> Reply {
    let mut reply = reply(status, json(body));
    reply.headers_mut().insert(CONTENT_TYPE, JSON);
    reply
}

/// Returns the value of an item.
pub(crate) fn item(item: &Item) -> Reply {
    let mut reply = reply(StatusCode::OK, item.value.clone());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, OCTET_STREAM);
    headers.insert(GENERATION, item.generation.into());
    headers.insert(METADATA, item.metadata.clone());
    headers.insert(STORED_CONTENT_LENGTH, item.value.len().into());
    headers.insert(LAST_MODIFIED, header(http_format(item.modified)));
    reply
}

/// Returns the response to a failed request.
pub(crate) fn problem(problem: Problem) -> Reply {
    let is_json = !problem.body.is_empty();
    let mut reply = reply(problem.status, problem.body);
    if is_json {
        reply.headers_mut().insert(CONTENT_TYPE, JSON);
    }
    reply
}

/// Returns the response to a request that selects no operation.
pub(crate) fn no_route(no_route: NoRoute) -> Reply {
    let mut reply = problem(no_route.problem);
    if let Some(allow) = no_route.allow {
        reply
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static(allow));
    }
    reply
}

fn reply(status: StatusCode, body: Bytes) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    *reply.headers_mut() = HeaderMap::with_capacity(20);
    reply
}

/// Adds the headers of the rate limit.
pub(crate) fn add_rate_limit(headers: &mut HeaderMap, remaining: Remaining) {
    headers.insert(REMAINING, remaining.requests.into());
    headers.insert(RESET, remaining.reset.into());
}

/// Adds the age of an eventual list in seconds.
pub(crate) fn add_age(reply: &mut Reply, age: u64) {
    reply.headers_mut().insert(AGE, age.into());
}

/// The headers that all responses have, those with times for one second.
#[derive(Debug, Default)]
pub(crate) struct Common {
    second: u64,
    date: Option<HeaderValue>,
    timer: Option<HeaderValue>,
}

impl Common {
    /// Adds the headers that all responses of the API and its caches have.
    pub(crate) fn add(&mut self, headers: &mut HeaderMap, now: u64) {
        let second = now / 1_000_000;
        if second != self.second || self.date.is_none() {
            self.second = second;
            self.date = Some(header(http_format(now)));
            let fraction = now % 1_000_000;
            self.timer = Some(header(format!("S{second}.{fraction:06},VS0,VE0")));
        }
        let fixed = |value| HeaderValue::from_static(value);
        headers.insert(ACCEPT_RANGES, fixed("bytes"));
        headers.insert(CACHE_CONTROL, fixed("no-store"));
        headers.insert(PRAGMA, fixed("no-cache"));
        headers.insert(SERVER, fixed("fastly"));
        headers.insert(STRICT_TRANSPORT_SECURITY, fixed("max-age=31536000"));
        headers.insert(VIA, fixed("1.1 varnish"));
        headers.insert(HeaderName::from_static("x-cache"), fixed("MISS"));
        headers.insert(HeaderName::from_static("x-cache-hits"), fixed("0"));
        let served_by = HeaderName::from_static("x-served-by");
        headers.insert(served_by, fixed("cache-emulator"));
        if let (Some(date), Some(timer)) = (&self.date, &self.timer) {
            headers.insert(DATE, date.clone());
            headers.insert(X_TIMER, timer.clone());
        }
    }
}

/// Converts digits and letters, which are always a header value.
fn header(value: String) -> HeaderValue {
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static(""))
}
