//! The head of a response: its status, its headers and the attempt that it belongs to.

use std::time::Duration;

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::attempt::Attempt;
use super::rate_limit::RateLimit;
use super::retry_after::retry_after;
use super::secrets::Secrets;
use super::spec::RateLimitHeaders;

/// A response without its body.
#[derive(Debug, Clone)]
pub(crate) struct ResponseHead {
    pub(crate) attempt: Attempt,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The maximum memory of a decoded value, as estimated from its JSON.
    pub(crate) max_decoded: usize,
    /// The names of the rate limit headers, which are parsed on demand.
    pub(crate) rate_limit: Option<&'static RateLimitHeaders>,
    /// The reason why the response is not followed if it is a redirect.
    pub(crate) not_followed: Option<&'static str>,
    /// The URL of the response, if it can differ from that of the request because of redirects.
    pub(crate) final_url: Option<Box<str>>,
    /// The header with the request id, if the user set one.
    pub(crate) request_id_header: Option<HeaderName>,
    /// The credentials of the request, which errors must not show.
    pub(crate) secrets: Secrets,
}

/// The headers that usually contain an id of the request, or at least of the server that received it.
const REQUEST_IDS: [&str; 9] = [
    "x-request-id",
    "request-id",
    "fastly-trace-id",
    "x-correlation-id",
    "x-trace-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "cf-ray",
    "x-served-by",
];

impl ResponseHead {
    /// Creates the head of a response that a test creates.
    #[cfg(feature = "testing")]
    pub(crate) fn for_test() -> Self {
        Self {
            attempt: Attempt::first(super::attempt::CallName::Operation("a response of a test")),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            max_decoded: usize::MAX,
            rate_limit: None,
            not_followed: None,
            final_url: None,
            request_id_header: None,
            secrets: Secrets::default(),
        }
    }

    /// Returns the rate limit, if the server sent it.
    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.rate_limit?, &self.headers)
    }

    /// Returns the part that an error of the body reports.
    pub(crate) fn received(&self) -> Received {
        Received {
            status: self.status,
            request_id: self.request_id_line().map(|(_, id)| id.clone()),
            secrets: self.secrets.clone(),
        }
    }

    /// Returns the request id, if a usual header or the one set by the user has one. It repeats no credentials.
    pub(crate) fn request_id(&self) -> Option<&str> {
        shown(self.request_id_line()?.1, &self.secrets)
    }

    /// Returns only the header with the request id.
    pub(crate) fn request_id_headers(&self) -> HeaderMap {
        let line = self.request_id_line().into_iter();
        line.map(|(name, value)| (name, value.clone())).collect()
    }

    fn request_id_line(&self) -> Option<(HeaderName, &HeaderValue)> {
        let usual = REQUEST_IDS.into_iter().map(HeaderName::from_static);
        let mut names = self.request_id_header.iter().cloned().chain(usual);
        names.find_map(|name| {
            let value = self.headers.get(&name).filter(|value| !value.is_empty())?;
            Some((name, value))
        })
    }

    /// Returns the time until the rate limit is reset, if no requests are left.
    pub(crate) fn resets_in(&self) -> Option<Duration> {
        self.rate_limit()?.wait()
    }

    /// Returns the time in `retry-after`, if the server sent it.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }
}

/// The part of a response that the error of its body reports.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    request_id: Option<HeaderValue>,
    secrets: Secrets,
}

impl Received {
    /// Returns the request id, if there is one. It repeats no credentials.
    pub(super) fn request_id(&self) -> Option<&str> {
        shown(self.request_id.as_ref()?, &self.secrets)
    }
}

/// Returns a request id, unless it repeats credentials.
fn shown<'a>(id: &'a HeaderValue, secrets: &Secrets) -> Option<&'a str> {
    id.to_str().ok().filter(|id| !secrets.are_in(id))
}
