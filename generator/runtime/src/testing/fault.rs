//! The ways in which a call can fail.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;

use super::reply::Reply;
use super::respond::Respond;
use super::spec::RateLimitHeaders;

/// A failure of a call: a lost connection, a response that never arrives, or a status.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::testing::{Fault, On, TypedCall};
/// # use std::time::Duration;
/// # struct Double<C>(C);
/// # impl<C: TypedCall> Double<C> {
/// #     fn delete_item(&self) -> On<C> { unimplemented!() }
/// #     fn get_item(&self) -> On<C> { unimplemented!() }
/// # }
/// # struct GetItemResponse;
/// # impl GetItemResponse { fn new(_: &str) -> Self { Self } }
/// # fn example<C: TypedCall>(api: Double<C>) where C::Reply: From<GetItemResponse> {
/// api.delete_item().fail(Fault::status(503)).times(1);
/// api.get_item().fail(Fault::rate_limited(Duration::from_secs(7)));
/// api.get_item().fail(Fault::truncated(3)).then_reply(GetItemResponse::new("hello"));
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is passed to an expectation"]
pub struct Fault(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Refused,
    Broken,
    Stalled,
    Truncated(usize),
    Status(Box<Reply>),
    RateLimited(Duration, Box<Reply>),
}

impl Fault {
    /// The connection is refused: nothing is processed. The call fails with `Error::Connection`.
    pub fn refused() -> Self {
        Self(Kind::Refused)
    }

    /// The connection is lost after the request and before the response: the request may have been processed. The call
    /// fails with `Error::Connection`.
    pub fn broken_before_response() -> Self {
        Self(Kind::Broken)
    }

    /// The response body ends early, after this many bytes. The response is that of the next matching expectation with
    /// a reply, or otherwise one with the documented status of success and a body of spaces.
    pub fn truncated(length: usize) -> Self {
        Self(Kind::Truncated(length))
    }

    /// The response never arrives. The call fails with `Error::Timeout` as soon as only its timeout is left to wait for,
    /// which takes no time. If the client has no timeout, the call fails with an error that says so.
    ///
    /// A timeout of the code around the call, or of a layer, ends the stall only if the clock of `tokio` is paused, as in
    /// `#[tokio::test(start_paused = true)]`, which needs the feature `test-util` of `tokio`. Then the earliest timeout
    /// ends the stall; without any timeout, it lasts a day.
    ///
    /// ```no_run
    /// # use openapi_crate_runtime::testing::{Fault, On, TypedCall};
    /// # use std::time::Duration;
    /// # use tokio::time::timeout;
    /// # struct Double<C>(C);
    /// # impl<C: TypedCall> Double<C> { fn get_item(&self) -> On<C> { unimplemented!() } }
    /// # async fn my_code(_: &()) {}
    /// # async fn example<C: TypedCall>(api: Double<C>, client: ()) {
    /// // With `#[tokio::test(start_paused = true)]`:
    /// api.get_item().fail(Fault::stalled());
    /// let outcome = timeout(Duration::from_secs(2), my_code(&client)).await;
    /// assert!(outcome.is_err());
    /// # }
    /// ```
    pub fn stalled() -> Self {
        Self(Kind::Stalled)
    }

    /// The response has this status, and no body unless one is set.
    pub fn status(status: u16) -> Self {
        Self(Kind::Status(Box::new(Reply::new().status(status))))
    }

    /// The response has the status 429, a `retry-after` header with this time, rounded up to seconds, and the rate limit
    /// headers of the API, if it has any.
    pub fn rate_limited(after: Duration) -> Self {
        let reply = Reply::new().with_status(StatusCode::TOO_MANY_REQUESTS);
        Self(Kind::RateLimited(after, Box::new(reply)))
    }

    /// Adds a header to the response of a fault with a status.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|reply| reply.header(name, value))
    }

    /// Sets a JSON body of the response of a fault with a status.
    pub fn json<V: Serialize + ?Sized>(self, value: &V) -> Self {
        self.change(|reply| reply.json(value))
    }

    /// Sets the body of the response of a fault with a status.
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.change(|reply| reply.body(body))
    }

    fn change(self, change: impl FnOnce(Reply) -> Reply) -> Self {
        Self(match self.0 {
            Kind::Status(reply) => Kind::Status(Box::new(change(*reply))),
            Kind::RateLimited(after, reply) => Kind::RateLimited(after, Box::new(change(*reply))),
            other => other,
        })
    }

    /// Returns whether the request may have been processed.
    pub(super) fn may_be_processed(&self) -> bool {
        match &self.0 {
            Kind::Refused | Kind::RateLimited(..) => false,
            Kind::Broken | Kind::Stalled | Kind::Truncated(_) => true,
            Kind::Status(reply) => match reply.status.map(|status| status.as_u16()) {
                Some(408 | 500 | 502 | 504) => true,
                Some(503) => !reply.headers.contains_key("retry-after"),
                _ => false,
            },
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Refused => f.write_str("the connection refused"),
            Kind::Broken => f.write_str("the connection broken before the response"),
            Kind::Stalled => f.write_str("a response that never arrives"),
            Kind::Truncated(length) => {
                write!(f, "a response body that ends early, after {length} bytes")
            }
            Kind::Status(reply) => match reply.status {
                Some(status) => write!(f, "the status {}", status.as_u16()),
                None => f.write_str("a response"),
            },
            Kind::RateLimited(after, _) => write!(f, "the status 429 with a wait of {after:?}"),
        }
    }
}

/// Returns a 429 response, with the rate limit headers of the API.
pub(super) fn rate_limited(
    after: Duration,
    reply: &Reply,
    names: Option<&'static RateLimitHeaders>,
) -> Reply {
    let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
    let mut reply = reply.clone();
    if !reply.headers.contains_key("retry-after") {
        reply = reply.header("retry-after", &seconds.to_string());
    }
    if let Some(names) = names {
        let now = Timestamp::now().as_second();
        let reset = now.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX));
        if !reply.headers.contains_key(names.remaining) {
            reply = reply.header(names.remaining, "0");
        }
        if !reply.headers.contains_key(names.reset) {
            reply = reply.header(names.reset, &reset.to_string());
        }
    }
    reply
}

/// A failure of an operation: a [`Fault`], or a documented failure of type `F`.
#[derive(Debug)]
pub struct Failing<F>(pub(super) Fault, PhantomData<fn() -> F>);

impl<F> From<Fault> for Failing<F> {
    fn from(fault: Fault) -> Self {
        Self(fault, PhantomData)
    }
}

impl<F: Respond> From<F> for Failing<F> {
    fn from(failure: F) -> Self {
        let reply = failure.respond();
        Self(Fault(Kind::Status(Box::new(reply))), PhantomData)
    }
}
