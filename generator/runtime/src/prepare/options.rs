//! The options of a single call.

use std::fmt;
use std::time::Duration;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

use super::error::Error;
use super::own_header::{HeaderNames, own_header};
use super::retry::RetryPolicy;

/// The options of a single call, which replace those of the client.
///
/// The builder of each request has the setter `options`. For `pages` and `items`, the options apply to the call of each
/// page.
///
/// # Examples
///
/// ```ignore
/// let options = CallOptions::new()
///     .timeout(Duration::from_secs(2))
///     .retry(RetryPolicy::none())
///     .header("x-trace", "7")?;
/// let response = request.options(options).send().await?;
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing until they are set on a request"]
pub struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) headers: HeaderMap,
    /// Whether the media types of `accept` are not a header value.
    pub(super) has_invalid_accept: bool,
}

impl CallOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout of the whole call, in place of the client's: all attempts, the delays between them, and the
    /// response to the end of its body. `Duration::MAX` is no timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of each attempt, in place of the client's: from connecting to the end of its response body. An
    /// idempotent request that times out before the response is retried, as long as the call has time left.
    /// `Duration::MAX` is no timeout.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the retry policy, in place of the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets a header of each request of the call. It replaces a header of that name that was set before, that is set on
    /// the client, or that the client sends by default. An argument of the operation that is a header replaces it.
    ///
    /// The value is a string without control characters, bytes, a number or a `HeaderValue`.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Config`] if the name or the value is invalid, and for headers that carry credentials
    /// (`authorization`, `proxy-authorization`, `cookie`) or that the client or the transport sets: `host`,
    /// `content-type`, `content-length` and those of the connection. A call with the header of an API key fails with
    /// that error.
    pub fn header<V>(mut self, name: impl AsRef<str>, value: V) -> Result<Self, Error>
    where
        V: TryInto<HeaderValue>,
        V::Error: Into<http::Error>,
    {
        let (name, value) = own_header(name.as_ref(), value)?;
        self.has_invalid_accept &= name != ACCEPT;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Sets the `accept` header: the media types that the response may have, such as `text/csv`. It does not change how
    /// the response is decoded. A method that requests a media type itself, such as `send_as`, takes precedence.
    ///
    /// If it is not a valid header value, the call fails with [`Error::Argument`].
    pub fn accept(mut self, media_type: impl AsRef<str>) -> Self {
        let value = HeaderValue::from_str(media_type.as_ref());
        self.has_invalid_accept = value.is_err();
        if let Ok(value) = value {
            self.headers.insert(ACCEPT, value);
        }
        self
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("headers", &HeaderNames(&self.headers))
            .finish_non_exhaustive()
    }
}
