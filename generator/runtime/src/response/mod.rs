//! The response of a call: [`Response`], its typed headers, and the ways to read its body.

use super::{error, http, json};

mod by_status;
mod byte_stream;
mod content_disposition;
mod decode;
mod events;
pub mod headers;
mod json_lines;
mod json_position;
mod lines;
mod message;
mod stream_head;

use std::ops::{Deref, DerefMut};

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;

use super::error::{Error, RateLimit, ResponseHead};

use self::headers::Headed;
use self::stream_head::StreamHead;

pub(crate) use self::by_status::optional_json;
pub use self::by_status::{ByStatus, RawResponse};
pub use self::byte_stream::ByteStream;
pub(crate) use self::decode::{check_content_encoding, decode_json};
pub use self::events::{Event, Events};
pub use self::headers::Headers;
pub use self::json_lines::JsonLines;
pub(crate) use self::message::message;

/// The response of a call: its value, to which it derefs, and its status and headers.
#[derive(Debug, Clone)]
pub struct Response<T> {
    /// In a box, since it is moved many times on its way to the caller.
    head: Box<ResponseHead>,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(head: ResponseHead, value: T) -> Self {
        Self {
            head: Box::new(head),
            value,
        }
    }

    pub(crate) fn head(&self) -> &ResponseHead {
        &self.head
    }

    pub(crate) fn into_head(self) -> ResponseHead {
        *self.head
    }

    /// The status of the response: one of 2xx, or of 3xx if the operation documents a redirect as its response.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The rest of the rate limit, if the server sent it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.rate_limit()
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            head: self.head,
            value: map(self.value),
        }
    }

    /// The value together with values read from the headers.
    #[doc(hidden)]
    pub fn with_headers<U>(self, map: impl FnOnce(Headers<'_>, T) -> U) -> Response<U> {
        let value = map(Headers::new(&self.head.headers), self.value);
        Response {
            head: self.head,
            value,
        }
    }

    /// The value in a struct that has a field for each declared header.
    #[doc(hidden)]
    pub fn headed<H: Headed<Body = T>>(self) -> Response<H> {
        self.with_headers(H::headed)
    }
}

impl Response<ByteStream> {
    /// The body as a stream of parts, which have the response's head.
    pub(crate) fn map_body<U>(self, map: impl FnOnce(StreamHead, ByteStream) -> U) -> Response<U> {
        let head = StreamHead::new(&self.head);
        self.map(|body| map(head, body))
    }

    pub(crate) fn take_body(self) -> (Response<()>, ByteStream) {
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
    /// The name that the server gives the file (`content-disposition`), without a path, if it gives one.
    pub fn file_name(&self) -> Option<String> {
        content_disposition::file_name(self.headers())
    }

    /// All of the body.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] if it breaks off, [`Error::Timeout`] if the client's timeout runs out.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.into_stream().bytes().await
    }

    /// All of the body as a string.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes), and [`Error::Decode`] if it is not UTF-8.
    pub async fn text(self) -> Result<String, Error> {
        self.into_stream().text().await
    }

    /// The body as a stream.
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
