//! The rate limit headers of a response.

/// The names of the rate limit headers of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of remaining requests: an integer.
    pub remaining: String,
    /// The time at which the limit resets: Unix seconds.
    pub reset: String,
}

/// Whether a response header is a rate limit header, which the runtime reads instead of a field.
pub fn is_rate_limit_header(rate_limit: Option<&RateLimit>, name: &str) -> bool {
    rate_limit.is_some_and(|headers| {
        headers.remaining.eq_ignore_ascii_case(name) || headers.reset.eq_ignore_ascii_case(name)
    })
}
