//! The rate limit reported by a response.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::retry_after::duration_until;
use super::spec::RateLimitHeaders;

/// The lowest number that is a time of a reset, in Unix seconds: a time in 2001.
const MIN_TIME: i64 = 1_000_000_000;

/// The rate limit reported by a response. Servers may send it with some responses only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of remaining requests.
    pub remaining: Option<u64>,
    /// The time of the next reset.
    pub reset: Option<Timestamp>,
}

impl RateLimit {
    /// Returns the time until the reset, relative to the server's `date` header if there is one. Returns `None` if
    /// requests are left, or if the reset is unknown or past.
    pub(crate) fn wait(&self, headers: &HeaderMap) -> Option<Duration> {
        if self.remaining.is_some_and(|remaining| remaining > 0) {
            return None;
        }
        let reset = self.reset?;
        let wait = match reset.as_second() {
            // Some servers send the number of seconds until the reset.
            seconds @ 0..MIN_TIME => Duration::from_secs(seconds.unsigned_abs()),
            _ => duration_until(TimeZone::UTC.to_datetime(reset), headers),
        };
        (wait > Duration::ZERO).then_some(wait)
    }

    /// Reads the headers, ignoring one that is not a number. Returns `None` if both are missing.
    pub(crate) fn read(names: &RateLimitHeaders, headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
        let remaining = text(names.remaining).and_then(|text| text.parse().ok());
        let reset = text(names.reset)
            .and_then(|text| text.parse().ok())
            .and_then(|seconds| Timestamp::from_second(seconds).ok());
        (remaining.is_some() || reset.is_some()).then_some(Self { remaining, reset })
    }
}
