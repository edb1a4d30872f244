//! The cause of an error, and how an error shows it.

use std::error::Error as StdError;
use std::fmt;

/// Any error of a user's stream or service.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The `Debug` output, which `unwrap` and a failing `main` print: the message and its cause, without headers and bodies.
pub(super) fn debug(name: &str, error: &dyn StdError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut tuple = f.debug_tuple(name);
    tuple.field(&error.to_string());
    if let Some(cause) = error.source() {
        tuple.field(&cause);
    }
    tuple.finish()
}

pub(super) fn cause(source: Option<&BoxError>) -> Option<&(dyn StdError + 'static)> {
    source.map(|source| &**source as &(dyn StdError + 'static))
}
