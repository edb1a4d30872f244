//! The body of a request.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;
use http::HeaderValue;
use http::header::InvalidHeaderValue;
use http_body::{Frame, SizeHint};

use super::error::BoxError;
use super::exclusive::Exclusive;
use super::failure::RequestBodyError;

type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// The body of a request: bytes, a string, or a stream of bytes.
///
/// A body of known length is sent with a `content-length` header. Over HTTP/1.1, a body of unknown length is sent with
/// chunked transfer encoding.
///
/// # Examples
///
/// ```ignore
/// let text = Body::from("hello");
/// let image = Body::from(png).with_content_type("image/png");
/// let chunks = stream::iter([Ok::<_, std::io::Error>("hello, "), Ok("world")]);
/// let stream = Body::from_stream(chunks).with_length(12);
/// ```
pub struct Body {
    content: Content,
    /// The content type set by the caller. By default, the operation's media type is sent.
    content_type: Option<Box<ContentType>>,
}

/// The content type set by the caller, or the error if it is not a valid header value.
type ContentType = Result<HeaderValue, InvalidHeaderValue>;

enum Content {
    /// The most common kind, so it must be the cheapest.
    Empty,
    Bytes(Bytes),
    /// Consecutive pieces.
    Pieces(VecDeque<Bytes>),
    Stream {
        chunks: Exclusive<BoxStream>,
        /// The number of remaining bytes, if the length is known.
        remaining: Option<u64>,
    },
}

impl Body {
    fn new(content: Content) -> Self {
        Self {
            content,
            content_type: None,
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
        let chunks = stream.map(|chunk| chunk.map(Into::into).map_err(Into::into));
        Self::new(Content::Stream {
            chunks: Exclusive::new(Box::pin(chunks)),
            remaining: None,
        })
    }

    /// Sets the length of a stream in bytes, which is sent as `content-length`. The request fails if the stream yields
    /// more or fewer bytes. Ignored for bytes and strings.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Content::Stream { remaining, .. } = &mut self.content {
            *remaining = Some(length);
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
            Content::Stream { remaining, .. } => *remaining,
        }
    }

    /// Returns a body with the same content, or `None` for a stream, which cannot be read twice.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let content = match &self.content {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Pieces(pieces) => Content::Pieces(pieces.clone()),
            Content::Stream { .. } => return None,
        };
        let content_type = match self.content_type.as_deref() {
            Some(Ok(content_type)) => Some(Box::new(Ok(content_type.clone()))),
            // A body with an invalid content type is not sent.
            Some(Err(_)) | None => None,
        };
        Some(Self {
            content,
            content_type,
        })
    }

    /// Returns the content in pieces, or the body itself if it is a stream.
    pub(crate) fn into_pieces(self) -> Result<VecDeque<Bytes>, Self> {
        match self.content {
            Content::Empty => Ok(VecDeque::new()),
            Content::Bytes(bytes) => Ok(VecDeque::from([bytes])),
            Content::Pieces(pieces) => Ok(pieces),
            Content::Stream { .. } => Err(self),
        }
    }

    /// Converts the body to that of `reqwest`, or `None` if it is empty.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_http(self) -> Option<reqwest::Body> {
        match self.content {
            Content::Empty => None,
            // `reqwest` can resend bytes, but not a stream, if a pooled connection closes before reading the request.
            Content::Bytes(bytes) => Some(bytes.into()),
            Content::Pieces(_) | Content::Stream { .. } => Some(reqwest::Body::wrap(self)),
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
        let (chunks, remaining) = match &mut self.get_mut().content {
            Content::Pieces(pieces) => {
                return Poll::Ready(pieces.pop_front().map(|piece| Ok(Frame::data(piece))));
            }
            Content::Empty => return Poll::Ready(None),
            Content::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Content::Bytes(bytes) => {
                return Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes)))));
            }
            Content::Stream { chunks, remaining } => (chunks.get_mut(), remaining),
        };
        loop {
            return Poll::Ready(match ready!(chunks.as_mut().poll_next(context)) {
                Some(Ok(chunk)) if chunk.is_empty() => continue,
                Some(Ok(chunk)) => Some(counted(remaining, chunk).map(Frame::data)),
                Some(Err(error)) => Some(Err(RequestBodyError::boxed(error))),
                None => match remaining {
                    Some(remaining) if *remaining > 0 => {
                        let short =
                            format!("stream ended {remaining} bytes before its declared length");
                        *remaining = 0;
                        Some(Err(RequestBodyError::boxed(short)))
                    }
                    _ => None,
                },
            });
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Empty => true,
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Pieces(pieces) => pieces.is_empty(),
            Content::Stream { .. } => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.length()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Subtracts a chunk from the remaining length. Fails if the chunk is longer.
fn counted(remaining: &mut Option<u64>, chunk: Bytes) -> Result<Bytes, BoxError> {
    if let Some(remaining) = remaining {
        *remaining = remaining
            .checked_sub(chunk.len() as u64)
            .ok_or_else(|| RequestBodyError::boxed("stream is longer than its declared length"))?;
    }
    Ok(chunk)
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
