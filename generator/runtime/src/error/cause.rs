//! The source of an error, and the `Display` and `Debug` output of all errors.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use http::StatusCode;

use super::attempt::Attempt;
use super::excerpt::Excerpt;
use super::json::{Escaping, shortened};
use super::response_head::Received;

/// A boxed error, such as that of a user's stream or service.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The message of an error, without its source, and the details that its `Debug` output adds.
pub(super) trait Message {
    /// Writes the message. Control characters, which a server may have sent, are escaped.
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result;

    /// Returns the details, if the error is that of an attempt.
    fn details(&self) -> Option<Details<'_>> {
        None
    }
}

/// The details of the `Debug` output of an error.
pub(super) struct Details<'a> {
    attempt: &'a Attempt,
    status: Option<StatusCode>,
    request_id: Option<&'a str>,
    body: Option<&'a Excerpt>,
}

impl<'a> Details<'a> {
    pub(super) fn new(attempt: &'a Attempt) -> Self {
        Self {
            attempt,
            status: None,
            request_id: None,
            body: None,
        }
    }

    pub(super) fn response(self, status: StatusCode, request_id: Option<&'a str>) -> Self {
        Self {
            status: Some(status),
            request_id,
            ..self
        }
    }

    pub(super) fn received(self, received: Option<&'a Received>) -> Self {
        match received {
            Some(received) => self.response(received.status, received.request_id()),
            None => self,
        }
    }

    pub(super) fn body(self, body: &'a Excerpt) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }
}

/// Implements `Display` and `Debug` with the error's [`Message`].
macro_rules! message_of {
    ($error:ident) => {
        impl fmt::Display for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                super::cause::display(self, f)
            }
        }

        impl fmt::Debug for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                super::cause::debug(stringify!($error), self, f)
            }
        }
    };
}

pub(super) use message_of;

pub(super) fn display(error: &impl Message, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    error.write(&mut Escaping::new(f))
}

/// Writes the message, its details and the source. `unwrap` and a failing `main` print this.
pub(super) fn debug<E: Message + StdError>(
    name: &str,
    error: &E,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let Some(details) = error.details() else {
        let mut tuple = f.debug_tuple(name);
        tuple.field(&error.to_string());
        if let Some(cause) = error.source() {
            tuple.field(&Escaped(cause));
        }
        return tuple.finish();
    };
    let mut fields = f.debug_struct(name);
    fields.field("operation", &details.attempt.operation);
    if let Some(status) = details.status {
        fields.field("status", &status.as_u16());
    }
    fields.field("attempts", &details.attempt.number);
    if let Some(request_id) = details.request_id {
        fields.field("request_id", &shortened(request_id));
    }
    fields.field("message", &error.to_string());
    if let Some(body) = details.body {
        fields.field("body", body);
    }
    if let Some(cause) = error.source() {
        fields.field("source", &Escaped(cause));
    }
    fields.finish()
}

/// The `Debug` output of an error, escaped.
struct Escaped<'a>(&'a dyn StdError);

impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping::new(f), "{:?}", self.0)
    }
}

pub(super) fn cause(source: Option<&BoxError>) -> Option<&(dyn StdError + 'static)> {
    source.map(|source| &**source as &(dyn StdError + 'static))
}
