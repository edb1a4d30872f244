//! The error of a connection that could not be established, or failed before a response arrived.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::attempt::{Attempt, LastAttempt, NotRetried};
use super::cause::{BoxError, Details, Message, cause, message_of};
use super::json::Escaping;

/// The error of a connection that could not be established, or failed before a response arrived.
pub struct ConnectionError(Box<Connection>);

struct Connection {
    last: LastAttempt,
    server: String,
    connected: bool,
    source: BoxError,
}

impl ConnectionError {
    pub(crate) fn new(attempt: Attempt, server: &str, connected: bool, source: BoxError) -> Self {
        Self(Box::new(Connection {
            last: attempt.into(),
            server: server.to_owned(),
            connected,
            source,
        }))
    }

    pub(super) fn attempt(&self) -> &Attempt {
        &self.0.last.attempt
    }

    pub(super) fn set_not_retried(&mut self, not_retried: Option<NotRetried>) {
        self.0.last.not_retried = not_retried;
    }

    /// Returns whether the connection could not be established, so the server cannot have received the request.
    pub fn is_connect(&self) -> bool {
        !self.0.connected
    }
}

message_of!(ConnectionError);

impl Message for ConnectionError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Connection {
            last,
            server,
            connected,
            ..
        } = &*self.0;
        let operation = &last.attempt.operation;
        if *connected {
            write!(
                f,
                "`{operation}` failed: connection to {server} lost before a response arrived{last}"
            )
        } else {
            write!(f, "`{operation}` failed: cannot connect to {server}{last}")
        }
    }

    fn details(&self) -> Option<Details<'_>> {
        Some(Details::new(&self.0.last.attempt))
    }
}

impl StdError for ConnectionError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(Some(&self.0.source))
    }
}
