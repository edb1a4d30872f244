//! The `retry-after` header.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

/// The three date formats that a recipient must accept (RFC 9110, section 5.6.7), the preferred one first.
const DATES: [&str; 3] = [
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
];

/// Reads `retry-after`, in seconds or as a date, or returns `None` if it is neither.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    Some(duration_until(date(text)?, headers))
}

/// Returns the time until a date, relative to the server's `date` header if there is one, so a wrong local clock does
/// not matter.
pub(super) fn duration_until(then: DateTime, headers: &HeaderMap) -> Duration {
    let now = headers.get(DATE).and_then(|now| date(now.to_str().ok()?));
    let now = now.unwrap_or_else(|| TimeZone::UTC.to_datetime(Timestamp::now()));
    then.duration_since(now)
        .try_into()
        .unwrap_or(Duration::ZERO)
}

/// Parses a date. Its offset is always zero.
fn date(text: &str) -> Option<DateTime> {
    let mut times = DATES
        .iter()
        .filter_map(|format| BrokenDownTime::parse(format, text).ok());
    times.find_map(|time| time.to_datetime().ok())
}
