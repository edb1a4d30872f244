//! The transport through any `tower` service that uses the types of the `http` crate.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use http::Uri;
use http_body_util::BodyExt as _;

use super::box_service::BoxService;
use super::error::{ArgumentError, BoxError};
use super::http::{Body, ResponseBody};
use super::http_service::HttpService;
use super::prepare::RequestParts;
use super::response::Response;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use super::transport_body::OfCall;
use super::transport_body::{FinalUrl, NotFollowed};

/// The future of a response.
pub(super) type ServiceSending<'a> =
    Pin<Box<dyn Future<Output = Result<Response<ResponseBody>, BoxError>> + Send + 'a>>;

/// A type-erased service.
pub(crate) trait AnyService: Send + Sync {
    /// Sends a request with this body.
    fn send<'a>(
        &self,
        parts: &'a RequestParts<'a>,
        body: Body,
    ) -> Result<ServiceSending<'a>, ArgumentError>;

    /// Returns the service, for layers.
    fn into_box_service(self: Box<Self>) -> BoxService;
}

/// The user's service, or a transport with layers.
///
/// Each request uses its own clone, as `tower` intends, so the lock is held only while cloning. The lock is needed
/// because services may not be `Sync`, such as the boxed ones of `tower`.
pub(super) struct UserService<S> {
    service: Mutex<S>,
    /// Whether a transport below it needs the facts of the call.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    is_layered: bool,
}

impl<S> UserService<S> {
    pub(super) fn new(service: S) -> Self {
        Self {
            service: Mutex::new(service),
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            is_layered: false,
        }
    }

    pub(super) fn layered(service: S) -> Self {
        Self {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            is_layered: true,
            ..Self::new(service)
        }
    }
}

impl<S: HttpService> AnyService for UserService<S> {
    fn send<'a>(
        &self,
        parts: &'a RequestParts<'a>,
        body: Body,
    ) -> Result<ServiceSending<'a>, ArgumentError> {
        let mut request = http::Request::new(());
        let target = parts.write(&*parts.base_url()?, request.headers_mut(), &body)?;
        *request.method_mut() = parts.method();
        #[cfg(feature = "testing")]
        if let Some(seen) = parts.seen()? {
            request.extensions_mut().insert(seen);
        }
        #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
        let of_call = self.is_layered.then(|| OfCall::new(parts));
        #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
        if let Some(of_call) = &of_call {
            request.extensions_mut().insert(of_call.clone());
        }
        let mut service = self
            .service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Ok(Box::pin(async move {
            *request.uri_mut() = Uri::try_from(target.url)?;
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(Into::into)?;
            let response = service.call(request.map(|()| body)).await;
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            if let Some(of_call) = &of_call {
                parts.redirects.add(&of_call.redirects);
            }
            let (head, body) = response.map_err(Into::into)?.into_parts();
            let body = ResponseBody::Service(body.map_err(Into::into).boxed_unsync());
            let not_followed = match head.extensions.get() {
                Some(NotFollowed(reason)) => reason,
                None => "a service must follow redirects itself",
            };
            let final_url = head.extensions.get();
            let final_url = final_url.map(|FinalUrl(url)| url.clone());
            let head = (head.status, head.headers);
            Ok(parts.response(head, body, Some(not_followed), final_url))
        }))
    }

    fn into_box_service(self: Box<Self>) -> BoxService {
        let service = self.service.into_inner();
        BoxService::new(service.unwrap_or_else(PoisonError::into_inner))
    }
}
