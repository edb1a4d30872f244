//! The error of a request or response body that failed or is too long.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::attempt::Attempt;
use super::cause::{BoxError, Details, Message, cause, message_of};
use super::json::Escaping;
use super::response_head::Received;

/// The error of a request or response body that failed, or of a response body that exceeds the client's limit.
pub struct BodyError(Box<Inner>);

struct Inner {
    attempt: Attempt,
    kind: Kind,
    /// The response, if the error occurred after its head.
    received: Option<Received>,
}

#[derive(Debug)]
enum Kind {
    /// The request body failed.
    Request(BoxError),
    /// The response body failed after this many bytes.
    Response(u64, BoxError),
    /// The response body exceeds this many bytes.
    TooLong(usize),
}

impl BodyError {
    fn new(attempt: Attempt, kind: Kind) -> Self {
        Self(Box::new(Inner {
            attempt,
            kind,
            received: None,
        }))
    }

    pub(crate) fn request(attempt: Attempt, source: BoxError) -> Self {
        Self::new(attempt, Kind::Request(source))
    }

    pub(crate) fn response(attempt: Attempt, received: u64, source: BoxError) -> Self {
        Self::new(attempt, Kind::Response(received, source))
    }

    pub(crate) fn too_long(attempt: Attempt, limit: usize) -> Self {
        Self::new(attempt, Kind::TooLong(limit))
    }

    pub(super) fn attempt(&self) -> &Attempt {
        &self.0.attempt
    }

    pub(super) fn received(&self) -> Option<&Received> {
        self.0.received.as_ref()
    }

    pub(super) fn set_received(&mut self, received: Received) {
        self.0.received = Some(received);
    }

    /// Returns whether the request body failed, rather than the response body.
    pub fn is_request(&self) -> bool {
        matches!(self.0.kind, Kind::Request(_))
    }

    /// Returns whether the response body exceeds the client's limit for bodies in memory.
    pub fn is_too_long(&self) -> bool {
        matches!(self.0.kind, Kind::TooLong(_))
    }
}

message_of!(BodyError);

impl Message for BodyError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Inner { attempt, kind, .. } = &*self.0;
        write!(f, "`{}` failed: ", attempt.operation)?;
        match kind {
            Kind::Request(_) => f.write_str("request body stream failed"),
            Kind::Response(received, _) => {
                write!(f, "response body stream failed after {received} bytes")
            }
            Kind::TooLong(limit) => {
                write!(
                    f,
                    "response body exceeds the limit of {limit} bytes; read it as a stream or raise `body_limit`"
                )
            }
        }?;
        write!(f, "{attempt}")
    }

    fn details(&self) -> Option<Details<'_>> {
        Some(Details::new(&self.0.attempt).received(self.received()))
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Request(source) | Kind::Response(_, source) => cause(Some(source)),
            Kind::TooLong(_) => None,
        }
    }
}
