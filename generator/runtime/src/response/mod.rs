//! The response of a call: [`Response`], its typed headers, and the decoding of its body.

use super::{error, http, json, spec};

mod by_status;
mod byte_stream;
mod charset;
mod content_disposition;
mod decode;
mod events;
mod failures;
pub mod headers;
mod html;
mod json_lines;
mod json_position;
mod json_size;
mod lines;
mod link;
mod message;
mod read_up_to;
mod stream_head;

use std::fmt;
use std::ops::{Deref, DerefMut};

use ::http::header::CONTENT_TYPE;
use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::error::{Error, RateLimit, ResponseHead};
use super::http::boundary;

pub(crate) use self::charset::Charset;
use self::decode::decode_success;
use self::headers::Headed;
use self::stream_head::StreamHead;

pub use self::by_status::{ByStatus, RawResponse};
pub(crate) use self::by_status::{optional_json, variant_without_body};
pub use self::byte_stream::ByteStream;
pub(crate) use self::decode::{check_content_encoding, decode_json, inspect_json};
pub use self::events::{Event, Events};
pub use self::failures::Failures;
pub use self::headers::Headers;
pub use self::json_lines::JsonLines;
pub(crate) use self::link::link;
pub(crate) use self::message::message;
pub(crate) use self::read_up_to::read_up_to;

/// The response of a call: a status, headers, and a value to which it dereferences.
///
/// `T` is the value. It is the decoded body, so its fields are those of the response: `response.name`. For a body of
/// bytes it is a [`ByteStream`], or a struct with the declared headers and the stream; [`bytes`](Self::bytes),
/// [`text`](Self::text), [`json`](Self::json) and [`into_stream`](Self::into_stream) then read the body.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::Response;
/// # struct Store { name: String }
/// # fn example(response: Response<Store>) {
/// println!("{} {}", response.status(), response.name);
/// let store = response.into_inner();
/// # }
/// ```
///
/// A body of bytes:
///
/// ```no_run
/// # use openapi_crate_runtime::{ByteStream, Error, Response};
/// # async fn example(response: Response<ByteStream>) -> Result<(), Error> {
/// println!("{} {:?}", response.status(), response.headers().get("etag"));
/// let body = response.bytes().await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    /// Boxed because it is moved many times on its way to the caller.
    head: Box<ResponseHead>,
    value: T,
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status)
            .field("headers", &self.head.headers)
            .field("value", &self.value)
            .finish()
    }
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

    /// Returns the status: 2xx, or 3xx if the API documents a redirect as the operation's response.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the rate limit, if the server sent it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.rate_limit()
    }

    /// Returns the value without the status and headers.
    pub fn into_inner(self) -> T {
        self.value
    }

    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            head: self.head,
            value: map(self.value),
        }
    }

    /// Combines the value with values from the headers.
    #[doc(hidden)]
    pub fn with_headers<U>(self, map: impl FnOnce(Headers<'_>, T) -> U) -> Response<U> {
        let value = map(Headers::new(&self.head.headers), self.value);
        Response {
            head: self.head,
            value,
        }
    }

    /// Moves the value into a struct with a field for each declared header.
    #[doc(hidden)]
    pub fn headed<H: Headed<Body = T>>(self) -> Response<H> {
        self.with_headers(H::headed)
    }
}

impl Response<ByteStream> {
    /// Maps the body to a stream whose errors report the response's head.
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
    /// Returns the file name from `content-disposition` (RFC 6266), if there is one. Any directories are removed.
    pub fn file_name(&self) -> Option<String> {
        content_disposition::file_name(self.headers())
    }

    /// Returns the boundary of a `multipart` body (RFC 2046, section 5.1.1), with which a parser splits
    /// [`into_stream`](Self::into_stream), if `content-type` has a valid one.
    pub fn multipart_boundary(&self) -> Option<String> {
        boundary(self.headers().get(CONTENT_TYPE)?.to_str().ok()?)
    }

    /// Reads the whole body. There is no limit unless the client has one.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Body`] if the body fails or exceeds the client's limit, and [`Error::Timeout`] if the call
    /// times out.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.into_stream().bytes().await
    }

    /// Reads the whole body as a string, up to 64 MiB or the client's limit. The charset is that of `content-type`:
    /// UTF-8, which is the default, UTF-16, or Latin-1 and windows-1252.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the body is not valid in its charset.
    pub async fn text(self) -> Result<String, Error> {
        let charset = Charset::of(self.headers());
        self.into_stream().text_in(charset).await
    }

    /// Reads the whole body and decodes it as JSON, up to 64 MiB or the client's limit.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the body does not match the type.
    pub async fn json<V: DeserializeOwned>(self) -> Result<V, Error> {
        let Self { head, value } = self;
        let body = value.into().bytes_to_decode().await?;
        decode_success(&head, &body)
    }

    /// Returns the body as a stream.
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
