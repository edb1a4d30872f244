//! The error of an invalid client setting.

use std::error::Error as StdError;
use std::fmt;

use super::cause::{BoxError, cause, debug};

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

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("ConfigError", self, f)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}
