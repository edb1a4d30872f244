//! The rest of the rate limit, as the headers of a response state it.

use http::HeaderMap;
use jiff::Timestamp;

use super::spec::RateLimitHeaders;

/// The rate limit that the server sent, which it does with some responses only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests left.
    pub remaining: Option<u64>,
    /// The time of the next reset.
    pub reset: Option<Timestamp>,
}

impl RateLimit {
    /// Reads the headers; one that is not a number counts as absent, both absent is `None`.
    pub(crate) fn read(names: &RateLimitHeaders, headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
        let remaining = text(names.remaining).and_then(|text| text.parse().ok());
        let reset = text(names.reset)
            .and_then(|text| text.parse().ok())
            .and_then(|seconds| Timestamp::from_second(seconds).ok());
        (remaining.is_some() || reset.is_some()).then_some(Self { remaining, reset })
    }
}
