//! The response body of a transport below layers, and the extensions that pass between both.

use std::fmt;
use std::pin::Pin;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::error::BoxError;
use super::http::ResponseBody;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use super::http::{Redirects, Upload};
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use super::prepare::RequestParts;

/// The response body of a [`TransportService`](super::super::TransportService).
#[derive(Default)]
pub struct TransportBody(Option<ResponseBody>);

impl TransportBody {
    pub(super) fn new(body: ResponseBody) -> Self {
        Self(Some(body))
    }
}

impl http_body::Body for TransportBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.get_mut().0 {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Some(body) => body.size_hint(),
            None => SizeHint::with_exact(0),
        }
    }
}

impl fmt::Debug for TransportBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportBody").finish_non_exhaustive()
    }
}

/// The facts of a call that a transport below layers needs, in the extensions of the request.
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
#[derive(Clone, Default)]
pub(super) struct OfCall {
    /// Whether a redirect is the documented response.
    pub(super) expects_redirect: bool,
    /// The progress of the body, if it can fail.
    pub(super) upload: Option<Upload>,
    /// The redirects that the transport follows.
    pub(super) redirects: Arc<Redirects>,
}

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
impl OfCall {
    pub(super) fn new(parts: &RequestParts<'_>) -> Self {
        Self {
            expects_redirect: parts.draft.operation.expects_redirect,
            upload: parts.upload.clone(),
            redirects: Arc::default(),
        }
    }
}

/// The reason why a transport below layers has not followed a redirect, in the extensions of the response.
#[derive(Clone)]
pub(super) struct NotFollowed(pub(super) &'static str);

/// The URL of a response, if redirects can have changed it, in the extensions of the response.
#[derive(Clone)]
pub(super) struct FinalUrl(pub(super) Box<str>);
