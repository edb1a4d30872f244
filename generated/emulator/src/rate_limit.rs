//! The rate limit of requests other than GET and HEAD.

use std::time::Duration;

use crate::clock::micros;

/// A limit of write requests in a window of time.
///
/// A window starts with the first write request after the end of the previous window. Responses to write requests have
/// the headers `Fastly-RateLimit-Remaining` and `Fastly-RateLimit-Reset`; further requests get status 429.
///
/// ```
/// use std::time::Duration;
///
/// use fastly_kv_emulator::{Emulator, RateLimit};
///
/// let limit = RateLimit::per_hour(1_000);
/// let emulator = Emulator::builder().rate_limit(limit).start_blocking()?;
/// emulator.set_rate_limit(Some(RateLimit::new(2, Duration::from_secs(10))));
/// # Ok::<(), fastly_kv_emulator::StartError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    requests: u64,
    window: Duration,
}

impl RateLimit {
    /// Returns a limit of this number of write requests an hour. With 0, all of them are refused.
    #[must_use]
    pub const fn per_hour(requests: u64) -> Self {
        Self::new(requests, Duration::from_secs(3_600))
    }

    /// Returns a limit of this number of write requests in a window of time.
    #[must_use]
    pub const fn new(requests: u64, window: Duration) -> Self {
        Self { requests, window }
    }
}

/// The state of the current window.
#[derive(Debug, Default)]
pub(crate) struct Window {
    used: u64,
    /// In microseconds since 1970.
    end: u64,
}

/// The headers of a response to a write request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Remaining {
    pub(crate) requests: u64,
    /// The end of the window in Unix seconds.
    pub(crate) reset: u64,
    /// Whether the request is refused.
    pub(crate) is_exceeded: bool,
}

impl Window {
    /// Counts a write request.
    pub(crate) fn count(&mut self, limit: RateLimit, now: u64) -> Remaining {
        if now >= self.end {
            self.end = now.saturating_add(micros(limit.window));
            self.used = 0;
        }
        let is_exceeded = self.used >= limit.requests;
        if !is_exceeded {
            self.used += 1;
        }
        Remaining {
            requests: limit.requests.saturating_sub(self.used),
            reset: self.end.div_ceil(1_000_000),
            is_exceeded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_refuses_requests_until_its_end() {
        let limit = RateLimit::new(2, Duration::from_secs(10));
        let mut window = Window::default();
        let mut count = |now| {
            let remaining = window.count(limit, now);
            (remaining.requests, remaining.reset, remaining.is_exceeded)
        };
        assert_eq!(count(5_500_000), (1, 16, false));
        assert_eq!(count(6_000_000), (0, 16, false));
        assert_eq!(count(15_499_999), (0, 16, true));
        assert_eq!(count(15_500_000), (1, 26, false));
    }
}
