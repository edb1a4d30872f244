//! The source of an error, and its `Debug` output.

use std::error::Error as StdError;
use std::fmt;

/// A boxed error, such as that of a user's stream or service.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Writes the message and the source, without headers and bodies. `unwrap` and a failing `main` print this.
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
