//! The body of a request.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;
use http::HeaderValue;
use http::header::InvalidHeaderValue;
use http_body::{Frame, SizeHint};

use super::error::BoxError;
use super::streaming::{BoxStream, Streaming};
use super::upload::{Reporter, Upload};

/// The body of a request: bytes, a string, or a stream of bytes.
///
/// A body of known length is sent with a `content-length` header. Over HTTP/1.1, a body of unknown length is sent with
/// chunked transfer encoding.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{Body, bytes::Bytes};
/// # use futures_util::stream;
/// # fn example(png: Bytes) {
/// let text = Body::from("hello");
/// let image = Body::from(png).with_content_type("image/png");
/// let chunks = stream::iter([Ok::<_, std::io::Error>("hello, "), Ok("world")]);
/// let stream = Body::from_stream(chunks).with_length(12);
/// # }
/// ```
pub struct Body {
    content: Content,
    /// The content type set by the caller. By default, the operation's media type is sent.
    content_type: Option<Box<ContentType>>,
    /// Reports the progress to the call, if the body can fail.
    reporter: Option<Reporter>,
}

/// The content type set by the caller, or the error if it is not a valid header value.
type ContentType = Result<HeaderValue, InvalidHeaderValue>;

enum Content {
    /// The most common kind, so it must be the cheapest.
    Empty,
    Bytes(Bytes),
    /// Consecutive pieces.
    Pieces(VecDeque<Bytes>),
    /// Consecutive bodies.
    Joined(VecDeque<Body>),
    /// A body that can be read several times.
    Source(Source),
    /// Boxed because it is large and rare.
    Stream(Box<Streaming>),
}

/// A body that can be read several times, such as a file.
#[derive(Clone)]
struct Source {
    open: Arc<dyn Fn() -> BoxStream + Send + Sync>,
    length: Option<u64>,
}

impl Body {
    fn new(content: Content) -> Self {
        Self {
            content,
            content_type: None,
            reporter: None,
        }
    }

    /// Creates a body from consecutive pieces, without copying them.
    pub(crate) fn from_pieces(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        Self::new(Content::Pieces(
            pieces
                .into_iter()
                .filter(|piece| !piece.is_empty())
                .collect(),
        ))
    }

    /// Creates an empty body.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(Content::Empty)
    }

    /// Creates a body that is read from a stream while it is sent.
    ///
    /// A request with such a body is not retried. If the stream yields an error, the call fails with
    /// [`Error::Body`](super::error::Error::Body).
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::read_once("a stream", stream)
    }

    /// Creates a body from a stream. `origin` is what the caller has passed, with its article.
    pub(crate) fn read_once<S, B, E>(origin: &'static str, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let chunks = stream.map(|chunk| chunk.map(Into::into).map_err(Into::into));
        let streaming = Streaming::new(Box::pin(chunks), None, origin);
        Self::new(Content::Stream(Box::new(streaming)))
    }

    /// Creates a body that can be read several times. `open` is called for each attempt.
    pub(crate) fn read_again(
        length: Option<u64>,
        open: impl Fn() -> BoxStream + Send + Sync + 'static,
    ) -> Self {
        let open = Arc::new(open);
        Self::new(Content::Source(Source { open, length }))
    }

    /// Concatenates bodies.
    pub(crate) fn joined(bodies: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Content::Joined(bodies.into_iter().collect()))
    }

    /// Sets the length of a stream in bytes, which is sent as `content-length`. Ignored for bytes and strings.
    ///
    /// The call fails with [`Error::Body`](super::error::Error::Body) if the stream yields more or fewer bytes. To
    /// find out, the chunk that completes the length is sent only after the stream has ended.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        match &mut self.content {
            Content::Stream(streaming) => streaming.declare(length),
            Content::Source(source) => source.length = Some(length),
            Content::Empty | Content::Bytes(_) | Content::Pieces(_) | Content::Joined(_) => {}
        }
        self
    }

    /// Sets the content type, such as `image/png`, for an operation that accepts several.
    ///
    /// If it is not a valid header value, the call fails with [`Error::Argument`](super::error::Error::Argument).
    #[must_use]
    pub fn with_content_type(self, content_type: &str) -> Self {
        Self {
            content_type: Some(Box::new(HeaderValue::from_str(content_type))),
            ..self
        }
    }

    /// Returns the content type set by the caller.
    pub(crate) fn content_type(&self) -> Result<Option<&HeaderValue>, &InvalidHeaderValue> {
        self.content_type.as_deref().map(Result::as_ref).transpose()
    }

    /// Returns the length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.content {
            Content::Empty => Some(0),
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Pieces(pieces) => Some(pieces.iter().map(|piece| piece.len() as u64).sum()),
            Content::Joined(bodies) => bodies.iter().map(Self::length).sum(),
            Content::Source(source) => source.length,
            Content::Stream(streaming) => streaming.length(),
        }
    }

    /// Returns a body with the same content, or `None` if it cannot be read twice.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let content = match &self.content {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Pieces(pieces) => Content::Pieces(pieces.clone()),
            Content::Joined(bodies) => {
                Content::Joined(bodies.iter().map(Self::try_clone).collect::<Option<_>>()?)
            }
            Content::Source(source) => Content::Source(source.clone()),
            Content::Stream(_) => return None,
        };
        let content_type = match self.content_type.as_deref() {
            Some(Ok(content_type)) => Some(Box::new(Ok(content_type.clone()))),
            // A body with an invalid content type is not sent.
            Some(Err(_)) | None => None,
        };
        Some(Self {
            content,
            content_type,
            reporter: None,
        })
    }

    /// Returns what the caller has passed, with its article, if the body cannot be read twice.
    pub(crate) fn read_once_origin(&self) -> Option<&'static str> {
        match &self.content {
            Content::Joined(bodies) => bodies.iter().find_map(Self::read_once_origin),
            Content::Stream(streaming) => Some(streaming.origin()),
            Content::Empty | Content::Bytes(_) | Content::Pieces(_) | Content::Source(_) => None,
        }
    }

    /// Returns the content in pieces, or the body itself if it is not in memory.
    pub(crate) fn into_pieces(self) -> Result<VecDeque<Bytes>, Self> {
        match self.content {
            Content::Empty => Ok(VecDeque::new()),
            Content::Bytes(bytes) => Ok(VecDeque::from([bytes])),
            Content::Pieces(pieces) => Ok(pieces),
            Content::Joined(_) | Content::Source(_) | Content::Stream(_) => Err(self),
        }
    }

    /// Starts reporting the progress of the body, if it can fail.
    pub(crate) fn observe(&mut self) -> Option<Upload> {
        let can_fail = match &self.content {
            Content::Empty | Content::Bytes(_) | Content::Pieces(_) => false,
            Content::Joined(_) | Content::Source(_) | Content::Stream(_) => true,
        };
        can_fail.then(|| {
            let (upload, reporter) = Upload::new();
            self.reporter = Some(reporter);
            upload
        })
    }

    /// Continues the reports of the same body, which has been sent to a server that redirected it.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn observe_again(&mut self, upload: Option<&Upload>) {
        self.reporter = upload.map(Upload::again);
    }

    /// Returns whether the body has a declared length of 0 but must be read to verify that.
    pub(crate) fn is_unverified_empty(&self) -> bool {
        self.length() == Some(0) && !http_body::Body::is_end_stream(self)
    }

    /// Verifies that a body with a declared length of 0 is empty. A transport would not read it at all.
    pub(crate) async fn verify_empty(mut self) -> Result<Self, BoxError> {
        match poll_fn(|context| self.poll_content(context)).await {
            Some(Err(error)) => Err(error),
            // A frame would exceed the declared length, which is an error.
            Some(Ok(_)) | None => Ok(Self {
                content: Content::Empty,
                ..self
            }),
        }
    }

    /// Polls the next frame.
    fn poll_content(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let read = &mut self.content;
        if let Content::Source(Source { open, length }) = read {
            let streaming = Streaming::new(open(), *length, "a stream");
            *read = Content::Stream(Box::new(streaming));
        }
        Poll::Ready(match read {
            Content::Empty | Content::Source(_) => None,
            Content::Bytes(bytes) if bytes.is_empty() => None,
            Content::Bytes(bytes) => Some(Ok(Frame::data(std::mem::take(bytes)))),
            Content::Pieces(pieces) => pieces.pop_front().map(|piece| Ok(Frame::data(piece))),
            Content::Joined(bodies) => loop {
                let Some(first) = bodies.front_mut() else {
                    break None;
                };
                match ready!(first.poll_content(context)) {
                    Some(frame) => break Some(frame),
                    None => bodies.pop_front(),
                };
            },
            Content::Stream(streaming) => {
                ready!(streaming.poll_chunk(context)).map(|chunk| chunk.map(Frame::data))
            }
        })
    }

    /// Converts the body to that of `reqwest`, or `None` if it is empty.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn into_http(self) -> Option<reqwest::Body> {
        match self.content {
            Content::Empty => None,
            // `reqwest` can resend bytes, but not a stream, if a pooled connection closes before reading the request.
            Content::Bytes(bytes) => Some(bytes.into()),
            Content::Pieces(_) | Content::Joined(_) | Content::Source(_) | Content::Stream(_) => {
                Some(reqwest::Body::wrap(self))
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        let frame = this.poll_content(context);
        if let Some(reporter) = &this.reporter {
            let is_end = this.length() == Some(0) || this.is_end_stream();
            reporter.report(&frame, is_end);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Empty => true,
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Pieces(pieces) => pieces.is_empty(),
            Content::Joined(bodies) => bodies.iter().all(Self::is_end_stream),
            Content::Source(_) => false,
            Content::Stream(streaming) => streaming.has_ended(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.length()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::new(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}
