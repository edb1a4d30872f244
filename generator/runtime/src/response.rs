//! What does a call that succeeded return?

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api::RateLimitHeaders;
use super::attempt::Attempt;
use super::byte_stream::ByteStream;
use super::content_disposition;
use super::error::Error;
use super::events::Answered;
use super::headers::{Headed, Headers};
use super::rate_limit::RateLimit;

/// The answer to a call: its value, to which it derefs, and its status and headers.
#[derive(Debug, Clone)]
pub struct Response<T> {
    /// In a box: it goes from hand to hand on its way to the caller.
    head: Box<Head>,
    value: T,
}

/// What an answer says beside its body.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) attempt: Attempt,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The names of the headers that tell it. They are read when somebody asks, which few do.
    pub(super) rate_limit: Option<&'static RateLimitHeaders>,
}

impl Head {
    /// What is left of the rate limit, if the server said so.
    pub(super) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.rate_limit?, &self.headers)
    }
}

impl<T> Response<T> {
    pub(super) fn new(head: Head, value: T) -> Self {
        Self {
            head: Box::new(head),
            value,
        }
    }

    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    pub(super) fn into_head(self) -> Head {
        *self.head
    }

    /// The status of the answer: one of 2xx, or of 3xx where the operation answers with a redirect.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// What is left of the rate limit, if the server said so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.rate_limit()
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    pub(super) fn map<U>(self, map: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            head: self.head,
            value: map(self.value),
        }
    }

    /// The value together with what the headers say.
    #[doc(hidden)]
    pub fn with_headers<U>(self, map: impl FnOnce(Headers<'_>, T) -> U) -> Response<U> {
        let value = map(Headers::new(&self.head.headers), self.value);
        Response {
            head: self.head,
            value,
        }
    }

    /// The same as a struct with a field for each header.
    #[doc(hidden)]
    pub fn headed<H: Headed<Body = T>>(self) -> Response<H> {
        self.with_headers(H::headed)
    }
}

impl Response<ByteStream> {
    /// The body as something that is read as it comes in.
    pub(super) fn map_body<U>(self, map: impl FnOnce(Answered, ByteStream) -> U) -> Response<U> {
        let answered = Answered::new(&self.head);
        self.map(|body| map(answered, body))
    }

    pub(super) fn take_body(self) -> (Response<()>, ByteStream) {
        (
            Response {
                head: self.head,
                value: (),
            },
            self.value,
        )
    }
}

impl<T: Into<ByteStream>> Response<T> {
    /// What the server calls the file (`content-disposition`), if it does: a name without a path.
    pub fn file_name(&self) -> Option<String> {
        content_disposition::file_name(self.headers())
    }

    /// All of the body.
    ///
    /// # Errors
    ///
    /// [`Error::Body`](super::Error::Body) if it breaks off, [`Error::Timeout`](super::Error::Timeout) if the
    /// client's timeout runs out.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.into_stream().bytes().await
    }

    /// All of the body as text.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes), and [`Error::Decode`](super::Error::Decode) if it is not UTF-8.
    pub async fn text(self) -> Result<String, Error> {
        self.into_stream().text().await
    }

    /// The body as it comes in.
    pub fn into_stream(self) -> ByteStream {
        self.value.into()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
