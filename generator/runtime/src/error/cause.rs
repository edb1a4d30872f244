//! The source of an error, and the `Display` and `Debug` output of all errors.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::json::Escaping;

/// A boxed error, such as that of a user's stream or service.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The message of an error, without its source.
pub(super) trait Message {
    /// Writes the message. Control characters, which a server may have sent, are escaped.
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result;
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

/// Writes the message and the source, without headers and bodies. `unwrap` and a failing `main` print this.
pub(super) fn debug(name: &str, error: &dyn StdError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut tuple = f.debug_tuple(name);
    tuple.field(&error.to_string());
    if let Some(cause) = error.source() {
        tuple.field(&Escaped(cause));
    }
    tuple.finish()
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
