//! The service that layers wrap: the transport as a `tower` service.

use std::fmt;
#[cfg(all(
    feature = "reqwest",
    any(not(target_family = "wasm"), target_os = "unknown")
))]
use std::sync::Arc;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

use super::box_service::{BoxService, Responding};
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
use super::browser::BrowserClient;
use super::error::BoxError;
use super::http::{Body, Exclusive};
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use super::http_client::HttpClient;
use super::http_service::HttpService;
use super::transport_body::TransportBody;

/// The service that a layer wraps: the default transport, the user's `reqwest` client or service, or the layers that
/// were added before. See `ClientBuilder::layer`.
///
/// It sends one request and follows redirects as the transport does. Retries, credentials and decoding are outside of
/// the layers.
#[derive(Clone)]
pub struct TransportService(Inner);

#[derive(Clone)]
enum Inner {
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    Http(Arc<HttpClient>),
    #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
    Browser(Arc<BrowserClient>),
    Service(BoxService),
}

impl TransportService {
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(super) fn http(client: HttpClient) -> Self {
        Self(Inner::Http(Arc::new(client)))
    }

    #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
    pub(super) fn browser(client: BrowserClient) -> Self {
        Self(Inner::Browser(Arc::new(client)))
    }

    pub(super) fn service(service: BoxService) -> Self {
        Self(Inner::Service(service))
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<TransportBody>;
    type Error = BoxError;
    type Future = Responding;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match &mut self.0 {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Inner::Http(_) => Poll::Ready(Ok(())),
            #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
            Inner::Browser(_) => Poll::Ready(Ok(())),
            Inner::Service(service) => service.poll_ready(context),
        }
    }

    fn call(&mut self, request: http::Request<Body>) -> Responding {
        match &mut self.0 {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Inner::Http(client) => Box::pin(Arc::clone(client).respond(request)),
            #[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
            Inner::Browser(client) => Box::pin(Arc::clone(client).respond(request)),
            Inner::Service(service) => service.call(request),
        }
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}

/// Wraps a transport in a layer.
type Wrap = Box<dyn FnOnce(TransportService) -> TransportService + Send>;

/// The layers that the user has added, innermost first.
#[derive(Default)]
pub(crate) struct Layers(Vec<Exclusive<Wrap>>);

impl Layers {
    pub(crate) fn add<L>(&mut self, layer: L)
    where
        L: Layer<TransportService, Service: HttpService> + Send + 'static,
    {
        let wrap: Wrap = Box::new(move |service| {
            TransportService::service(BoxService::new(layer.layer(service)))
        });
        self.0.push(Exclusive::new(wrap));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Wraps a transport.
    pub(super) fn over(self, transport: TransportService) -> TransportService {
        let wraps = self.0.into_iter().map(Exclusive::into_inner);
        wraps.fold(transport, |service, wrap| wrap(service))
    }
}
