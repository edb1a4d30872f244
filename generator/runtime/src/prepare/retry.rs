//! The retry policy of a client.

use std::time::Duration;

use http::StatusCode;

use super::error::{Attempt, Error, Limit, NotRetried, Wait};
use super::http::{Deadline, Instant, has_timer, now, random};

/// When and how often a failed request is retried.
///
/// The failure determines which requests are retried:
///
/// - If the request was not processed, any request is retried: the connection could not be established, the response
///   is 429, or it is 503 with a `retry-after` header.
/// - If the request may have been processed, only idempotent requests are retried: the connection was lost, the
///   transport timed out, or the response is 408, 500, 502, 503 or 504. (A 503 without `retry-after` may come from a
///   gateway that lost the server's response.) Whether a request is idempotent depends on its operation and arguments.
/// - No other response is retried, except a 401 if the [`TokenSource`](super::super::TokenSource) returns a new token.
///
/// Each retry is preceded by a random delay, with a maximum that doubles with each attempt, so that clients that fail
/// at the same time do not retry at the same time. The time in `retry-after` is added to the delay. After a 429 without
/// `retry-after`, the delay is the time until the rate limit is reset, if the server sent it, and a random time of up
/// to a tenth of it. If the delay exceeds the remaining time, the error is returned immediately and its message says
/// so.
///
/// A request whose body is a stream, a reader or a long iterator is sent only once, because it cannot be read twice.
/// Bytes, strings, files and vectors can be. A call is not retried after the start of a successful response, even if
/// the response body fails. Retries need a `tokio` runtime with its timer enabled; without that, a request is sent only
/// once.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::RetryPolicy;
/// # use std::time::Duration;
/// let policy = RetryPolicy::default()
///     .max_attempts(5)
///     .max_total(Duration::from_secs(20));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_total: Duration,
    wait_for_reset: bool,
}

impl Default for RetryPolicy {
    /// Returns a policy of at most 3 attempts. The maximum delay is 100 ms and doubles with each attempt, up to 10 s.
    /// No attempt starts more than 60 s after the first.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
            max_total: Duration::from_secs(60),
            wait_for_reset: false,
        }
    }
}

impl RetryPolicy {
    /// Returns a policy without retries.
    #[must_use]
    pub fn none() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// Sets the maximum number of attempts, including the first. 0 is treated as 1.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self {
            max_attempts: attempts.max(1),
            ..self
        }
    }

    /// Sets the maximum delay before the second attempt. It doubles with each further attempt.
    #[must_use]
    pub fn base_delay(self, delay: Duration) -> Self {
        Self {
            base_delay: delay,
            ..self
        }
    }

    /// Sets the maximum delay between two attempts. It does not limit the time in `retry-after`, nor the time until the
    /// rate limit is reset.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self {
            max_delay: delay,
            ..self
        }
    }

    /// Sets the maximum time from the start of the first attempt to the start of the last.
    #[must_use]
    pub fn max_total(self, total: Duration) -> Self {
        Self {
            max_total: total,
            ..self
        }
    }

    /// Sets whether a request waits before it is sent if the last response of the client said that nothing is left of
    /// the rate limit. It then waits for the reset, and for a random time of up to a tenth of that wait, so that
    /// concurrent calls do not start at the same time. Off by default.
    ///
    /// A request whose wait would exceed [`max_total`](Self::max_total) or the call's timeout is sent immediately, and
    /// the server decides. All calls of a client share what the last response said, regardless of the operation.
    #[must_use]
    pub fn wait_for_reset(self, wait: bool) -> Self {
        Self {
            wait_for_reset: wait,
            ..self
        }
    }

    /// Returns a random delay after this many attempts (exponential backoff with full jitter).
    fn backoff(&self, attempts: u32) -> Duration {
        let factor = 1_u32
            .checked_shl(attempts.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let max = self.base_delay.saturating_mul(factor).min(self.max_delay);
        random_up_to(max)
    }

    /// Returns a random time to add to a wait for the reset of a rate limit: up to a tenth of the wait.
    fn spread(&self, wait: Duration) -> Duration {
        random_up_to((wait / 10).max(self.base_delay).min(self.max_delay))
    }

    /// Returns whether requests wait for the reset of the rate limit.
    pub(crate) fn waits_for_reset(&self) -> bool {
        self.wait_for_reset
    }
}

fn random_up_to(max: Duration) -> Duration {
    let nanos = u64::try_from(max.as_nanos()).unwrap_or(u64::MAX);
    let random = random();
    Duration::from_nanos(
        random
            .checked_rem(nanos.saturating_add(1))
            .unwrap_or(random),
    )
}

/// The retry state of a call.
pub(crate) struct Retries<'a> {
    policy: &'a RetryPolicy,
    start: Instant,
    deadline: Option<Deadline>,
}

impl<'a> Retries<'a> {
    pub(crate) fn new(policy: &'a RetryPolicy, deadline: Option<Deadline>) -> Self {
        Self {
            policy,
            start: now(),
            deadline,
        }
    }

    /// Returns the delay before the next attempt, or the reason why a policy with attempts left does not allow one.
    ///
    /// `read_once` is the origin of a body that cannot be read again.
    pub(crate) fn after(
        &self,
        attempt: &Attempt,
        error: &Error,
        idempotent: bool,
        read_once: Option<&'static str>,
    ) -> Result<Duration, Option<NotRetried>> {
        let allowed = match Outcome::of(error) {
            Outcome::NotProcessed => true,
            Outcome::Unknown => idempotent,
            Outcome::Final => false,
        };
        if !allowed || attempt.number >= self.policy.max_attempts || !has_timer() {
            return Err(None);
        }
        if let Some(origin) = read_once {
            return Err(Some(NotRetried::ReadOnce(origin)));
        }
        let asked = match error {
            Error::Api(error) => error.wait(),
            _ => Wait::Backoff,
        };
        self.fit(asked, attempt.number)
            .map_err(|limit| Some(NotRetried::TooLate(asked, limit)))
    }

    /// Returns the time to wait before sending a request, after the server said that nothing is left until a reset.
    /// Returns `None` if the call does not have that much time.
    pub(crate) fn until_reset(&self, wait: Duration) -> Option<Duration> {
        self.fit(Wait::Reset(wait), 1).ok().filter(|_| has_timer())
    }

    /// Adds random time to a wait, so that many calls do not end it at the same time. Returns the limit that is
    /// exceeded if it ends too late.
    fn fit(&self, asked: Wait, attempts: u32) -> Result<Duration, Limit> {
        let backoff = self.policy.backoff(attempts);
        let (least, random) = match asked {
            Wait::Backoff => (backoff, Duration::ZERO),
            Wait::RetryAfter(wait) => (wait, backoff),
            Wait::Reset(wait) => (wait, self.policy.spread(wait)),
        };
        let elapsed = now().saturating_duration_since(self.start);
        if elapsed.saturating_add(least) > self.policy.max_total {
            return Err(Limit::MaxTotal(self.policy.max_total));
        }
        let left = self.policy.max_total.saturating_sub(elapsed).max(least);
        let wait = least.saturating_add(random).min(left);
        match self.deadline {
            Some(deadline) if !deadline.leaves(wait) => Err(Limit::Timeout(deadline.limit())),
            _ => Ok(wait),
        }
    }

    /// Like [`after`](Self::after) for a rejected token, which needs no delay.
    pub(crate) fn with_new_token(
        &self,
        attempt: &Attempt,
        read_once: Option<&'static str>,
    ) -> Result<Duration, Option<NotRetried>> {
        if attempt.number >= self.policy.max_attempts
            || now().saturating_duration_since(self.start) > self.policy.max_total
        {
            return Err(None);
        }
        match read_once {
            Some(origin) => Err(Some(NotRetried::ReadOnce(origin))),
            None => Ok(Duration::ZERO),
        }
    }
}

/// The outcome of a failed request.
enum Outcome {
    NotProcessed,
    /// The server may have processed the request.
    Unknown,
    /// A retry would fail in the same way.
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
