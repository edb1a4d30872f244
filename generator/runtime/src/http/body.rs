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
/// A body of known length is sent with a `content-length`, any other in chunks.
pub struct Body {
    content: Content,
    /// The content type that the caller set; otherwise the operation's media type is sent.
    content_type: Option<Box<ContentType>>,
}

/// The content type that the caller set, or that it cannot be a header.
type ContentType = Result<HeaderValue, InvalidHeaderValue>;

enum Content {
    /// Most requests have this one, so it must cost the least.
    Empty,
    Bytes(Bytes),
    /// Several pieces, one after the other.
    Pieces(VecDeque<Bytes>),
    Stream {
        chunks: Exclusive<BoxStream>,
        /// The number of bytes still to come, if the length is known.
        left: Option<u64>,
    },
}

impl Body {
    fn new(content: Content) -> Self {
        Self {
            content,
            content_type: None,
        }
    }

    /// A body of several pieces, which are sent without copying them.
    pub(crate) fn from_pieces(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        Self::new(Content::Pieces(
            pieces
                .into_iter()
                .filter(|piece| !piece.is_empty())
                .collect(),
        ))
    }

    /// A body without content.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(Content::Empty)
    }

    /// A body that is read from a stream while it is sent. An error of the stream ends the request.
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let chunks = stream.map(|chunk| chunk.map(Into::into).map_err(Into::into));
        Self::new(Content::Stream {
            chunks: Exclusive::new(Box::pin(chunks)),
            left: None,
        })
    }

    /// Sets how many bytes a stream will yield; if it yields more or fewer, the request fails. Bytes and strings
    /// know their length and ignore this.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Content::Stream { left, .. } = &mut self.content {
            *left = Some(length);
        }
        self
    }

    /// Sets the content type, such as `image/png`, if the operation accepts several. One that cannot be a header is
    /// [`Error::Argument`](super::error::Error::Argument) when the call is sent.
    #[must_use]
    pub fn with_content_type(self, content_type: &str) -> Self {
        Self {
            content_type: Some(Box::new(HeaderValue::from_str(content_type))),
            ..self
        }
    }

    /// The content type that the caller set.
    pub(crate) fn content_type(&self) -> Result<Option<&HeaderValue>, &InvalidHeaderValue> {
        self.content_type.as_deref().map(Result::as_ref).transpose()
    }

    /// The length, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.content {
            Content::Empty => Some(0),
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Pieces(pieces) => Some(pieces.iter().map(|piece| piece.len() as u64).sum()),
            Content::Stream { left, .. } => *left,
        }
    }

    /// A second body with the same content; `None` for a stream, which cannot be read twice.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let content = match &self.content {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Pieces(pieces) => Content::Pieces(pieces.clone()),
            Content::Stream { .. } => return None,
        };
        let content_type = match self.content_type.as_deref() {
            Some(Ok(content_type)) => Some(Box::new(Ok(content_type.clone()))),
            // A body with a wrong content type is not sent.
            Some(Err(_)) | None => None,
        };
        Some(Self {
            content,
            content_type,
        })
    }

    /// The content in pieces, or the body itself if it is a stream.
    pub(crate) fn into_pieces(self) -> Result<VecDeque<Bytes>, Self> {
        match self.content {
            Content::Empty => Ok(VecDeque::new()),
            Content::Bytes(bytes) => Ok(VecDeque::from([bytes])),
            Content::Pieces(pieces) => Ok(pieces),
            Content::Stream { .. } => Err(self),
        }
    }

    /// The body as `reqwest` has it; `None` if it is empty.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_http(self) -> Option<reqwest::Body> {
        match self.content {
            Content::Empty => None,
            // Unlike a stream, `reqwest` can send bytes again if a connection gives the request back unread.
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
        let (chunks, left) = match &mut self.get_mut().content {
            Content::Pieces(pieces) => {
                return Poll::Ready(pieces.pop_front().map(|piece| Ok(Frame::data(piece))));
            }
            Content::Empty => return Poll::Ready(None),
            Content::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Content::Bytes(bytes) => {
                return Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes)))));
            }
            Content::Stream { chunks, left } => (chunks.get_mut(), left),
        };
        loop {
            return Poll::Ready(match ready!(chunks.as_mut().poll_next(context)) {
                Some(Ok(chunk)) if chunk.is_empty() => continue,
                Some(Ok(chunk)) => Some(counted(left, chunk).map(Frame::data)),
                Some(Err(error)) => Some(Err(RequestBodyError::boxed(error))),
                None => match left {
                    Some(left) if *left > 0 => {
                        let short =
                            format!("the stream is {left} bytes shorter than it was said to be");
                        *left = 0;
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

/// The chunk, unless it is longer than the rest of the body.
fn counted(left: &mut Option<u64>, chunk: Bytes) -> Result<Bytes, BoxError> {
    if let Some(left) = left {
        *left = left.checked_sub(chunk.len() as u64).ok_or_else(|| {
            RequestBodyError::boxed("the stream is longer than it was said to be")
        })?;
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
