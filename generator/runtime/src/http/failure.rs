//! Classification of transport errors.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::Arc;

use super::error::{BoxError, ConfigError};

/// The message of `reqwest` without TLS for a URL with `https`, whose error has no other mark.
const NOT_HTTP: &str = "invalid URL, scheme is not http";

/// The messages of timeouts of `tower` and `tower-http`, whose errors have no other mark.
const TIMEOUTS_OF_LAYERS: [&str; 2] = [
    "request timed out",
    "data was not received within the designated timeout",
];

/// The reason why a request received no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The request body stream failed.
    RequestBody,
    /// The transport has no TLS, which the URL requires.
    NoTls,
    /// The test double rejected the call.
    #[cfg(feature = "testing")]
    Double,
    /// The transport cannot be used, for example outside a runtime.
    Config,
    /// The connection was not established in time.
    ConnectTimeout,
    /// The connection could not be established.
    Connect,
    /// The response did not arrive in time.
    Timeout,
    /// Any other failure: the connection may have been established and lost.
    Broken,
}

impl Failure {
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Self {
        if chain(error).any(<dyn StdError>::is::<RequestBodyError>) {
            return Self::RequestBody;
        }
        #[cfg(feature = "testing")]
        if chain(error).any(<dyn StdError>::is::<DoubleError>) {
            return Self::Double;
        }
        if chain(error).any(|error| error.to_string() == NOT_HTTP) {
            return Self::NoTls;
        }
        if chain(error).any(<dyn StdError>::is::<ConfigError>) {
            return Self::Config;
        }
        match (is_connect(error), is_timeout(error)) {
            (true, true) => Self::ConnectTimeout,
            (true, false) => Self::Connect,
            (false, true) => Self::Timeout,
            (false, false) => Self::Broken,
        }
    }
}

/// Returns the error and its sources.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

fn is_connect(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    if chain(error)
        .filter_map(<dyn StdError>::downcast_ref)
        .any(reqwest::Error::is_connect)
    {
        return true;
    }
    io_kinds(error).any(|kind| kind == io::ErrorKind::ConnectionRefused)
}

/// Returns whether the transport or a layer timed out.
pub(crate) fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    ))]
    if chain(error)
        .filter_map(<dyn StdError>::downcast_ref)
        .any(reqwest::Error::is_timeout)
    {
        return true;
    }
    io_kinds(error).any(|kind| kind == io::ErrorKind::TimedOut)
        || chain(error).any(is_timeout_of_layer)
}

/// Returns whether a layer timed out.
fn is_timeout_of_layer(error: &(dyn StdError + 'static)) -> bool {
    error.is::<tokio::time::error::Elapsed>()
        || TIMEOUTS_OF_LAYERS.contains(&error.to_string().as_str())
}

fn io_kinds(error: &(dyn StdError + 'static)) -> impl Iterator<Item = io::ErrorKind> {
    chain(error)
        .filter_map(<dyn StdError>::downcast_ref)
        .map(io::Error::kind)
}

/// Marks an error of the request body stream, to distinguish it from a connection error.
#[derive(Debug, Clone)]
pub(super) struct RequestBodyError(Arc<dyn StdError + Send + Sync>);

impl RequestBodyError {
    pub(super) fn boxed(error: impl Into<BoxError>) -> BoxError {
        Box::new(Self(error.into().into()))
    }
}

impl fmt::Display for RequestBodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot read the request body")
    }
}

impl std::error::Error for RequestBodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

/// The error of a call that a test double rejects: the test is wrong, so a retry would fail in the same way.
#[cfg(feature = "testing")]
#[derive(Debug)]
pub(crate) struct DoubleError(pub(crate) String);

#[cfg(feature = "testing")]
impl fmt::Display for DoubleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "testing")]
impl std::error::Error for DoubleError {}
