//! What can be set about a client?

use std::env;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tower_service::Service;

use super::api::Api;
use super::auth::{Credential, Token, TokenSource};
use super::base_url::BaseUrl;
use super::body::Body;
use super::client::{Client, Settings};
use super::error::{BoxError, ConfigError, Error};
#[cfg(feature = "reqwest")]
use super::http_client::HttpClient;
use super::retry::RetryPolicy;
use super::transport::{ServiceTransport, Transport};

/// Sets up a [`Client`](super::Client).
#[must_use]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<BaseUrl>,
    credentials: Vec<(&'static str, Token)>,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    retry: RetryPolicy,
    body_limit: Option<usize>,
    transport: Option<Arc<dyn Transport>>,
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

    /// With the credentials that the environment holds, which must be at least one if the API knows any.
    #[doc(hidden)]
    pub fn from_env(api: &'static Api) -> Result<Self, Error> {
        let mut builder = Self::new(api);
        let mut missing = Vec::new();
        for scheme in api.security_schemes {
            let Some(variable) = scheme.variable else {
                continue;
            };
            match env::var(variable) {
                // What a file or a shell added around a secret is no part of it.
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

    /// Sets what gives the tokens of the security scheme of this name.
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
    /// [`Error::Config`](super::Error::Config) if it is anything else.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Result<Self, Error> {
        self.base_url = Some(BaseUrl::parse(url.as_ref())?);
        Ok(self)
    }

    /// Sets how long a call may take in all: all its tries, the waits between them, the answer, and its body to
    /// the end, also when it is read as a stream. Unset, only the making of a connection has a limit (10 s). Timeouts need a `tokio`
    /// runtime with its timer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when a failed request is sent again. Unset, this is [`RetryPolicy::default`](super::RetryPolicy).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many bytes of an answer's body are read into memory at most: a longer one is
    /// [`Error::Body`](super::Error::Body) where it would become bytes, text or a decoded value. A stream has no
    /// limit, and of an error's body 64 KiB are kept whatever is set here. Unset, there is none.
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
    /// Its timeouts and its redirect policy hold as well. The client that is used otherwise follows redirects
    /// within scheme, host and port, and never from another method to GET. The default policy of `reqwest` does
    /// both, and takes the header of an API key to wherever a redirect points:
    /// `reqwest::redirect::Policy::none()` is the safe choice. A redirect that is not followed is
    /// [`Error::Api`](super::Error::Api).
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(Arc::new(HttpClient::of_user(client)));
        self
    }

    /// Sends the requests through a service: a stack of `tower` layers, another HTTP client, a test's stand-in.
    ///
    /// Each try of a request is a call of the service. A connection that could not be made is known by an
    /// [`io::Error`](std::io::Error) of kind `ConnectionRefused` among the error's causes; any other error leaves
    /// open whether the request was carried out. One of kind `TimedOut`, also of an answer's body, is
    /// [`Error::Timeout`](super::Error::Timeout).
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(Arc::new(ServiceTransport::new(service)));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](super::Error::Config) if a credential or the user agent cannot go into a header, or
    /// there is no server to call or nothing to call it with.
    pub fn build(self) -> Result<Client, Error> {
        let has_own_base_url = self.base_url.is_some();
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
            None => default_transport()?,
        };
        Ok(Client::new(Settings {
            api: self.api,
            base_url,
            has_own_base_url,
            credentials,
            user_agent,
            timeout: self.timeout,
            retry: self.retry,
            body_limit: self.body_limit,
            transport,
        }))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, ConfigError> {
    Ok(Arc::new(HttpClient::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, ConfigError> {
    Err(ConfigError::new(
        "nothing to send requests with: give the client a service, or enable the feature `reqwest`",
    ))
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
