//! A body of a request or response that broke off, or is too long.

use std::error::Error as StdError;
use std::fmt;

use super::attempt::Attempt;
use super::cause::{BoxError, cause, debug};

/// A body that broke off, or is longer than the limit.
pub struct BodyError(Box<Inner>);

struct Inner {
    attempt: Attempt,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// The request's body failed.
    Request(BoxError),
    /// The response's body broke off after so many bytes.
    Response(u64, BoxError),
    /// The response's body is longer than so many bytes.
    TooLong(usize),
}

impl BodyError {
    pub(crate) fn request(attempt: Attempt, source: BoxError) -> Self {
        Self(Box::new(Inner {
            attempt,
            kind: Kind::Request(source),
        }))
    }

    pub(crate) fn response(attempt: Attempt, received: u64, source: BoxError) -> Self {
        Self(Box::new(Inner {
            attempt,
            kind: Kind::Response(received, source),
        }))
    }

    pub(crate) fn too_long(attempt: Attempt, limit: usize) -> Self {
        Self(Box::new(Inner {
            attempt,
            kind: Kind::TooLong(limit),
        }))
    }

    pub(super) fn attempt(&self) -> Attempt {
        self.0.attempt
    }

    /// Whether it is the request's body: the stream to be sent failed.
    pub fn is_request(&self) -> bool {
        matches!(self.0.kind, Kind::Request(_))
    }

    /// Whether it is the response's body, and longer than the client's limit for bodies in memory.
    pub fn is_too_long(&self) -> bool {
        matches!(self.0.kind, Kind::TooLong(_))
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("BodyError", self, f)
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { attempt, kind } = &*self.0;
        write!(f, "`{}` failed: ", attempt.operation)?;
        match kind {
            Kind::Request(_) => f.write_str("the body to send broke off"),
            Kind::Response(received, _) => {
                write!(f, "the response's body broke off after {received} bytes")
            }
            Kind::TooLong(limit) => {
                write!(
                    f,
                    "the response's body is longer than the limit of {limit} bytes: read it as a stream"
                )
            }
        }?;
        attempt.fmt(f)
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
