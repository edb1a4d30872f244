//! A call that took too long, and what it was waiting for.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::attempt::{Attempt, LastAttempt, NotRetried};
use super::cause::{BoxError, cause, debug};

/// A call that took too long.
pub struct TimeoutError(Box<Timeout>);

struct Timeout {
    last: LastAttempt,
    waiting: Waiting,
    limit: Option<Duration>,
    source: Option<BoxError>,
}

/// The thing that a call was waiting for when the time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    Token,
    Connection,
    Response,
    Body,
}

impl TimeoutError {
    /// The client's own limit ran out.
    pub(crate) fn limit(attempt: Attempt, waiting: Waiting, limit: Duration) -> Self {
        Self(Box::new(Timeout {
            last: attempt.into(),
            waiting,
            limit: Some(limit),
            source: None,
        }))
    }

    /// The transport gave up.
    pub(crate) fn transport(attempt: Attempt, waiting: Waiting, source: BoxError) -> Self {
        Self(Box::new(Timeout {
            last: attempt.into(),
            waiting,
            limit: None,
            source: Some(source),
        }))
    }

    pub(super) fn attempt(&self) -> Attempt {
        self.0.last.attempt
    }

    pub(super) fn set_not_retried(&mut self, not_retried: Option<NotRetried>) {
        self.0.last.not_retried = not_retried;
    }

    /// Whether no connection was made, so that the server cannot have seen the request.
    pub fn is_connect(&self) -> bool {
        self.0.waiting == Waiting::Connection
    }

    /// Whether the client's limit for the whole call ran out.
    pub(crate) fn is_limit(&self) -> bool {
        self.0.limit.is_some()
    }
}

impl fmt::Debug for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("TimeoutError", self, f)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Timeout {
            last,
            waiting,
            limit,
            ..
        } = &*self.0;
        write!(f, "`{}` timed out", last.attempt.operation)?;
        if let Some(limit) = limit {
            write!(f, " after {limit:?}")?;
        }
        f.write_str(match waiting {
            Waiting::Token => " waiting for a token",
            Waiting::Connection => " waiting for a connection",
            Waiting::Response => " waiting for the response",
            Waiting::Body => " reading the response's body",
        })?;
        last.fmt(f)
    }
}

impl StdError for TimeoutError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}
