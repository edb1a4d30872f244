//! What is left of the rate limit?

use http::HeaderMap;
use jiff::Timestamp;

use super::api::RateLimitHeaders;

/// What the server said about the rate limit; it does so on some responses only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests are left.
    pub remaining: Option<u64>,
    /// When the count starts anew.
    pub reset: Option<Timestamp>,
}

impl RateLimit {
    /// Reads the headers; one that is not a number counts as absent, both absent is `None`.
    pub(super) fn read(names: &RateLimitHeaders, headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
        let remaining = text(names.remaining).and_then(|text| text.parse().ok());
        let reset = text(names.reset)
            .and_then(|text| text.parse().ok())
            .and_then(|seconds| Timestamp::from_second(seconds).ok());
        (remaining.is_some() || reset.is_some()).then_some(Self { remaining, reset })
    }
}
