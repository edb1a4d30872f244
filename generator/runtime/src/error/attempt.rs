//! The attempt that a response or an error belongs to.

use std::fmt;
use std::time::Duration;

/// One attempt of a call, as its response and its errors name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) operation: &'static str,
    /// The number of attempts so far, this one included.
    pub(crate) number: u32,
}

/// The last attempt of a call, and why there is no further one, if the policy has one left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastAttempt {
    pub(crate) attempt: Attempt,
    pub(crate) not_retried: Option<NotRetried>,
}

/// The reason why a request is not retried.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NotRetried {
    /// Its body is a stream, which cannot be read twice.
    StreamBody,
    /// The server asks to wait for longer than there is time.
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

/// The end of an error's message; empty if there was one attempt only.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        LastAttempt::from(*self).fmt(f)
    }
}

/// The same, with the reason why there is no further attempt.
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
            Self::StreamBody => {
                f.write_str("not retried: its body is a stream, which cannot be read twice")
            }
            Self::RetryAfter(wait) => write!(f, "not retried: the server asks to wait {wait:?}"),
        }
    }
}
