//! What can go wrong with a call, and what does a caller learn about it?

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::attempt::{Attempt, LastAttempt, Obstacle};
use super::decode;
use super::rate_limit::RateLimit;
use super::response::Head;
use super::retry_after::retry_after;

/// Any error of a user's stream or service.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call, or the building of a client, did not succeed.
///
/// The text says which operation failed, with which status, and what the server said; the cause, if there is
/// one, is the [`source`](StdError::source).
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client's settings are wrong; there is no client yet.
    Config(ConfigError),
    /// An argument cannot be sent; the request was not made.
    Argument(ArgumentError),
    /// A token source gave no token; the request was not made.
    Token(TokenError),
    /// No connection could be made, or it broke before an answer came.
    Connection(ConnectionError),
    /// The answer, or the rest of it, did not come in time.
    Timeout(TimeoutError),
    /// The server answered with a status other than 2xx.
    Api(ApiError),
    /// The server answered with success, but not with what the document promises.
    Decode(DecodeError),
    /// The body of the request or of the answer broke off.
    Body(BodyError),
}

impl Error {
    /// The status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.0.status),
            Self::Config(_)
            | Self::Argument(_)
            | Self::Token(_)
            | Self::Connection(_)
            | Self::Timeout(_)
            | Self::Body(_) => None,
        }
    }

    /// The id of the operation that failed; `None` if the client could not be built.
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Config(_) => None,
            Self::Argument(error) => Some(error.0.operation),
            Self::Token(error) => Some(error.0.attempt.operation),
            _ => self.attempt().map(|attempt| attempt.operation),
        }
    }

    /// How many times the request was sent: 0 if it was refused before that, more than 1 if it was sent again
    /// as the client's [`RetryPolicy`](super::RetryPolicy) has it.
    pub fn tries(&self) -> u32 {
        self.attempt().map_or(0, |attempt| attempt.tries)
    }

    /// The try that it is about, if there was one.
    fn attempt(&self) -> Option<Attempt> {
        match self {
            Self::Config(_) | Self::Argument(_) => None,
            Self::Token(error) => Some(error.0.attempt),
            Self::Connection(error) => Some(error.0.last.attempt),
            Self::Timeout(error) => Some(error.0.last.attempt),
            Self::Api(error) => Some(error.0.head.attempt),
            Self::Decode(error) => Some(error.0.attempt),
            Self::Body(error) => Some(error.0.attempt),
        }
    }

    /// The same error, which also says what kept the request from being sent again.
    pub(super) fn stopped_by(mut self, obstacle: Option<Obstacle>) -> Self {
        match &mut self {
            Self::Connection(error) => error.0.last.obstacle = obstacle,
            Self::Timeout(error) => error.0.last.obstacle = obstacle,
            Self::Api(error) => error.0.obstacle = obstacle,
            Self::Config(_)
            | Self::Argument(_)
            | Self::Token(_)
            | Self::Decode(_)
            | Self::Body(_) => {}
        }
        self
    }

    /// The variant's name, for logs.
    #[cfg(feature = "tracing")]
    pub(super) fn kind(&self) -> &'static str {
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

    /// The server answered 404: what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        self.is_api_status(StatusCode::NOT_FOUND)
    }

    /// The server answered 409: the request conflicts with the state of the resource.
    pub fn is_conflict(&self) -> bool {
        self.is_api_status(StatusCode::CONFLICT)
    }

    /// The server answered 412: a condition of the request does not hold.
    pub fn is_precondition_failed(&self) -> bool {
        self.is_api_status(StatusCode::PRECONDITION_FAILED)
    }

    /// The server answered 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.is_api_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// The time ran out on this side. The answers 408 and 504 are a server's and have a
    /// [`status`](Self::status) instead.
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
    // The variants' texts are this one's, so the chain goes on with what is behind them.
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

/// What `unwrap` and a failing `main` print: the text and its cause, without headers, bodies and what else is kept.
fn debug(name: &str, error: &dyn StdError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut tuple = f.debug_tuple(name);
    tuple.field(&error.to_string());
    if let Some(cause) = error.source() {
        tuple.field(&cause);
    }
    tuple.finish()
}

fn cause(source: Option<&BoxError>) -> Option<&(dyn StdError + 'static)> {
    source.map(|source| &**source as &(dyn StdError + 'static))
}

/// A setting of the client is wrong.
pub struct ConfigError(Box<Config>);

struct Config {
    reason: String,
    source: Option<BoxError>,
}

impl ConfigError {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Config {
            reason: reason.into(),
            source: None,
        }))
    }

    pub(super) fn because(reason: impl Into<String>, source: impl Into<BoxError>) -> Self {
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

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

/// An argument cannot be sent; nothing was.
pub struct ArgumentError(Box<Argument>);

struct Argument {
    operation: &'static str,
    name: Cow<'static, str>,
    reason: String,
}

impl ArgumentError {
    pub(super) fn new(
        operation: &'static str,
        name: impl Into<Cow<'static, str>>,
        reason: impl Into<String>,
    ) -> Self {
        Self(Box::new(Argument {
            operation,
            name: name.into(),
            reason: reason.into(),
        }))
    }

    /// The argument's name in the document, `body` for the body.
    pub fn name(&self) -> &str {
        &self.0.name
    }
}

impl fmt::Debug for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("ArgumentError", self, f)
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Argument {
            operation,
            name,
            reason,
        } = &*self.0;
        write!(f, "`{operation}` was not sent: `{name}` {reason}")
    }
}

impl StdError for ArgumentError {}

impl From<ArgumentError> for Error {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

/// A token source gave no token, or one that no header can carry; the request was not made.
pub struct TokenError(Box<Token>);

struct Token {
    attempt: Attempt,
    scheme: &'static str,
    source: BoxError,
}

impl TokenError {
    pub(super) fn new(attempt: Attempt, scheme: &'static str, source: BoxError) -> Self {
        Self(Box::new(Token {
            attempt,
            scheme,
            source,
        }))
    }

    /// The security scheme's name in the document.
    pub fn scheme(&self) -> &str {
        self.0.scheme
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("TokenError", self, f)
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Token {
            attempt, scheme, ..
        } = &*self.0;
        write!(
            f,
            "`{}` was not sent: the source of `{scheme}` gave no token",
            attempt.operation
        )
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(Some(&self.0.source))
    }
}

/// No connection could be made, or it broke before an answer came.
pub struct ConnectionError(Box<Connection>);

struct Connection {
    last: LastAttempt,
    server: String,
    connected: bool,
    source: BoxError,
}

impl ConnectionError {
    pub(super) fn new(attempt: Attempt, server: &str, connected: bool, source: BoxError) -> Self {
        Self(Box::new(Connection {
            last: attempt.into(),
            server: server.to_owned(),
            connected,
            source,
        }))
    }

    /// No connection was made, so the server cannot have seen the request.
    pub fn is_connect(&self) -> bool {
        !self.0.connected
    }
}

impl fmt::Debug for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("ConnectionError", self, f)
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Connection {
            last,
            server,
            connected,
            ..
        } = &*self.0;
        let operation = last.attempt.operation;
        if *connected {
            write!(
                f,
                "`{operation}` failed: the connection to {server} broke before an answer came{last}"
            )
        } else {
            write!(f, "`{operation}` failed: no connection to {server}{last}")
        }
    }
}

impl StdError for ConnectionError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(Some(&self.0.source))
    }
}

/// The time ran out.
pub struct TimeoutError(Box<Timeout>);

struct Timeout {
    last: LastAttempt,
    waiting: Waiting,
    limit: Option<Duration>,
    source: Option<BoxError>,
}

/// What a call was waiting for when the time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Token,
    Connection,
    Answer,
    Body,
}

impl TimeoutError {
    /// The client's own limit ran out.
    pub(super) fn limit(attempt: Attempt, waiting: Waiting, limit: Duration) -> Self {
        Self(Box::new(Timeout {
            last: attempt.into(),
            waiting,
            limit: Some(limit),
            source: None,
        }))
    }

    /// The transport gave up.
    pub(super) fn transport(attempt: Attempt, waiting: Waiting, source: BoxError) -> Self {
        Self(Box::new(Timeout {
            last: attempt.into(),
            waiting,
            limit: None,
            source: Some(source),
        }))
    }

    /// No connection was made, so the server cannot have seen the request.
    pub fn is_connect(&self) -> bool {
        self.0.waiting == Waiting::Connection
    }

    /// It is the time of the whole call that ran out.
    pub(super) fn is_limit(&self) -> bool {
        self.0.limit.is_some()
    }
}

impl fmt::Debug for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("TimeoutError", self, f)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Timeout {
            last,
            waiting,
            limit,
            ..
        } = &*self.0;
        write!(f, "`{}` timed out", last.attempt.operation)?;
        if let Some(limit) = limit {
            write!(f, " after {limit:?}")?;
        }
        f.write_str(match waiting {
            Waiting::Token => " waiting for a token",
            Waiting::Connection => " waiting for a connection",
            Waiting::Answer => " waiting for the answer",
            Waiting::Body => " reading the answer's body",
        })?;
        last.fmt(f)
    }
}

impl StdError for TimeoutError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}

/// The server answered with a status other than 2xx.
pub struct ApiError(Box<Api>);

struct Api {
    head: Head,
    obstacle: Option<Obstacle>,
    body: Bytes,
    complete: bool,
    message: Option<String>,
}

impl ApiError {
    pub(super) fn new(head: Head, body: Bytes, complete: bool, message: Option<String>) -> Self {
        Self(Box::new(Api {
            head,
            obstacle: None,
            body,
            complete,
            message,
        }))
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.head.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.head.headers
    }

    /// The body of the answer, its first 64 KiB if it is longer.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Whether [`body`](Self::body) is all of it: it was no longer than 64 KiB and did not break off.
    pub fn is_body_complete(&self) -> bool {
        self.0.complete
    }

    /// What the server said, in a line: from a JSON problem (`title` or `msg`, and `detail`), from text, or from
    /// the title of an HTML page. `None` if it said nothing.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The body as the JSON that the document promises for this status.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode::json(&self.0.head, &self.0.body)
    }

    /// What is left of the rate limit, if the server said so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.head.rate_limit()
    }

    /// How long the server asks to wait before the next request (`retry-after`), if it does.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.0.head.headers)
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("ApiError", self, f)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Api {
            head,
            obstacle,
            message,
            ..
        } = &*self.0;
        write!(f, "`{}` failed: {}", head.attempt.operation, head.status)?;
        if let Some(message) = message
            .as_deref()
            .and_then(|message| without_reason(message, head.status))
        {
            write!(f, ": {message}")?;
        }
        LastAttempt {
            attempt: head.attempt,
            obstacle: *obstacle,
        }
        .fmt(f)
    }
}

impl StdError for ApiError {}

/// What a message says beyond the status: servers like to repeat its reason as the title. `None` if nothing is left.
fn without_reason(message: &str, status: StatusCode) -> Option<&str> {
    let reason = status.canonical_reason().unwrap_or_default();
    let repeats = message
        .get(..reason.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(reason));
    let rest = message.get(reason.len()..).filter(|_| repeats);
    match rest {
        Some("") => None,
        Some(rest) => Some(rest.strip_prefix(": ").unwrap_or(message)),
        None => Some(message),
    }
}

/// The body of a successful answer is not what the document promises.
pub struct DecodeError(Box<Decode>);

struct Decode {
    attempt: Attempt,
    status: StatusCode,
    what: String,
    path: Option<String>,
    source: Option<BoxError>,
}

impl DecodeError {
    pub(super) fn new(
        attempt: Attempt,
        status: StatusCode,
        what: impl Into<String>,
        path: Option<String>,
        source: Option<BoxError>,
    ) -> Self {
        Self(Box::new(Decode {
            attempt,
            status,
            what: what.into(),
            path,
            source,
        }))
    }

    /// The path of the field that does not fit, such as `data[3].created_at`; `None` if it is not about a field.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("DecodeError", self, f)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decode {
            attempt,
            status,
            what,
            ..
        } = &*self.0;
        write!(
            f,
            "`{}` answered {status}, but {what}{attempt}",
            attempt.operation
        )
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        cause(self.0.source.as_ref())
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// A body broke off, or is longer than it may be.
pub struct BodyError(Box<Broken>);

struct Broken {
    attempt: Attempt,
    which: Which,
}

#[derive(Debug)]
enum Which {
    /// The request's body failed.
    Request(BoxError),
    /// The answer's body broke off after so many bytes.
    Response(u64, BoxError),
    /// The answer's body is longer than so many bytes.
    TooLong(usize),
}

impl BodyError {
    pub(super) fn request(attempt: Attempt, source: BoxError) -> Self {
        Self(Box::new(Broken {
            attempt,
            which: Which::Request(source),
        }))
    }

    pub(super) fn response(attempt: Attempt, received: u64, source: BoxError) -> Self {
        Self(Box::new(Broken {
            attempt,
            which: Which::Response(received, source),
        }))
    }

    pub(super) fn too_long(attempt: Attempt, limit: usize) -> Self {
        Self(Box::new(Broken {
            attempt,
            which: Which::TooLong(limit),
        }))
    }

    /// It is the request's body: the stream that was to be sent failed.
    pub fn is_request(&self) -> bool {
        matches!(self.0.which, Which::Request(_))
    }

    /// It is the answer's body, and longer than the client's limit for what is read into memory.
    pub fn is_too_long(&self) -> bool {
        matches!(self.0.which, Which::TooLong(_))
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("BodyError", self, f)
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Broken { attempt, which } = &*self.0;
        write!(f, "`{}` failed: ", attempt.operation)?;
        match which {
            Which::Request(_) => f.write_str("the body to send broke off"),
            Which::Response(received, _) => {
                write!(f, "the answer's body broke off after {received} bytes")
            }
            Which::TooLong(limit) => {
                write!(
                    f,
                    "the answer's body is longer than the limit of {limit} bytes: read it as a stream"
                )
            }
        }?;
        attempt.fmt(f)
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.which {
            Which::Request(source) | Which::Response(_, source) => cause(Some(source)),
            Which::TooLong(_) => None,
        }
    }
}
