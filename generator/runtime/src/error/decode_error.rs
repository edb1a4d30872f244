//! The error of a successful response that does not match the OpenAPI document.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use http::StatusCode;

use super::attempt::Attempt;
use super::cause::{BoxError, Details, Message, cause, message_of};
use super::json::Escaping;
use super::response_head::{Received, ResponseHead};

/// The error of a successful response that does not match the OpenAPI document.
pub struct DecodeError(Box<Decode>);

struct Decode {
    attempt: Attempt,
    status: StatusCode,
    reason: String,
    path: Option<String>,
    source: Option<BoxError>,
    request_id: Option<Box<str>>,
}

impl DecodeError {
    pub(crate) fn new(
        attempt: Attempt,
        status: StatusCode,
        reason: impl Into<String>,
        path: Option<String>,
        source: Option<BoxError>,
    ) -> Self {
        Self(Box::new(Decode {
            attempt,
            status,
            reason: reason.into(),
            path,
            source,
            request_id: None,
        }))
    }

    /// Adds the request id in the response's headers.
    pub(crate) fn with_request_id(mut self, head: &ResponseHead) -> Self {
        self.0.request_id = head.request_id().map(Into::into);
        self
    }

    pub(super) fn set_received(&mut self, received: &Received) {
        self.0.request_id = received.request_id().map(Into::into);
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    pub(super) fn attempt(&self) -> &Attempt {
        &self.0.attempt
    }

    pub(super) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the path to the field that could not be decoded, such as `data[3].created_at`, or `None` if the error
    /// does not concern a field.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

message_of!(DecodeError);

impl Message for DecodeError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Decode {
            attempt,
            status,
            reason,
            ..
        } = &*self.0;
        write!(
            f,
            "`{}` responded with {status}, but {reason}{attempt}",
            attempt.operation
        )
    }

    /// The body is not shown: unlike an error, a response may contain secrets that the caller requested.
    fn details(&self) -> Option<Details<'_>> {
        let details = Details::new(&self.0.attempt);
        Some(details.response(self.0.status, self.request_id()))
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}
