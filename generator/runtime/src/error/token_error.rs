//! The error of a token source.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::attempt::Attempt;
use super::cause::{BoxError, Details, Message, cause, message_of};
use super::json::Escaping;

/// The error of a token source that failed or returned an invalid token. The request was not sent.
pub struct TokenError(Box<Token>);

struct Token {
    attempt: Attempt,
    scheme: &'static str,
    source: BoxError,
}

impl TokenError {
    pub(crate) fn new(attempt: Attempt, scheme: &'static str, source: BoxError) -> Self {
        Self(Box::new(Token {
            attempt,
            scheme,
            source,
        }))
    }

    pub(super) fn attempt(&self) -> &Attempt {
        &self.0.attempt
    }

    /// Returns the security scheme's name in the OpenAPI document.
    pub fn scheme(&self) -> &str {
        self.0.scheme
    }
}

message_of!(TokenError);

impl Message for TokenError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Token {
            attempt, scheme, ..
        } = &*self.0;
        write!(
            f,
            "`{}` was not sent: the token source of `{scheme}` failed",
            attempt.operation
        )
    }

    fn details(&self) -> Option<Details<'_>> {
        Some(Details::new(&self.0.attempt))
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(Some(&self.0.source))
    }
}
