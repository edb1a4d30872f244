//! The builder of a client.

use std::env;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tower_service::Service;

use super::client::Client;
use super::error::{BoxError, ConfigError, Error};
use super::http::Body;
use super::prepare::{BaseUrl, Credential, RetryPolicy, Settings, Token, TokenSource};
use super::spec::Api;
use super::transport::Transport;

/// The settings of a [`Client`] that is being built.
#[must_use]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<BaseUrl>,
    credentials: Vec<(&'static str, Token)>,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    retry: RetryPolicy,
    body_limit: Option<usize>,
    transport: Option<Transport>,
}

impl ClientBuilder {
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            credentials: Vec::new(),
            user_agent: None,
            timeout: None,
            retry: RetryPolicy::default(),
            body_limit: None,
            transport: None,
        }
    }

    /// A builder with the credentials in the environment, of which there must be at least one if the API has any.
    #[doc(hidden)]
    pub fn from_env(api: &'static Api) -> Result<Self, Error> {
        let mut builder = Self::new(api);
        let mut missing = Vec::new();
        for scheme in api.security_schemes {
            let Some(variable) = scheme.variable else {
                continue;
            };
            match env::var(variable) {
                // A secret from a file or a shell may have spaces around it.
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
                "no credential: the environment variable {missing}"
            ))
            .into());
        }
        Ok(builder)
    }

    /// Sets the credential of the security scheme of this name.
    #[doc(hidden)]
    pub fn credential(self, scheme: &'static str, secret: impl Into<String>) -> Self {
        self.set_credential(scheme, Token::Text(secret.into()))
    }

    /// Sets the user name and the password of the security scheme of this name.
    #[doc(hidden)]
    pub fn basic(
        self,
        scheme: &'static str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.set_credential(scheme, Token::Basic(user.into(), password.into()))
    }

    /// Sets the source of the tokens of the security scheme of this name.
    #[doc(hidden)]
    pub fn source(self, scheme: &'static str, source: impl TokenSource) -> Self {
        self.set_credential(scheme, Token::Source(Arc::new(source)))
    }

    fn set_credential(mut self, scheme: &'static str, token: Token) -> Self {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, token));
        self
    }

    /// Sets where the requests go, instead of the API's own server: `http` or `https`, a host, perhaps a port,
    /// perhaps a path, which is put before the path of every request.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if it is anything else.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Result<Self, Error> {
        self.base_url = Some(BaseUrl::parse(url.as_ref())?);
        Ok(self)
    }

    /// Sets how long a call may take in all: all its attempts, the waits between them, the response, and its body to
    /// the end, also when it is read as a stream. Unset, only making a connection has a limit (10 s). Timeouts need a
    /// `tokio` runtime with its timer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when a failed request is retried. Unset, this is [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the longest body of a response that is read into memory: a longer one is [`Error::Body`] if it would become
    /// bytes, a string or a decoded value. A stream has no limit, and 64 KiB of an error's body are kept whatever is set
    /// here. Unset, there is no limit.
    pub fn body_limit(mut self, limit: usize) -> Self {
        self.body_limit = Some(limit);
        self
    }

    /// Sets the `user-agent` header, instead of this crate's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sends the requests through a `reqwest` client of the caller's, with its pool, proxies and certificates.
    ///
    /// Its timeouts and its redirect policy apply as well. The client that is used otherwise follows redirects
    /// within scheme, host and port, and never from another method to GET. The default policy of `reqwest` does
    /// both, and takes the header of an API key to wherever a redirect points:
    /// `reqwest::redirect::Policy::none()` is the safe choice. A redirect that is not followed is
    /// [`Error::Api`].
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(Transport::http_client(client));
        self
    }

    /// Sends the requests through a service: a stack of `tower` layers, another HTTP client, a test double.
    ///
    /// Each attempt of a request is a call of the service. An [`io::Error`](std::io::Error) of kind `ConnectionRefused`
    /// among the error's causes means that no connection was made; after any other error the request may have been
    /// carried out. One of kind `TimedOut`, also of a response's body, is [`Error::Timeout`].
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
    /// [`Error::Config`] if a credential or the user agent cannot be in a header, or if there is no base URL or no
    /// transport.
    pub fn build(self) -> Result<Client, Error> {
        let has_custom_base_url = self.base_url.is_some();
        let base_url = match self.base_url {
            Some(base_url) => base_url,
            None if self.api.server.is_empty() => {
                return Err(ConfigError::new("the API names no server: set a base URL").into());
            }
            None => BaseUrl::parse(self.api.server)?,
        };
        let user_agent = self.user_agent.as_deref().unwrap_or(self.api.user_agent);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
            ConfigError::because("the user agent cannot go into a header", error)
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
            None => Transport::new()?,
        };
        let settings = Settings {
            api: self.api,
            base_url,
            has_custom_base_url,
            credentials,
            user_agent,
            timeout: self.timeout,
            retry: self.retry,
            body_limit: self.body_limit,
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
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
