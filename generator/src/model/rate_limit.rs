//! The response headers that count requests.

/// The names of the response headers that count requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests are left: an integer.
    pub remaining: String,
    /// When the count starts anew: Unix seconds.
    pub reset: String,
}

/// Whether a response header is read by the runtime for every operation, and so is no field of one.
pub fn is_rate_limit_header(rate_limit: Option<&RateLimit>, name: &str) -> bool {
    rate_limit.is_some_and(|headers| {
        headers.remaining.eq_ignore_ascii_case(name) || headers.reset.eq_ignore_ascii_case(name)
    })
}
