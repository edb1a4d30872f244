//! How does a request travel? Through any `tower` service over the types of `http`.

use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Uri;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use tower_service::Service;

use super::body::{Body, RequestBodyError};
use super::error::{ArgumentError, BoxError};
#[cfg(feature = "reqwest")]
use super::http_client::{HttpBody, HttpSending};
use super::request::Recipe;
use super::response::Response;

/// The body of an answer.
pub(super) enum AnswerBody {
    #[cfg(feature = "reqwest")]
    Http(HttpBody),
    Service(UnsyncBoxBody<Bytes, BoxError>),
}

impl http_body::Body for AnswerBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.get_mut() {
            #[cfg(feature = "reqwest")]
            Self::Http(body) => body
                .poll_chunk(context)
                .map(|chunk| chunk.map(|chunk| chunk.map(Frame::data))),
            Self::Service(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Http(body) => body.left().map_or_else(SizeHint::new, SizeHint::with_exact),
            Self::Service(body) => body.size_hint(),
        }
    }
}

/// A request on its way.
pub(super) enum Sending<'a> {
    #[cfg(feature = "reqwest")]
    Http(HttpSending<'a>),
    Service(Pin<Box<dyn Future<Output = Sent> + Send + 'a>>),
}

/// An answer, whoever brought it, or why there is none.
pub(super) type Sent = Result<Response<AnswerBody>, BoxError>;

impl Future for Sending<'_> {
    type Output = Sent;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Sent> {
        match self.get_mut() {
            #[cfg(feature = "reqwest")]
            Self::Http(sending) => Pin::new(sending).poll(context),
            Self::Service(sending) => sending.as_mut().poll(context),
        }
    }
}

/// What a client sends its requests through.
pub(super) trait Transport: Send + Sync {
    /// Sends a request with this body.
    fn send<'a>(&'a self, recipe: &'a Recipe<'a>, body: Body)
    -> Result<Sending<'a>, ArgumentError>;
}

/// A service of the user's.
///
/// Each request has its own clone, as `tower` means it, so the lock is held for the cloning alone; it spares
/// services from having to be `Sync`, which the boxed ones of `tower` are not.
pub(super) struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    pub(super) fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send<'a>(
        &'a self,
        recipe: &'a Recipe<'a>,
        body: Body,
    ) -> Result<Sending<'a>, ArgumentError> {
        let mut request = http::Request::new(());
        let target = recipe.write(&*recipe.draft.base_url()?, request.headers_mut(), &body)?;
        *request.method_mut() = recipe.method();
        let mut service = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Ok(Sending::Service(Box::pin(async move {
            *request.uri_mut() = Uri::try_from(target.url)?;
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(Into::into)?;
            let answer = service
                .call(request.map(|()| body))
                .await
                .map_err(Into::into)?;
            let (head, body) = answer.into_parts();
            let body = AnswerBody::Service(body.map_err(Into::into).boxed_unsync());
            Ok(recipe.answer(head.status, head.headers, body))
        })))
    }
}

/// Why a request brought no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The stream of the request's body failed.
    RequestBody,
    /// There was no connection in time.
    ConnectTimeout,
    /// There was no connection.
    Connect,
    /// There was a connection, and then no answer in time.
    Timeout,
    /// There was a connection, perhaps, and then it broke.
    Broken,
}

impl Failure {
    pub(super) fn of(error: &(dyn StdError + 'static)) -> Self {
        if chain(error).any(<dyn StdError>::is::<RequestBodyError>) {
            return Self::RequestBody;
        }
        match (is_connect(error), is_timeout(error)) {
            (true, true) => Self::ConnectTimeout,
            (true, false) => Self::Connect,
            (false, true) => Self::Timeout,
            (false, false) => Self::Broken,
        }
    }
}

/// The error and its causes.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

fn is_connect(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "reqwest")]
    if chain(error)
        .filter_map(<dyn StdError>::downcast_ref)
        .any(reqwest::Error::is_connect)
    {
        return true;
    }
    io_kinds(error).any(|kind| kind == io::ErrorKind::ConnectionRefused)
}

/// Whether it is the transport's time that ran out.
pub(super) fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "reqwest")]
    if chain(error)
        .filter_map(<dyn StdError>::downcast_ref)
        .any(reqwest::Error::is_timeout)
    {
        return true;
    }
    io_kinds(error).any(|kind| kind == io::ErrorKind::TimedOut)
}

fn io_kinds(error: &(dyn StdError + 'static)) -> impl Iterator<Item = io::ErrorKind> {
    chain(error)
        .filter_map(<dyn StdError>::downcast_ref)
        .map(io::Error::kind)
}
