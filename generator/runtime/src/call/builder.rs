//! The [`Client`] builder.

use std::env;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};
use tower_service::Service;

use super::client::Client;
use super::error::{BoxError, ConfigError, Error, Secrets};
use super::http::{AttemptReport, Body, Observer};
use super::prepare::{
    BaseUrl, Credential, HeaderNames, RetryPolicy, Settings, Token, TokenSource, check_no_keys,
    own_header,
};
use super::spec::Api;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use super::transport::HttpOptions;
use super::transport::{Layers, Transport};

/// The default maximum of the memory of a decoded value, as estimated from its JSON.
const MAX_DECODED: usize = 1 << 30;

/// The ratio of that maximum to the body limit, if the user set one.
const DECODED_RATIO: usize = 16;

/// The lowest such maximum.
const MIN_DECODED: usize = 16 << 20;

/// Configures and builds a [`Client`].
///
/// | settings | methods |
/// | --- | --- |
/// | credentials | those named after the API's security schemes |
/// | server | [`base_url`](Self::base_url) |
/// | time limits | [`timeout`](Self::timeout), [`attempt_timeout`](Self::attempt_timeout), [`connect_timeout`], [`idle_timeout`] |
/// | retries | [`retry`](Self::retry) |
/// | requests | [`header`](Self::header), [`user_agent`](Self::user_agent) |
/// | responses | [`body_limit`](Self::body_limit), [`request_id_header`](Self::request_id_header) |
/// | transport | [`layer`](Self::layer), [`service`](Self::service), [`http_client`], [`http2_keep_alive`], [`http2_prior_knowledge`] |
/// | metrics | [`on_attempt`](Self::on_attempt) |
///
/// [`connect_timeout`], [`idle_timeout`] and the methods that start with `http` belong to the default transport, and
/// need the feature `reqwest`.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{ClientBuilder, Error, RetryPolicy};
/// # use std::time::Duration;
/// # fn example(builder: ClientBuilder) -> Result<(), Error> {
/// let client = builder
///     .base_url("https://proxy.example.com/api")?
///     .timeout(Duration::from_secs(30))
///     .retry(RetryPolicy::none())
///     .build()?;
/// # Ok(()) }
/// ```
#[cfg_attr(
    all(feature = "reqwest", not(target_family = "wasm")),
    doc = "
[`connect_timeout`]: Self::connect_timeout
[`idle_timeout`]: Self::idle_timeout
[`http_client`]: Self::http_client
[`http2_keep_alive`]: Self::http2_keep_alive
[`http2_prior_knowledge`]: Self::http2_prior_knowledge"
)]
#[cfg_attr(
    not(all(feature = "reqwest", not(target_family = "wasm"))),
    doc = "
[`connect_timeout`]: #
[`idle_timeout`]: #
[`http_client`]: #
[`http2_keep_alive`]: #
[`http2_prior_knowledge`]: #"
)]
#[must_use]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<BaseUrl>,
    credentials: Vec<(&'static str, Token)>,
    user_agent: Option<String>,
    headers: HeaderMap,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    retry: RetryPolicy,
    body_limit: Option<usize>,
    request_id_header: Option<HeaderName>,
    observer: Option<Observer>,
    transport: Option<Transport>,
    pub(super) layers: Layers,
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    http_options: HttpOptions,
}

impl ClientBuilder {
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            credentials: Vec::new(),
            user_agent: None,
            headers: HeaderMap::new(),
            timeout: None,
            attempt_timeout: None,
            retry: RetryPolicy::default(),
            body_limit: None,
            request_id_header: None,
            observer: None,
            transport: None,
            layers: Layers::default(),
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            http_options: HttpOptions::default(),
        }
    }

    /// Creates a builder with the credentials in the environment. Fails if the API has credentials but none is set.
    #[doc(hidden)]
    pub fn from_env(api: &'static Api) -> Result<Self, Error> {
        let mut builder = Self::new(api);
        let mut missing = Vec::new();
        for scheme in api.security_schemes {
            let Some(variable) = scheme.variable else {
                continue;
            };
            match env::var(variable) {
                // A secret from a file or a shell may have surrounding whitespace.
                Ok(secret) if !secret.trim().is_empty() => {
                    builder = builder.credential(scheme.name, secret.trim());
                }
                Ok(_) => missing.push(format!("`{variable}` is empty")),
                Err(env::VarError::NotPresent) => missing.push(format!("`{variable}` is not set")),
                Err(env::VarError::NotUnicode(_)) => {
                    missing.push(format!("`{variable}` is not UTF-8"));
                }
            }
        }
        if builder.credentials.is_empty() && !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(ConfigError::new(format!(
                "no credentials found: environment variable {missing}"
            ))
            .into());
        }
        Ok(builder)
    }

    /// Sets the credential of a security scheme.
    #[doc(hidden)]
    pub fn credential(self, scheme: &'static str, secret: impl Into<String>) -> Self {
        self.set_credential(scheme, Token::Text(secret.into()))
    }

    /// Sets the user name and password of a security scheme.
    #[doc(hidden)]
    pub fn basic(
        self,
        scheme: &'static str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.set_credential(scheme, Token::Basic(user.into(), password.into()))
    }

    /// Sets the token source of a security scheme.
    #[doc(hidden)]
    pub fn source(self, scheme: &'static str, source: impl TokenSource) -> Self {
        self.set_credential(scheme, Token::Source(Arc::new(source)))
    }

    fn set_credential(mut self, scheme: &'static str, token: Token) -> Self {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, token));
        self
    }

    /// Sets the base URL, which defaults to the API's server.
    ///
    /// It consists of `http` or `https`, a host, and optionally a port and a path, which is prepended to the path of
    /// every request.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Config`] if the URL is invalid or has any other part, such as a query.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Result<Self, Error> {
        self.base_url = Some(BaseUrl::parse(url.as_ref())?);
        Ok(self)
    }

    /// Sets the timeout of a whole call: all attempts, the delays between them, and the response to the end of its
    /// body, even if it is read as a stream.
    ///
    /// By default, only establishing a connection has a time limit (10 s). The timeout applies wherever the response
    /// body is read, even outside the runtime that made the call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of each attempt, from connecting to the end of its response body. An idempotent request that
    /// times out before the response is retried, unlike after [`timeout`](Self::timeout). There is no such limit by
    /// default.
    ///
    /// It includes the time that a request waits in layers, and applies to any transport.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the timeout of establishing a connection, including TLS, which defaults to 10 s. Any request that times out
    /// then is retried, since the server has not received it.
    ///
    /// This and [`idle_timeout`](Self::idle_timeout) apply to the default transport, on a `tokio` runtime with its
    /// timer enabled. A client or a service set by the user has its own.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http_options.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of each wait for bytes of the response, both before it starts and while its body is read. It
    /// suits long downloads, whose whole duration is unknown. There is no such limit by default.
    ///
    /// The wait before the response includes connecting and sending the request body, however fast the body is sent. A
    /// client that also uploads long bodies needs a timeout that is longer than an upload.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.http_options.idle_timeout = Some(timeout);
        self
    }

    /// Sets the retry policy, which defaults to [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the maximum length in bytes of a response body that is read into memory, after decompression.
    ///
    /// Reading a longer body as bytes, a string or a decoded value fails with [`Error::Body`], and so does a longer
    /// line or event of a stream. By default, the limit is 64 MiB for strings and decoded values and 16 MiB for lines
    /// and events, and bytes have none. It does not apply to byte streams. The body of an
    /// [`ApiError`](super::error::ApiError) is truncated to the limit (64 MiB by default).
    ///
    /// A decoded value can take many times the memory of its JSON. A value that would take more than 16 times the limit
    /// (1 GiB by default) is [`Error::Decode`].
    pub fn body_limit(mut self, limit: usize) -> Self {
        self.body_limit = Some(limit);
        self
    }

    /// Sets the response header with the id of the request, which errors report, in addition to the usual ones, such as
    /// `x-request-id`, `fastly-trace-id` and `x-served-by`.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Config`] if the name is not valid.
    pub fn request_id_header(mut self, name: &str) -> Result<Self, Error> {
        let invalid =
            |error| ConfigError::because(format!("`{name}` is not a valid header name"), error);
        let name = name.parse::<HeaderName>();
        self.request_id_header = Some(name.map_err(|error| invalid(BoxError::from(error)))?);
        Ok(self)
    }

    /// Sets the `user-agent` header, which defaults to the crate's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets a function that is called once for each attempt of a call when the attempt ends, for metrics. It replaces
    /// the function that was set before.
    ///
    /// The attempt of a successful response ends with the response body, or when the caller drops that. A request that
    /// is not sent, because of an invalid argument or a failed token source, is not an attempt. The function must
    /// neither block nor panic.
    pub fn on_attempt(
        mut self,
        observer: impl Fn(&AttemptReport<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets a header of every request. It replaces a header of that name that was set before or that the client sends
    /// by default, such as `accept` and `user-agent`. A header in the options of a call replaces it, and so does an
    /// argument of the operation.
    ///
    /// The value is a string without control characters, bytes, a number or a `HeaderValue`. Like the credentials, it
    /// is sent to the server of the base URL or of the operation: redirects and next pages of a different origin are
    /// not requested.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Config`] if the name or the value is invalid, and for headers that carry credentials
    /// (`authorization`, `proxy-authorization`, `cookie`, those of API keys) or that the client or the transport sets:
    /// `host`, `content-type`, `content-length` and those of the connection.
    pub fn header<V>(mut self, name: impl AsRef<str>, value: V) -> Result<Self, Error>
    where
        V: TryInto<HeaderValue>,
        V::Error: Into<http::Error>,
    {
        let (name, value) = own_header(name.as_ref(), value)?;
        self.headers.insert(name, value);
        check_no_keys(&self.headers, self.api)?;
        Ok(self)
    }

    /// Sends requests through an existing `reqwest` client, with its connection pool, proxies and certificates.
    ///
    /// The client's timeouts and redirect policy also apply. **The default policy of `reqwest` is unsafe here**: it
    /// sends API key headers to other hosts, and may change the method to GET. Prefer
    /// `reqwest::redirect::Policy::none()`. (The built-in client follows redirects only within the same scheme, host
    /// and port, and never changes the method.) A redirect that is not followed is reported as [`Error::Api`], unless
    /// the API documents it as a response of the operation.
    #[cfg(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    ))]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(Transport::http_client(client));
        self
    }

    /// Sets the pings that detect a silent HTTP/2 connection: after `interval` without a frame from the server, a ping
    /// is sent, and without a response to it within `timeout`, the connection is closed. Its calls fail with
    /// [`Error::Timeout`], and idempotent ones are retried on a new connection.
    ///
    /// The defaults are 10 s and 20 s. `None` turns the pings off, so that every call on a silent connection times out.
    /// Pings are sent only while calls are in progress. They do not apply to HTTP/1.1, where each call in progress has
    /// its own connection, nor to a client or service set by the user.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub fn http2_keep_alive(
        mut self,
        interval: impl Into<Option<Duration>>,
        timeout: Duration,
    ) -> Self {
        (self.http_options.interval, self.http_options.timeout) = (interval.into(), timeout);
        self
    }

    /// Uses HTTP/2 for every request, even over `http`, where it cannot be negotiated. By default, HTTP/2 is used if
    /// the server offers it over TLS, and otherwise HTTP/1.1.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http_options.http2_only = true;
        self
    }

    /// Sends requests through a service: a stack of `tower` layers, another HTTP client, or a test double. On
    /// WASI, a service is required.
    ///
    /// The service is called once per attempt. If the source chain of its error contains an
    /// [`io::Error`](std::io::Error) of kind `ConnectionRefused`, the connection could not be established; after any
    /// other error, the request may have been processed. An `io::Error` of kind `TimedOut`, including in the response
    /// body, is reported as [`Error::Timeout`].
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(Transport::service(service));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Config`] if a credential or the user agent is invalid, or if there is no base URL or transport.
    pub fn build(self) -> Result<Client, Error> {
        let has_custom_base_url = self.base_url.is_some();
        let base_url = match self.base_url {
            Some(base_url) => base_url,
            None if self.api.server.is_empty() => {
                return Err(ConfigError::new("the API declares no server; set a base URL").into());
            }
            None => BaseUrl::parse(self.api.server)?,
        };
        let user_agent = self.user_agent.as_deref().unwrap_or(self.api.user_agent);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
            ConfigError::because("the user agent is not a valid header value", error)
        })?;
        let credential = |(name, secret): &(&'static str, Token)| {
            let scheme = self
                .api
                .security_schemes
                .iter()
                .find(|scheme| scheme.name == *name);
            let scheme = scheme.ok_or_else(|| {
                ConfigError::new(format!("the API has no security scheme `{name}`"))
            })?;
            Credential::new(scheme, secret)
        };
        let credentials = self
            .credentials
            .iter()
            .map(credential)
            .collect::<Result<Vec<_>, _>>()?;
        let transport = match self.transport {
            Some(transport) => transport,
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            None => Transport::new(self.http_options)?,
            #[cfg(not(all(feature = "reqwest", not(target_family = "wasm"))))]
            None => Transport::new()?,
        };
        let transport = transport.layered(self.layers);
        let secrets = credentials.iter().flat_map(Credential::secrets);
        let settings = Settings {
            api: self.api,
            base_url,
            has_custom_base_url,
            secrets: Secrets::new(secrets.cloned()),
            credentials,
            user_agent,
            headers: self.headers,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            retry: self.retry,
            body_limit: self.body_limit,
            request_id_header: self.request_id_header,
            observer: self.observer,
            max_decoded: self.body_limit.map_or(MAX_DECODED, |limit| {
                limit.saturating_mul(DECODED_RATIO).max(MIN_DECODED)
            }),
        };
        Ok(Client::new(settings, transport))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("credentials", &self.credentials)
            .field("user_agent", &self.user_agent)
            .field("headers", &HeaderNames(&self.headers))
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
