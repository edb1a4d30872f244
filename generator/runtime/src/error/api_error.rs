//! The error of a response whose status is not a success.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::attempt::{Attempt, LastAttempt, NotRetried, Short, Wait};
use super::cause::{Details, Message, message_of};
use super::excerpt::Excerpt;
use super::json::Escaping;
use super::rate_limit::RateLimit;
use super::response_head::ResponseHead;
use super::secrets::Secrets;

/// The maximum length of a location in a message, in characters.
const MAX_LOCATION: usize = 200;

/// The error of a response whose status is not a success.
///
/// Contains the status, the headers, and the body up to the client's limit (64 MiB by default).
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::Error;
/// # fn example(error: Error) {
/// if let Error::Api(error) = &error {
///     println!("{}: {}", error.status(), error.message().unwrap_or("no message"));
///     println!("request {:?}, {} bytes", error.request_id(), error.body().len());
/// }
/// # }
/// ```
pub struct ApiError(Box<Api>);

struct Api {
    head: ResponseHead,
    not_retried: Option<NotRetried>,
    body: Bytes,
    complete: bool,
    message: Option<String>,
    /// The time from the response until the rate limit is reset, if it was exceeded.
    resets_in: Option<Duration>,
    excerpt: Excerpt,
}

impl ApiError {
    /// Creates an error. `message` contains no secrets.
    pub(crate) fn new(
        head: ResponseHead,
        body: Bytes,
        complete: bool,
        message: Option<String>,
    ) -> Self {
        let is_rate_limited = head.status == StatusCode::TOO_MANY_REQUESTS;
        let resets_in = head.resets_in().filter(|_| is_rate_limited);
        Self(Box::new(Api {
            resets_in,
            excerpt: Excerpt::new(&body, &head.secrets),
            message,
            head,
            not_retried: None,
            body,
            complete,
        }))
    }

    pub(crate) fn head(&self) -> &ResponseHead {
        &self.0.head
    }

    pub(super) fn attempt(&self) -> &Attempt {
        &self.0.head.attempt
    }

    pub(super) fn set_not_retried(&mut self, not_retried: Option<NotRetried>) {
        self.0.not_retried = not_retried;
    }

    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        self.0.head.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.head.headers
    }

    /// Returns the body of the response, truncated to the client's limit (64 MiB by default).
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns whether [`body`](Self::body) is complete. It is not if it exceeds the client's limit, if reading it
    /// failed, or if the server sent nothing for 1 s or did not end it within 30 s: the status is known, so the call
    /// does not wait for the rest.
    pub fn is_body_complete(&self) -> bool {
        self.0.complete
    }

    /// Returns the server's error message on one line, or `None` if the body has none.
    ///
    /// It is taken from a JSON error object (such as `title` or `msg`, with `detail`), from a JSON list of errors
    /// (their number and the first one), from plain text, or from the title or text of an HTML page.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns the request id that the server has sent in one of the usual headers (such as `x-request-id`,
    /// `fastly-trace-id` or `x-served-by`), or in the header set with
    /// [`ClientBuilder::request_id_header`](super::super::ClientBuilder::request_id_header).
    pub fn request_id(&self) -> Option<&str> {
        self.0.head.request_id()
    }

    /// Returns the rate limit, if the server sent it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.head.rate_limit()
    }

    /// Returns the time to wait before the next request (`retry-after`), if the server sent it.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.head.retry_after()
    }

    /// Returns the wait that the server asks for before a retry.
    pub(crate) fn wait(&self) -> Wait {
        match (self.retry_after(), self.0.resets_in) {
            // A time that is zero or past does not say when the limit is reset.
            (Some(Duration::ZERO) | None, Some(wait)) => Wait::Reset(wait),
            (Some(Duration::ZERO) | None, None) => Wait::Backoff,
            (Some(wait), _) => Wait::RetryAfter(wait),
        }
    }
}

message_of!(ApiError);

impl Message for ApiError {
    fn write(&self, f: &mut Escaping<'_>) -> fmt::Result {
        let Api {
            head,
            not_retried,
            message,
            resets_in,
            ..
        } = &*self.0;
        write!(f, "`{}` failed: {}", head.attempt.operation, head.status)?;
        if let Some(message) = message
            .as_deref()
            .and_then(|message| without_reason(message, head.status))
        {
            write!(f, ": {message}")?;
        }
        if matches!(head.status.as_u16(), 301 | 302 | 303 | 307 | 308)
            && let Some(reason) = head.not_followed
        {
            match head.headers.get(LOCATION) {
                Some(location) => write!(
                    f,
                    ": not redirected to `{}`, because {reason}",
                    shown(location, &head.secrets)
                )?,
                None => write!(f, ": not redirected, because {reason}")?,
            }
        }
        let is_said = matches!(not_retried, Some(NotRetried::TooLate(Wait::Reset(_), _)));
        if let Some(wait) = resets_in.filter(|_| !is_said) {
            write!(f, " (the rate limit resets in {})", Short(wait))?;
        }
        let last = LastAttempt {
            attempt: head.attempt.clone(),
            not_retried: *not_retried,
        };
        write!(f, "{last}")
    }

    fn details(&self) -> Option<Details<'_>> {
        let Api { head, excerpt, .. } = &*self.0;
        let details = Details::new(&head.attempt).response(head.status, head.request_id());
        Some(details.body(excerpt))
    }
}

impl StdError for ApiError {}

/// Returns the part of a location that can be shown: without a user name, a password and a query, which may contain
/// credentials.
fn shown(location: &HeaderValue, secrets: &Secrets) -> String {
    let text = String::from_utf8_lossy(location.as_bytes());
    let text = text.split(['?', '#']).next().unwrap_or_default();
    // Clients accept any number of slashes after the scheme, and backslashes.
    let slashes = ['/', '\\'];
    let scheme = text
        .find(':')
        .filter(|at| !text.get(..*at).is_some_and(|text| text.contains(slashes)));
    let (scheme, rest) = text.split_at(scheme.map_or(0, |at| at + 1));
    let (separator, rest) = rest.split_at(rest.len() - rest.trim_start_matches(slashes).len());
    let host = rest.find(slashes).unwrap_or(rest.len());
    let user = rest.get(..host).and_then(|authority| authority.rfind('@'));
    let rest = rest.get(user.map_or(0, |at| at + 1)..).unwrap_or_default();
    let shown = secrets.redacted(&format!("{scheme}{separator}{rest}"));
    shown.chars().take(MAX_LOCATION).collect()
}

/// Strips the status's reason phrase, which servers like to repeat, from a message. Returns `None` if nothing is left.
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
