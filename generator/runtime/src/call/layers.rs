//! Layers over the transport of a client.

use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use super::builder::ClientBuilder;
use super::error::BoxError;
use super::http::Body;
use super::transport::TransportService;

impl ClientBuilder {
    /// Adds a `tower` layer over the transport: the default one, or the client or service set by the user, before or
    /// after. A layer that is added later wraps those added before, so the last one sees a request first.
    ///
    /// The layer is called once for each attempt, with a request that has the credentials and all headers. Redirects
    /// are followed below it. Retries, timeouts of the call and decoding are above it. Each request uses a clone of the
    /// layer's service, once that is ready. A service that cannot be cloned, such as a rate limit, needs a buffer:
    /// `ServiceBuilder::new().buffer(100).rate_limit(10, Duration::from_secs(1))`. A buffer starts a task, so
    /// [`build`](Self::build) must be called in a runtime, which must keep running.
    ///
    /// A layer may change the type of the response body. An error of a layer is
    /// [`Error::Connection`](super::error::Error::Connection), after which an idempotent request is retried, or
    /// [`Error::Timeout`](super::error::Error::Timeout) if its source chain contains a timeout of `tower`, `tower-http`
    /// or `tokio`, or an [`io::Error`](std::io::Error) of kind `TimedOut`. Use [`retry`](Self::retry) rather than a
    /// layer that retries, which does not know which operations are idempotent.
    ///
    /// # Examples
    ///
    /// With `TimeoutLayer` of `tower`:
    ///
    /// ```no_run
    /// # use openapi_crate_runtime::{ClientBuilder, Error, TransportService, tower_layer::Layer};
    /// # use std::time::Duration;
    /// # struct TimeoutLayer;
    /// # impl TimeoutLayer { fn new(_: Duration) -> Self { Self } }
    /// # impl Layer<TransportService> for TimeoutLayer {
    /// #     type Service = TransportService;
    /// #     fn layer(&self, service: TransportService) -> TransportService { service }
    /// # }
    /// # fn example(builder: ClientBuilder) -> Result<(), Error> {
    /// let client = builder
    ///     .layer(TimeoutLayer::new(Duration::from_secs(5)))
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn layer<L, S, B>(mut self, layer: L) -> Self
    where
        L: Layer<TransportService, Service = S> + Send + 'static,
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers.add(layer);
        self
    }
}
