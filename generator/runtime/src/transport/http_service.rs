//! The bounds of a service that can send requests, as one trait.

use bytes::Bytes;
use tower_service::Service;

use super::error::BoxError;
use super::http::Body;

/// A service over the types of the `http` crate. Every service with these bounds implements it.
///
/// The public functions repeat the bounds, because a reader of the documentation should see them.
pub(crate) trait HttpService:
    Service<
        http::Request<Body>,
        Response = http::Response<Self::ResponseBody>,
        Error: Into<BoxError>,
        Future: Send + 'static,
    > + Clone
    + Send
    + 'static
{
    type ResponseBody: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static;
}

impl<S, B> HttpService for S
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type ResponseBody = B;
}
