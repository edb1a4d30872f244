//! A `tower` service whose type is erased, with its readiness.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use http_body_util::BodyExt as _;

use super::error::BoxError;
use super::http::{Body, ResponseBody};
use super::http_service::HttpService;
use super::transport_body::TransportBody;

/// The future of a response.
pub(super) type Responding =
    Pin<Box<dyn Future<Output = Result<http::Response<TransportBody>, BoxError>> + Send>>;

/// A service whose type is erased.
pub(crate) struct BoxService(Box<dyn CloneService>);

impl BoxService {
    pub(super) fn new(service: impl HttpService) -> Self {
        Self(Box::new(Mutex::new(service)))
    }

    pub(super) fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    pub(super) fn call(&mut self, request: http::Request<Body>) -> Responding {
        self.0.call(request)
    }
}

impl Clone for BoxService {
    fn clone(&self) -> Self {
        self.0.cloned()
    }
}

trait CloneService: Send + Sync {
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>>;
    fn call(&mut self, request: http::Request<Body>) -> Responding;
    fn cloned(&self) -> BoxService;
}

/// The lock is needed because services may not be `Sync`. It is held only while cloning.
impl<S: HttpService> CloneService for Mutex<S> {
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        let service = self.get_mut().unwrap_or_else(PoisonError::into_inner);
        service.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: http::Request<Body>) -> Responding {
        let service = self.get_mut().unwrap_or_else(PoisonError::into_inner);
        let responding = service.call(request);
        Box::pin(async move {
            let response = responding.await.map_err(Into::into)?;
            Ok(response.map(|body| {
                let body = body.map_err(Into::into).boxed_unsync();
                TransportBody::new(ResponseBody::Service(body))
            }))
        })
    }

    fn cloned(&self) -> BoxService {
        let service = self.lock().unwrap_or_else(PoisonError::into_inner).clone();
        BoxService(Box::new(Mutex::new(service)))
    }
}
