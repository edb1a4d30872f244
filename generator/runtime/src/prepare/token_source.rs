//! The trait of token sources, which give tokens that expire.

use std::future::Future;
use std::pin::Pin;

use super::error::BoxError;

/// Gives the token that a request is sent with, if it must be fetched and expires.
///
/// It is asked before each attempt of a request, so it should keep a token that costs something until that expires. A
/// closure that returns a future is a token source:
///
/// ```text
/// let builder = Client::builder().oauth_source(|| async { Ok("…".to_owned()) });
/// ```
///
/// A server may refuse a token before it expires. A response of 401 means that nothing was carried out, so any request may
/// be retried, also a write: the source is told ([`refused`](Self::refused)) and asked for another token, and the request
/// is retried with that. This happens once in a call, if the token differs, the body is not a stream, and the
/// [`RetryPolicy`](super::super::RetryPolicy) has an attempt left. Otherwise, or if that token is refused too, the 401 is
/// the call's error.
///
/// Concurrent calls ask concurrently. A source that keeps a token should have one of them fetch the next while the others
/// wait for it; the documentation of the builder's method that takes a source has an example.
pub trait TokenSource: Send + Sync + 'static {
    /// The token, without the word `Bearer`.
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>>;

    /// Tells the source that the server responded with 401 to this token, so that it does not give it again.
    ///
    /// Each of a thousand calls with one token tells so, perhaps when there already is a new one. A source should forget
    /// the token that it keeps only if it is this one; the first call then fetches another for all of them. Some servers
    /// respond with 401 if the token is valid and the caller lacks a right: a source may continue to give a token that it
    /// has just fetched.
    ///
    /// By default nothing happens, which is right for a source that keeps nothing.
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
