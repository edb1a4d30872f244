//! The retry policy of a client, and the decision whether a failed request is retried.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use http::StatusCode;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::error::{Attempt, Error, NotRetried};
use super::http::Deadline;

/// When and how often a failed request is retried.
///
/// Most failures do not show whether the request has been carried out: a connection that breaks, and the responses
/// 408, 500, 502, 503 and 504. After these a request is retried only if twice has the effect of once, which the API's
/// document says for each operation and its arguments. After a failure that shows that the request has *not* been
/// carried out, any request is retried: no connection was made, the response is 429, or it is 503 with a
/// `retry-after`, by which the server asks for a retry. (A 503 without may come from a gateway that lost the response
/// of the server behind it.) No other response leads to a retry, except a 401 to the token of a
/// [`TokenSource`](super::super::TokenSource) that has another one.
///
/// The waits grow exponentially, and each is a random part of its longest, so that clients that failed together do not
/// come back together. The time that the server asks for in `retry-after` is added in full; if that is longer than
/// there is time for, the error is returned at once.
///
/// A request whose body is a stream is sent once, since a stream cannot be read twice. Once a successful response has
/// begun, the call is not retried either, even if the body breaks off. Waiting needs a `tokio` runtime with its timer;
/// outside of one a request is sent once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_total: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts, waits from 100 ms up to 10 s, and no attempt later than 60 s after the first.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
            max_total: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// One attempt, and no retry.
    #[must_use]
    pub fn none() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// Sets the most attempts of a request, the first included; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self {
            max_attempts: attempts.max(1),
            ..self
        }
    }

    /// Sets the longest wait before the second attempt; it doubles with each further one.
    #[must_use]
    pub fn base_delay(self, delay: Duration) -> Self {
        Self {
            base_delay: delay,
            ..self
        }
    }

    /// Sets the longest wait between two attempts. The time that a server asks for is not shortened.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self {
            max_delay: delay,
            ..self
        }
    }

    /// Sets how long after the first attempt another may start.
    #[must_use]
    pub fn max_total(self, total: Duration) -> Self {
        Self {
            max_total: total,
            ..self
        }
    }

    /// A random part of the longest wait after this many attempts (exponential backoff with full jitter).
    fn backoff(&self, attempts: u32) -> Duration {
        let factor = 1_u32
            .checked_shl(attempts.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let longest = self.base_delay.saturating_mul(factor).min(self.max_delay);
        let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
        // The keys of each `RandomState` are new, which is random enough to spread the waits.
        Duration::from_nanos(RandomState::new().hash_one(attempts) % nanos.saturating_add(1))
    }
}

/// The attempts of one call.
pub(crate) struct Retries<'a> {
    policy: &'a RetryPolicy,
    start: Instant,
    deadline: Option<Deadline>,
}

impl<'a> Retries<'a> {
    pub(crate) fn new(policy: &'a RetryPolicy, deadline: Option<Deadline>) -> Self {
        Self {
            policy,
            start: Instant::now(),
            deadline,
        }
    }

    /// The wait before the request is retried, or the reason why it is not, if the policy has an attempt left.
    ///
    /// `idempotent` is whether twice has the effect of once, `replayable` whether the body can be sent again.
    pub(crate) fn after(
        &self,
        attempt: Attempt,
        error: &Error,
        idempotent: bool,
        replayable: bool,
    ) -> Result<Duration, Option<NotRetried>> {
        let allowed = match Outcome::of(error) {
            Outcome::NotProcessed => true,
            Outcome::Unknown => idempotent,
            Outcome::Final => false,
        };
        if !allowed || attempt.number >= self.policy.max_attempts || Handle::try_current().is_err()
        {
            return Err(None);
        }
        if !replayable {
            return Err(Some(NotRetried::StreamBody));
        }
        let asked = match error {
            Error::Api(error) => error.retry_after(),
            _ => None,
        };
        let wait = asked
            .unwrap_or_default()
            .saturating_add(self.policy.backoff(attempt.number));
        let in_total = self.start.elapsed().saturating_add(wait) <= self.policy.max_total;
        if in_total && self.deadline.is_none_or(|deadline| deadline.leaves(wait)) {
            return Ok(wait);
        }
        Err(asked.map(NotRetried::RetryAfter))
    }

    /// As [`after`](Self::after), for a refused token, after which there is no need to wait.
    pub(crate) fn with_new_token(
        &self,
        attempt: Attempt,
        replayable: bool,
    ) -> Result<Duration, Option<NotRetried>> {
        if attempt.number >= self.policy.max_attempts
            || self.start.elapsed() > self.policy.max_total
        {
            return Err(None);
        }
        if replayable {
            Ok(Duration::ZERO)
        } else {
            Err(Some(NotRetried::StreamBody))
        }
    }
}

/// The outcome of a request, as far as its failure shows it.
enum Outcome {
    NotProcessed,
    /// It may have been carried out.
    Unknown,
    /// Another attempt would fail in the same way.
    Final,
}

impl Outcome {
    fn of(error: &Error) -> Self {
        let status = match error {
            Error::Connection(error) if error.is_connect() => return Self::NotProcessed,
            Error::Timeout(error) if error.is_connect() => return Self::NotProcessed,
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
                    Self::NotProcessed
                } else {
                    Self::Unknown
                };
            }
            Error::Api(error) => error.status(),
        };
        match status {
            StatusCode::TOO_MANY_REQUESTS => Self::NotProcessed,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::GATEWAY_TIMEOUT => Self::Unknown,
            _ => Self::Final,
        }
    }
}
