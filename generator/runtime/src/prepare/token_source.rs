//! The [`TokenSource`] trait.

use std::future::Future;
use std::pin::Pin;

use super::error::BoxError;

/// A source of tokens that are fetched and expire.
///
/// [`token`](Self::token) is called before each attempt of a request, so a source should cache a token until it
/// expires. A closure that returns a future is a token source:
///
/// ```no_run
/// # use openapi_crate_runtime::BoxError;
/// let source = || async { Ok::<_, BoxError>("…".to_owned()) };
/// ```
///
/// A server may reject a token before it expires. A 401 response means that the request was not processed, so even a
/// write can be retried: the client calls [`refused`](Self::refused), fetches a new token, and retries the request with
/// it. This happens at most once per call, and only if the new token differs, the body is not a stream, and the
/// [`RetryPolicy`](super::super::RetryPolicy) has an attempt left. Otherwise, the call fails with the 401.
///
/// Concurrent calls fetch tokens concurrently. In a source with a cache, one call should fetch the next token while the
/// others wait for it. See the builder method that takes a source for an example.
pub trait TokenSource: Send + Sync + 'static {
    /// Returns the token, without the `Bearer` prefix.
    ///
    /// # Errors
    ///
    /// If this returns an error, the call fails with [`Error::Token`](super::error::Error::Token).
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>>;

    /// Called when the server responds with 401 to this token, so that the source does not return it again.
    ///
    /// If many concurrent calls use the same token, this is called for each of them, possibly after the token has been
    /// replaced. A source should therefore drop its cached token only if it equals `token`. The first call then fetches
    /// a new token for all of them. Some servers respond with 401 to a valid token that lacks a permission, so a source
    /// may keep returning a token that it has just fetched.
    ///
    /// The default implementation does nothing, which is right for a source without a cache.
    fn refused(&self, token: &str) {
        let _ = token;
    }
}

impl<F, Fut> TokenSource for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<String, BoxError>> + Send + 'static,
{
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>> {
        Box::pin(self())
    }
}
