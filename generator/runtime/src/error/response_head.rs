//! The head of a response: its status, its headers and the attempt that it belongs to.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::attempt::Attempt;
use super::rate_limit::RateLimit;
use super::retry_after::retry_after;
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
}

impl ResponseHead {
    /// Returns the rate limit, if the server sent it.
    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.rate_limit?, &self.headers)
    }

    /// Returns the time until the rate limit is reset, if no requests are left.
    pub(crate) fn resets_in(&self) -> Option<Duration> {
        self.rate_limit()?.wait(&self.headers)
    }

    /// Returns the time in `retry-after`, if the server sent it.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }
}
