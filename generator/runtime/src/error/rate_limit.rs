//! The rate limit reported by a response.

use http::HeaderMap;
use jiff::Timestamp;

use super::spec::RateLimitHeaders;

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
