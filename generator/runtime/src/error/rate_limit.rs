//! The rate limit reported by a response.

use std::ops::Range;
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::retry_after::duration_until;
use super::spec::RateLimitHeaders;

/// The lowest number that is a time of a reset, in Unix seconds: a time in 2001. A lower one is the number of seconds
/// until the reset.
const MIN_TIME: i64 = 1_000_000_000;

/// The numbers that are a time of a reset in Unix milliseconds, from 1973 to 2286. In seconds, the lowest would be in
/// the year 5138.
const MILLISECONDS: Range<i64> = 100_000_000_000..10_000_000_000_000;

/// The rate limit reported by a response. Servers may send it with some responses only.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::Response;
/// # fn example(response: Response<()>) {
/// if let Some(limit) = response.rate_limit() {
///     println!("{:?} requests left until {:?}", limit.remaining, limit.reset);
/// }
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of remaining requests.
    pub remaining: Option<u64>,
    /// The time of the next reset. If the server sends the number of seconds until the reset instead of a time, this is
    /// that number of seconds after the start of 1970.
    pub reset: Option<Timestamp>,
    /// The time until the reset, relative to the server's `date` header if there is one.
    until_reset: Duration,
}

impl RateLimit {
    /// Returns the time until the reset. Returns `None` if requests are left, or if the reset is unknown or past.
    pub(crate) fn wait(&self) -> Option<Duration> {
        let is_left = self.remaining.is_some_and(|remaining| remaining > 0);
        Some(self.until_reset).filter(|wait| !is_left && *wait > Duration::ZERO)
    }

    /// Reads the headers, ignoring one that is not a number. Returns `None` if both are missing.
    pub(crate) fn read(names: &RateLimitHeaders, headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
        let remaining = text(names.remaining).and_then(|text| text.parse().ok());
        let number = text(names.reset).and_then(whole_seconds);
        let reset = number.and_then(|number| {
            if MILLISECONDS.contains(&number) {
                Timestamp::from_millisecond(number).ok()
            } else {
                Timestamp::from_second(number).ok()
            }
        });
        let until_reset = match (number, reset) {
            (Some(seconds @ 0..MIN_TIME), _) => Some(Duration::from_secs(seconds.unsigned_abs())),
            (_, Some(reset)) => Some(duration_until(TimeZone::UTC.to_datetime(reset), headers)),
            (_, None) => None,
        };
        (remaining.is_some() || reset.is_some()).then_some(Self {
            remaining,
            reset,
            until_reset: until_reset.unwrap_or_default(),
        })
    }
}

/// Parses a number of seconds, and rounds a fraction up.
fn whole_seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = whole.parse::<i64>().ok().filter(|_| is_fraction)?;
    let is_above = fraction.bytes().any(|digit| digit != b'0');
    Some(seconds.saturating_add(i64::from(is_above)))
}
