//! When is a request sent again?

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use http::StatusCode;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::attempt::{Attempt, Obstacle};
use super::deadline::Deadline;
use super::error::Error;

/// When and how often a failed request is sent again.
///
/// Most failures say nothing about whether the request has been carried out: a connection that breaks, and the
/// answers 408, 500, 502, 503 and 504. After these a request is sent again only if twice has the effect of once,
/// which the API's document says for each operation and its arguments. After a failure that shows that the
/// request has *not* been carried out, any request is sent again: no connection came about, the answer is 429, or
/// it is 503 with a `retry-after`, by which the server asks for a repeat. (A 503 without may be a gateway that
/// lost the answer of the server behind it.) No other answer is ever asked for twice, but for a 401 to the token of a
/// [`TokenSource`](super::TokenSource) that has another one.
///
/// The waits grow exponentially, and each is a random part of what it could be, so that clients that failed
/// together do not come back together. What the server asks for in `retry-after` is added in full; if that is
/// longer than there is time for, the error is returned at once.
///
/// A request whose body is a stream is sent once: a stream cannot be read twice. Once an answer of success has
/// begun, the call is not repeated either, whatever becomes of its body. Waiting needs a `tokio` runtime with its
/// timer; outside of one a request is sent once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    tries: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_total: Duration,
}

impl Default for RetryPolicy {
    /// Three tries, waits from 100 ms up to 10 s, no try started later than 60 s after the first.
    fn default() -> Self {
        Self {
            tries: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
            max_total: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// One try, and no other.
    #[must_use]
    pub fn none() -> Self {
        Self {
            tries: 1,
            ..Self::default()
        }
    }

    /// Sets how many times a request is sent at most, the first time included; 0 counts as 1.
    #[must_use]
    pub fn tries(self, tries: u32) -> Self {
        Self {
            tries: tries.max(1),
            ..self
        }
    }

    /// Sets the longest wait before the second try; it doubles with each further one.
    #[must_use]
    pub fn base_delay(self, delay: Duration) -> Self {
        Self {
            base_delay: delay,
            ..self
        }
    }

    /// Sets how long the waits between two tries can become. What a server asks for is not cut.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self {
            max_delay: delay,
            ..self
        }
    }

    /// Sets how long after the first try another may still start.
    #[must_use]
    pub fn max_total(self, total: Duration) -> Self {
        Self {
            max_total: total,
            ..self
        }
    }

    /// A random part of the longest wait after this many tries (exponential backoff with full jitter).
    fn backoff(&self, tries: u32) -> Duration {
        let factor = 1_u32
            .checked_shl(tries.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let longest = self.base_delay.saturating_mul(factor).min(self.max_delay);
        let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
        // The keys of each `RandomState` are new, which is all the randomness that spreading needs.
        Duration::from_nanos(RandomState::new().hash_one(tries) % nanos.saturating_add(1))
    }
}

/// The tries of one call.
pub(super) struct Retries<'a> {
    policy: &'a RetryPolicy,
    start: Instant,
    deadline: Option<Deadline>,
}

impl<'a> Retries<'a> {
    pub(super) fn new(policy: &'a RetryPolicy, deadline: Option<Deadline>) -> Self {
        Self {
            policy,
            start: Instant::now(),
            deadline,
        }
    }

    /// How long to wait before the request is sent again; if it is not, what has kept it from that.
    ///
    /// An idempotent one has the effect of once when it is sent twice.
    pub(super) fn after(
        &self,
        attempt: Attempt,
        error: &Error,
        idempotent: bool,
        replayable: bool,
    ) -> Result<Duration, Option<Obstacle>> {
        let allowed = match Outcome::of(error) {
            Outcome::NotCarriedOut => true,
            Outcome::Unknown => idempotent,
            Outcome::Final => false,
        };
        if !allowed || attempt.tries >= self.policy.tries || Handle::try_current().is_err() {
            return Err(None);
        }
        if !replayable {
            return Err(Some(Obstacle::Stream));
        }
        let asked = match error {
            Error::Api(error) => error.retry_after(),
            _ => None,
        };
        let wait = asked
            .unwrap_or_default()
            .saturating_add(self.policy.backoff(attempt.tries));
        let in_total = self.start.elapsed().saturating_add(wait) <= self.policy.max_total;
        if in_total && self.deadline.is_none_or(|deadline| deadline.leaves(wait)) {
            return Ok(wait);
        }
        Err(asked.map(Obstacle::Wait))
    }

    /// As [`after`](Self::after) a refusal of the token, which there is no need to wait after.
    pub(super) fn with_another_token(
        &self,
        attempt: Attempt,
        replayable: bool,
    ) -> Result<Duration, Option<Obstacle>> {
        if attempt.tries >= self.policy.tries || self.start.elapsed() > self.policy.max_total {
            return Err(None);
        }
        if replayable {
            Ok(Duration::ZERO)
        } else {
            Err(Some(Obstacle::Stream))
        }
    }
}

/// What a failure says about the request.
enum Outcome {
    NotCarriedOut,
    /// It may have been carried out.
    Unknown,
    /// Another try would end the same way.
    Final,
}

impl Outcome {
    fn of(error: &Error) -> Self {
        let status = match error {
            Error::Connection(error) if error.is_connect() => return Self::NotCarriedOut,
            Error::Timeout(error) if error.is_connect() => return Self::NotCarriedOut,
            Error::Timeout(error) if error.is_limit() => return Self::Final,
            Error::Connection(_) | Error::Timeout(_) => return Self::Unknown,
            Error::Config(_)
            | Error::Argument(_)
            | Error::Token(_)
            | Error::Decode(_)
            | Error::Body(_) => {
                return Self::Final;
            }
            Error::Api(error) if error.status() == StatusCode::SERVICE_UNAVAILABLE => {
                return if error.retry_after().is_some() {
                    Self::NotCarriedOut
                } else {
                    Self::Unknown
                };
            }
            Error::Api(error) => error.status(),
        };
        match status {
            StatusCode::TOO_MANY_REQUESTS => Self::NotCarriedOut,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::GATEWAY_TIMEOUT => Self::Unknown,
            _ => Self::Final,
        }
    }
}
