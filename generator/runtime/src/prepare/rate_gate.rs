//! The wait of a client whose rate limit is used up.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;

use super::error::ResponseHead;
use super::http::{Instant, now};

/// The time until which nothing is left of the rate limit, as the client's last response said.
#[derive(Default)]
pub(crate) struct RateGate(Mutex<Option<Instant>>);

impl RateGate {
    /// Records what a response says. One that says nothing changes nothing.
    pub(crate) fn record(&self, head: &ResponseHead) {
        let remaining = head.rate_limit().and_then(|limit| limit.remaining);
        let is_rejected = head.status == StatusCode::TOO_MANY_REQUESTS;
        let wait = match remaining {
            Some(1..) if !is_rejected => None,
            None if !is_rejected => return,
            _ => {
                let retry_after = head.retry_after().filter(|_| is_rejected);
                let wait = retry_after.filter(|wait| !wait.is_zero());
                let Some(wait) = wait.or(head.resets_in()) else {
                    return;
                };
                Some(wait)
            }
        };
        let until = wait.and_then(|wait| now().checked_add(wait));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }

    /// Returns the remaining wait.
    pub(crate) fn wait(&self) -> Option<Duration> {
        let until = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = until?.saturating_duration_since(now());
        (wait > Duration::ZERO).then_some(wait)
    }
}
