//! The transport of a client: `reqwest` or the user's `tower` service, and layers over it.

use super::{error, http, prepare, response};

mod box_service;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
mod browser;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod http_client;
mod http_service;
mod layered;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod pools;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod redirect;
mod service;
mod transport_body;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::error::{BoxError, ConfigError, Error};
use super::http::{Body, ResponseBody};
use super::prepare::RequestParts;
use super::response::Response;

#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
use self::browser::BrowserClient;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use self::http_client::{HttpClient, HttpSending};
use self::http_service::HttpService;
pub(crate) use self::layered::Layers;
pub use self::layered::TransportService;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub(crate) use self::pools::HttpOptions;
use self::service::{AnyService, ServiceSending, UserService};
pub use self::transport_body::TransportBody;

/// The transport of a client.
pub(crate) enum Transport {
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    Http(HttpClient),
    #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
    Browser(BrowserClient),
    Service(Box<dyn AnyService>),
}

impl Transport {
    /// Creates the default transport.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn new(http_options: HttpOptions) -> Result<Self, ConfigError> {
        Ok(Self::Http(HttpClient::new(http_options)?))
    }

    /// Creates the default transport, which uses `fetch`.
    #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
    pub(crate) fn new() -> Result<Self, ConfigError> {
        let client = reqwest::Client::builder().build();
        let client =
            client.map_err(|error| ConfigError::because("cannot build the HTTP client", error))?;
        Ok(Self::http_client(client))
    }

    /// Fails, because there is no default transport without `reqwest`.
    #[cfg(not(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    )))]
    pub(crate) fn new() -> Result<Self, ConfigError> {
        Err(ConfigError::new(
            "no transport: set a service, or enable the `reqwest` feature, unless the target is WASI",
        ))
    }

    /// Creates a transport from the user's `reqwest` client.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn http_client(client: reqwest::Client) -> Self {
        Self::Http(HttpClient::User(client))
    }

    /// Creates a transport from the user's `reqwest` client.
    #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
    pub(crate) fn http_client(client: reqwest::Client) -> Self {
        Self::Browser(BrowserClient::new(client))
    }

    /// Creates a transport from the user's service.
    pub(crate) fn service(service: impl HttpService) -> Self {
        Self::Service(Box::new(UserService::new(service)))
    }

    /// Wraps the transport in layers. Without layers, it stays as it is.
    pub(crate) fn layered(self, layers: Layers) -> Self {
        if layers.is_empty() {
            return self;
        }
        let service = match self {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Self::Http(client) => TransportService::http(client),
            #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
            Self::Browser(client) => TransportService::browser(client),
            Self::Service(service) => TransportService::service(service.into_box_service()),
        };
        Self::Service(Box::new(UserService::layered(layers.over(service))))
    }

    /// Sends a request with this body.
    pub(crate) fn send<'a>(
        &'a self,
        parts: &'a RequestParts<'a>,
        body: Body,
    ) -> Result<Sending<'a>, Error> {
        #[cfg(feature = "testing")]
        super::http::start_attempt();
        match self {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Self::Http(client) => client.send(parts, body).map(Sending::Http),
            #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
            Self::Browser(client) => client.send(parts, body).map(Sending::Service),
            Self::Service(service) => Ok(Sending::Service(service.send(parts, body)?)),
        }
    }
}

/// The future of a response.
pub(crate) enum Sending<'a> {
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    Http(HttpSending<'a>),
    Service(ServiceSending<'a>),
}

impl Future for Sending<'_> {
    type Output = Result<Response<ResponseBody>, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Self::Http(sending) => Pin::new(sending).poll(context),
            Self::Service(sending) => sending.as_mut().poll(context),
        }
    }
}
