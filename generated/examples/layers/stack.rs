//! The layers of the example, each of which fits any client.

use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use fastly_kv_store::{Body, BoxError, ClientBuilder, TransportBody};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use tower::{Layer, Service, ServiceBuilder};
use tower_http::trace::TraceLayer;
use tracing::Span;

/// The future of a response.
type Responding<B> = Pin<Box<dyn Future<Output = Result<Response<B>, BoxError>> + Send>>;

/// Logs the status and the time of each response. `TraceLayer::new_for_http()` alone writes to `tracing`.
pub(crate) fn with_log(
    builder: ClientBuilder,
    log: impl Fn(&str) + Clone + Send + Sync + 'static,
) -> ClientBuilder {
    let layer = TraceLayer::new_for_http().on_response(
        move |response: &Response<TransportBody>, latency: Duration, _: &Span| {
            log(&format!("{} after {latency:?}", response.status()));
        },
    );
    builder.layer(layer)
}

/// Sends at most this many requests in each period. The others wait. The client must be built in a runtime.
pub(crate) fn with_rate_limit(
    builder: ClientBuilder,
    requests: u64,
    per: Duration,
) -> ClientBuilder {
    // A rate limit cannot be cloned, and all requests share that of the buffer.
    let layer = ServiceBuilder::new().buffer(100).rate_limit(requests, per);
    builder.layer(layer)
}

/// A layer that counts responses by status, and requests without a response.
#[derive(Clone, Default)]
pub(crate) struct Metrics(Arc<Mutex<BTreeMap<Option<StatusCode>, u64>>>);

impl Metrics {
    /// Returns the number of responses with each status. `None` counts requests without a response.
    pub(crate) fn counts(&self) -> BTreeMap<Option<StatusCode>, u64> {
        locked(&self.0).clone()
    }
}

impl<S> Layer<S> for Metrics {
    type Service = Counted<S>;

    fn layer(&self, service: S) -> Counted<S> {
        Counted {
            service,
            metrics: self.clone(),
        }
    }
}

/// The service of [`Metrics`].
#[derive(Clone)]
pub(crate) struct Counted<S> {
    service: S,
    metrics: Metrics,
}

impl<S, B> Service<Request<Body>> for Counted<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
{
    type Response = Response<B>;
    type Error = BoxError;
    type Future = Responding<B>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.service.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Responding<B> {
        let metrics = self.metrics.clone();
        let responding = self.service.call(request);
        Box::pin(async move {
            let response = responding.await.map_err(Into::into);
            let status = response.as_ref().ok().map(Response::status);
            *locked(&metrics.0).entry(status).or_default() += 1;
            response
        })
    }
}

/// A response in the cache, with the time at which it was received.
type Cached = (Instant, http::response::Parts, Bytes);

/// A layer that keeps successful responses to GET requests in memory. A request with a different method to the same
/// server removes them all, because it may change what they contain.
#[derive(Clone)]
pub(crate) struct CacheLayer {
    time_to_live: Duration,
    responses: Arc<Mutex<HashMap<Uri, Cached>>>,
}

impl CacheLayer {
    pub(crate) fn new(time_to_live: Duration) -> Self {
        Self {
            time_to_live,
            responses: Arc::default(),
        }
    }

    fn find(&self, uri: &Uri) -> Option<Response<Full<Bytes>>> {
        let responses = locked(&self.responses);
        let (received, head, body) = responses.get(uri)?;
        let is_fresh = received.elapsed() < self.time_to_live;
        is_fresh.then(|| Response::from_parts(head.clone(), Full::new(body.clone())))
    }
}

impl<S> Layer<S> for CacheLayer {
    type Service = Cache<S>;

    fn layer(&self, service: S) -> Cache<S> {
        Cache {
            service,
            cache: self.clone(),
        }
    }
}

/// The service of [`CacheLayer`].
#[derive(Clone)]
pub(crate) struct Cache<S> {
    service: S,
    cache: CacheLayer,
}

impl<S, B> Service<Request<Body>> for Cache<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Responding<Full<Bytes>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.service.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let cache = self.cache.clone();
        let uri = (request.method() == Method::GET).then(|| request.uri().clone());
        if let Some(response) = uri.as_ref().and_then(|uri| cache.find(uri)) {
            return Box::pin(std::future::ready(Ok(response)));
        }
        if uri.is_none() {
            locked(&cache.responses).clear();
        }
        let responding = self.service.call(request);
        Box::pin(async move {
            let (head, body) = responding.await.map_err(Into::into)?.into_parts();
            let body = body.collect().await.map_err(Into::into)?.to_bytes();
            if let Some(uri) = uri.filter(|_| head.status.is_success()) {
                let cached = (Instant::now(), head.clone(), body.clone());
                locked(&cache.responses).insert(uri, cached);
            }
            Ok(Response::from_parts(head, Full::new(body)))
        })
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
