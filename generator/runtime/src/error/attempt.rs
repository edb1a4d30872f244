//! The attempt that produced a response or an error.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The name of a call in messages.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum CallName {
    /// The id of the operation.
    Operation(&'static str),
    /// The method and the path of a request that is not one of the document's operations.
    Request(Arc<str>),
}

impl CallName {
    fn as_str(&self) -> &str {
        match self {
            Self::Operation(id) => id,
            Self::Request(line) => line,
        }
    }

    /// Returns the id of the operation, or `None` for any other request.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Operation(id) => Some(id),
            Self::Request(_) => None,
        }
    }
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// An attempt of a call.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) operation: CallName,
    /// The attempt's number, starting at 1.
    pub(crate) number: u32,
}

/// The last attempt of a call, and the reason why it was not retried if the policy has attempts left.
#[derive(Debug, Clone)]
pub(crate) struct LastAttempt {
    pub(crate) attempt: Attempt,
    pub(crate) not_retried: Option<NotRetried>,
}

/// The reason why a request is not retried.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NotRetried {
    /// The body is what the caller has passed, such as `a stream`, and cannot be read twice.
    ReadOnce(&'static str),
    /// The wait would end after the limit.
    TooLate(Wait, Limit),
}

/// The wait before a retry.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wait {
    /// The delay of the policy.
    Backoff,
    /// The time in `retry-after`.
    RetryAfter(Duration),
    /// The time until the rate limit is reset.
    Reset(Duration),
}

/// A limit on the time of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    Timeout(Duration),
    MaxTotal(Duration),
}

impl Attempt {
    pub(crate) fn first(operation: CallName) -> Self {
        Self {
            operation,
            number: 1,
        }
    }

    pub(crate) fn next(self) -> Self {
        Self {
            number: self.number.saturating_add(1),
            ..self
        }
    }
}

impl From<Attempt> for LastAttempt {
    fn from(attempt: Attempt) -> Self {
        Self {
            attempt,
            not_retried: None,
        }
    }
}

/// Writes the suffix of an error message: the number of attempts, if there was more than one.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        LastAttempt::from(self.clone()).fmt(f)
    }
}

/// Writes the suffix of an error message: the number of attempts, and the reason why there was no retry.
impl fmt::Display for LastAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.attempt.number, self.not_retried) {
            (0 | 1, None) => Ok(()),
            (0 | 1, Some(not_retried)) => write!(f, " ({not_retried})"),
            (number, None) => write!(f, " (after {number} attempts)"),
            (number, Some(not_retried)) => write!(f, " (after {number} attempts; {not_retried})"),
        }
    }
}

impl fmt::Display for NotRetried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadOnce(origin) => write!(
                f,
                "not retried: the request body is {origin}, which cannot be read twice"
            ),
            Self::TooLate(Wait::Backoff, limit) => {
                write!(f, "not retried: too little of {limit} is left")
            }
            Self::TooLate(Wait::RetryAfter(wait), limit) => write!(
                f,
                "not retried: the server asked to wait {}, beyond {limit}",
                Short(*wait)
            ),
            Self::TooLate(Wait::Reset(wait), limit) => write!(
                f,
                "not retried: the rate limit resets in {}, beyond {limit}",
                Short(*wait)
            ),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout(limit) => write!(f, "the timeout of {limit:?}"),
            Self::MaxTotal(limit) => write!(f, "the retry policy's `max_total` of {limit:?}"),
        }
    }
}

/// A duration in its two largest units, such as `29m 58s`.
pub(super) struct Short(pub(super) Duration);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
        match (days, hours, minutes) {
            (0, 0, 0) if seconds == 0 => write!(f, "{}ms", self.0.as_millis()),
            (0, 0, 0) => write!(f, "{seconds}s"),
            (0, 0, _) => write!(f, "{minutes}m {}s", seconds % 60),
            (0, _, _) => write!(f, "{hours}h {minutes}m"),
            _ => write!(f, "{days}d {hours}h"),
        }
    }
}
