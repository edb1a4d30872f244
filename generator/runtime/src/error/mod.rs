//! The error types: [`Error`], one file for each of its variants, and the attempt and response head they report.

use super::{json, spec};

mod api_error;
mod argument_error;
mod attempt;
mod body_error;
mod cause;
mod config_error;
mod connection_error;
mod decode_error;
mod excerpt;
mod rate_limit;
mod response_head;
mod retry_after;
mod secrets;
mod timeout_error;
mod token_error;

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

pub use self::api_error::ApiError;
pub use self::argument_error::ArgumentError;
pub(crate) use self::attempt::{Attempt, CallName, Limit, NotRetried, Wait};
pub use self::body_error::BodyError;
pub use self::cause::BoxError;
pub use self::config_error::ConfigError;
pub use self::connection_error::ConnectionError;
pub use self::decode_error::DecodeError;
pub use self::rate_limit::RateLimit;
pub(crate) use self::response_head::{Received, ResponseHead};
pub(crate) use self::secrets::Secrets;
pub use self::timeout_error::TimeoutError;
pub(crate) use self::timeout_error::{TimeLimit, Waiting};
pub use self::token_error::TokenError;

/// The error of a call, or of building a client.
///
/// The message names the operation, the status and the server's error message. The underlying error, if there is one,
/// is available as [`source`](StdError::source). The `Debug` output is for logs: it adds the number of attempts, the
/// [request id](Self::request_id) and the first 1,000 bytes of an error body, without the client's credentials.
///
/// # Matching
///
/// - [`is_not_found`](Self::is_not_found), [`is_conflict`](Self::is_conflict),
///   [`is_precondition_failed`](Self::is_precondition_failed), [`is_rate_limited`](Self::is_rate_limited) and
///   [`is_timeout`](Self::is_timeout) check for one cause, and [`status`](Self::status) returns the status, if the server
///   responded.
/// - [`failure`](Self::failure) returns a documented failure of an operation: its body, typed by its status.
/// - [`Error::Api`] has the response of any failure: its status, headers, message and body.
/// - The other variants are failures without a usable response. In [`Config`](Self::Config),
///   [`Argument`](Self::Argument) and [`Token`](Self::Token), the request was not sent.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::Error;
/// # fn example(result: Result<(), Error>) -> Result<(), Error> {
/// match result {
///     Ok(()) => println!("deleted"),
///     Err(error) if error.is_not_found() => println!("already deleted"),
///     Err(Error::Api(error)) => println!("status {}: {:?}", error.status(), error.message()),
///     Err(error) => return Err(error),
/// }
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client's settings are invalid.
    Config(ConfigError),
    /// An argument is invalid. The request was not sent.
    Argument(ArgumentError),
    /// A token source failed. The request was not sent.
    Token(TokenError),
    /// The connection could not be established, or failed before a response arrived.
    Connection(ConnectionError),
    /// The call timed out.
    Timeout(TimeoutError),
    /// The server responded with a status that is not a success.
    Api(ApiError),
    /// A successful response could not be decoded.
    Decode(DecodeError),
    /// The request or response body failed, or the response body exceeds the client's limit.
    Body(BodyError),
}

impl Error {
    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Config(_)
            | Self::Argument(_)
            | Self::Token(_)
            | Self::Connection(_)
            | Self::Timeout(_)
            | Self::Body(_) => None,
        }
    }

    /// Returns the id of the operation that failed, or `None` if the client could not be built or the request is not
    /// one of the document's operations.
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Config(_) => None,
            Self::Argument(error) => error.operation(),
            _ => self.attempt()?.operation.operation(),
        }
    }

    /// Returns the number of attempts: 0 if the client or an argument was invalid, and more than 1 if the request was
    /// retried (see [`RetryPolicy`](super::RetryPolicy)).
    pub fn attempts(&self) -> u32 {
        self.attempt().map_or(0, |attempt| attempt.number)
    }

    /// Returns the request id that the server has sent, in one of the usual headers or the one set with
    /// [`ClientBuilder::request_id_header`](super::ClientBuilder::request_id_header).
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            Self::Timeout(error) => error.received()?.request_id(),
            Self::Body(error) => error.received()?.request_id(),
            Self::Config(_) | Self::Argument(_) | Self::Token(_) | Self::Connection(_) => None,
        }
    }

    /// Adds the response whose body failed.
    pub(crate) fn of_response(mut self, received: Received) -> Self {
        match &mut self {
            Self::Timeout(error) => error.set_received(received),
            Self::Decode(error) => error.set_received(&received),
            Self::Body(error) => error.set_received(received),
            Self::Config(_)
            | Self::Argument(_)
            | Self::Token(_)
            | Self::Connection(_)
            | Self::Api(_) => {}
        }
        self
    }

    /// Returns the last attempt, if there was one.
    fn attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Config(_) | Self::Argument(_) => None,
            Self::Token(error) => Some(error.attempt()),
            Self::Connection(error) => Some(error.attempt()),
            Self::Timeout(error) => Some(error.attempt()),
            Self::Api(error) => Some(error.attempt()),
            Self::Decode(error) => Some(error.attempt()),
            Self::Body(error) => Some(error.attempt()),
        }
    }

    /// Adds the reason why the request was not retried.
    pub(crate) fn not_retried_because(mut self, not_retried: Option<NotRetried>) -> Self {
        match &mut self {
            Self::Connection(error) => error.set_not_retried(not_retried),
            Self::Timeout(error) => error.set_not_retried(not_retried),
            Self::Api(error) => error.set_not_retried(not_retried),
            Self::Config(_)
            | Self::Argument(_)
            | Self::Token(_)
            | Self::Decode(_)
            | Self::Body(_) => {}
        }
        self
    }

    /// Returns the variant's name, for logs and metrics.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Config(_) => "config",
            Self::Argument(_) => "argument",
            Self::Token(_) => "token",
            Self::Connection(_) => "connection",
            Self::Timeout(_) => "timeout",
            Self::Api(_) => "api",
            Self::Decode(_) => "decode",
            Self::Body(_) => "body",
        }
    }

    /// Returns whether the server responded with 404: the resource does not exist.
    pub fn is_not_found(&self) -> bool {
        self.is_api_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether the server responded with 409: the request conflicts with the state of the resource.
    pub fn is_conflict(&self) -> bool {
        self.is_api_status(StatusCode::CONFLICT)
    }

    /// Returns whether the server responded with 412: a precondition of the request is not met.
    pub fn is_precondition_failed(&self) -> bool {
        self.is_api_status(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns whether the server responded with 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.is_api_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the call timed out in the client. The responses 408 and 504 are [`Api`](Self::Api) errors
    /// instead.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    fn is_api_status(&self, status: StatusCode) -> bool {
        matches!(self, Self::Api(error) if error.status() == status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Argument(error) => error.fmt(f),
            Self::Token(error) => error.fmt(f),
            Self::Connection(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
        }
    }
}

impl StdError for Error {
    // `Display` forwards to the variant, so the chain continues with the variant's source.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Config(error) => error.source(),
            Self::Argument(error) => error.source(),
            Self::Token(error) => error.source(),
            Self::Connection(error) => error.source(),
            Self::Timeout(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Body(error) => error.source(),
        }
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<ArgumentError> for Error {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}
