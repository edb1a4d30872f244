//! Which try of which call is an answer or an error about?

use std::fmt;
use std::time::Duration;

/// One try of a call, as its answer and its errors name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    pub(super) operation: &'static str,
    /// How many times the request has been sent, this time included.
    pub(super) tries: u32,
}

/// The last try of a call, and why there is no further one, where the policy would have another.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastAttempt {
    pub(super) attempt: Attempt,
    pub(super) obstacle: Option<Obstacle>,
}

/// What keeps a request from being sent again.
#[derive(Debug, Clone, Copy)]
pub(super) enum Obstacle {
    /// Its body has been read, and cannot be read a second time.
    Stream,
    /// The server wants more time than there is.
    Wait(Duration),
}

impl Attempt {
    pub(super) fn first(operation: &'static str) -> Self {
        Self {
            operation,
            tries: 1,
        }
    }

    pub(super) fn next(self) -> Self {
        Self {
            tries: self.tries.saturating_add(1),
            ..self
        }
    }
}

impl From<Attempt> for LastAttempt {
    fn from(attempt: Attempt) -> Self {
        Self {
            attempt,
            obstacle: None,
        }
    }
}

/// What an error says at its end; nothing if one try was all there was to it.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        LastAttempt::from(*self).fmt(f)
    }
}

/// The same, and what has kept the request from another try.
impl fmt::Display for LastAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.attempt.tries, self.obstacle) {
            (0 | 1, None) => Ok(()),
            (0 | 1, Some(obstacle)) => write!(f, " ({obstacle})"),
            (tries, None) => write!(f, " (after {tries} tries)"),
            (tries, Some(obstacle)) => write!(f, " (after {tries} tries; {obstacle})"),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream => {
                f.write_str("not sent again: its body is a stream, which cannot be read twice")
            }
            Self::Wait(wait) => write!(f, "not sent again: the server asks to wait {wait:?}"),
        }
    }
}
