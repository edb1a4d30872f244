//! The error of a call that timed out.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use super::attempt::{Attempt, LastAttempt, NotRetried};
use super::cause::{BoxError, Details, Message, cause, message_of};
use super::json::Escaping;
use super::response_head::Received;

/// The error of a call that timed out.
pub struct TimeoutError(Box<Timeout>);

struct Timeout {
    last: LastAttempt,
    waiting: Waiting,
    limit: Option<TimeLimit>,
    source: Option<BoxError>,
    /// The response, if its body was read.
    received: Option<Received>,
}

/// A time limit that the user has set.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TimeLimit {
    /// The limit of a whole call.
    Call(Duration),
    /// The limit of an attempt.
    Attempt(Duration),
}

/// The state of a call when it timed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    Token,
    Connection,
    Request,
    Response,
    Body,
}

impl TimeoutError {
    /// Creates the error of a call or an attempt that exceeded its time limit.
    pub(crate) fn limit(attempt: Attempt, waiting: Waiting, limit: TimeLimit) -> Self {
        Self(Box::new(Timeout {
            last: attempt.into(),
            waiting,
            limit: Some(limit),
            source: None,
            received: None,
        }))
    }

    /// Creates the error of a timeout in the transport.
    pub(crate) fn transport(attempt: Attempt, waiting: Waiting, source: BoxError) -> Self {
        Self(Box::new(Timeout {
            last: attempt.into(),
            waiting,
            limit: None,
            source: Some(source),
            received: None,
        }))
    }

    pub(super) fn attempt(&self) -> &Attempt {
        &self.0.last.attempt
    }

    pub(super) fn received(&self) -> Option<&Received> {
        self.0.received.as_ref()
    }

    pub(super) fn set_received(&mut self, received: Received) {
        self.0.received = Some(received);
    }

    pub(super) fn set_not_retried(&mut self, not_retried: Option<NotRetried>) {
        self.0.last.not_retried = not_retried;
    }

    /// Returns whether the connection could not be established, so the server cannot have received the request.
    pub fn is_connect(&self) -> bool {
        self.0.waiting == Waiting::Connection
    }

    /// Returns whether the call exceeded its timeout, so that no time is left for another attempt.
    pub(crate) fn is_limit(&self) -> bool {
        matches!(self.0.limit, Some(TimeLimit::Call(_)))
    }
}

message_of!(TimeoutError);

impl Message for TimeoutError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Timeout {
            last,
            waiting,
            limit,
            ..
        } = &*self.0;
        let operation = &last.attempt.operation;
        match limit {
            None => write!(f, "`{operation}` timed out"),
            Some(TimeLimit::Call(limit)) => write!(f, "`{operation}` timed out after {limit:?}"),
            Some(TimeLimit::Attempt(limit)) => {
                write!(f, "an attempt of `{operation}` timed out after {limit:?}")
            }
        }?;
        f.write_str(match waiting {
            Waiting::Token => " waiting for a token",
            Waiting::Connection => " waiting for a connection",
            Waiting::Request => " reading the request body",
            Waiting::Response => " waiting for the response",
            Waiting::Body => " reading the response body",
        })?;
        write!(f, "{last}")
    }

    fn details(&self) -> Option<Details<'_>> {
        Some(Details::new(&self.0.last.attempt).received(self.received()))
    }
}

impl StdError for TimeoutError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}
