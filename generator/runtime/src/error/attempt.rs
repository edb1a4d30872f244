//! The attempt that produced a response or an error.

use std::fmt;
use std::time::Duration;

/// An attempt of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) operation: &'static str,
    /// The attempt's number, starting at 1.
    pub(crate) number: u32,
}

/// The last attempt of a call, and the reason why it was not retried if the policy has attempts left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastAttempt {
    pub(crate) attempt: Attempt,
    pub(crate) not_retried: Option<NotRetried>,
}

/// The reason why a request is not retried.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NotRetried {
    /// The body is what the caller has passed, such as `a stream`, and cannot be read twice.
    ReadOnce(&'static str),
    /// The server asked to wait longer than the time left.
    RetryAfter(Duration),
}

impl Attempt {
    pub(crate) fn first(operation: &'static str) -> Self {
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
        LastAttempt::from(*self).fmt(f)
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
            Self::ReadOnce(origin) => {
                write!(
                    f,
                    "not retried: the request body is {origin}, which cannot be read twice"
                )
            }
            Self::RetryAfter(wait) => write!(f, "not retried: the server asked to wait {wait:?}"),
        }
    }
}
