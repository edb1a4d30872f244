//! The error of an invalid client setting.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::cause::{BoxError, Message, cause, message_of};
use super::json::Escaping;

/// The error of an invalid client setting.
pub struct ConfigError(Box<Config>);

struct Config {
    reason: String,
    source: Option<BoxError>,
}

impl ConfigError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Config {
            reason: reason.into(),
            source: None,
        }))
    }

    pub(crate) fn because(reason: impl Into<String>, source: impl Into<BoxError>) -> Self {
        Self(Box::new(Config {
            reason: reason.into(),
            source: Some(source.into()),
        }))
    }
}

message_of!(ConfigError);

impl Message for ConfigError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}
