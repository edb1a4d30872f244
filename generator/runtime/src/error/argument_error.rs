//! The error of an invalid argument.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::attempt::CallName;
use super::cause::{Message, message_of};
use super::json::Escaping;

/// The error of an invalid argument. The request was not sent.
pub struct ArgumentError(Box<Argument>);

struct Argument {
    operation: CallName,
    name: Cow<'static, str>,
    reason: String,
}

impl ArgumentError {
    pub(crate) fn new(
        operation: CallName,
        name: impl Into<Cow<'static, str>>,
        reason: impl Into<String>,
    ) -> Self {
        Self(Box::new(Argument {
            operation,
            name: name.into(),
            reason: reason.into(),
        }))
    }

    pub(super) fn operation(&self) -> Option<&'static str> {
        self.0.operation.operation()
    }

    /// Returns the argument's name in the OpenAPI document, or `body` for the body.
    pub fn name(&self) -> &str {
        &self.0.name
    }
}

message_of!(ArgumentError);

impl Message for ArgumentError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Argument {
            operation,
            name,
            reason,
        } = &*self.0;
        write!(f, "`{operation}` was not sent: `{name}` {reason}")
    }
}

impl StdError for ArgumentError {}
