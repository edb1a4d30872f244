//! What goes up as a request's body?

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
use tokio::io::AsyncRead;

use super::byte_stream::ByteStream;
use super::error::BoxError;
use super::exclusive::Exclusive;
use super::reader::Chunks;

type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// The body of a request: bytes, text, or a stream of them.
///
/// A body of known length is sent with a `content-length`, any other in chunks.
pub struct Body {
    content: Content,
    /// What it says of itself; the operation's media type otherwise.
    content_type: Option<Box<ContentType>>,
}

/// What a caller calls it, or that this is no content type.
type ContentType = Result<HeaderValue, InvalidHeaderValue>;

enum Content {
    /// What most requests have, so that it costs least.
    Empty,
    Bytes(Bytes),
    /// Several pieces, one after the other.
    Pieces(VecDeque<Bytes>),
    Stream {
        chunks: Exclusive<BoxStream>,
        /// How much is still to come, if the length is known.
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

    /// A body of several pieces, which are sent as they are.
    pub(super) fn from_pieces(pieces: impl IntoIterator<Item = Bytes>) -> Self {
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

    /// A body that is read from a reader while it is sent. An error of the reader ends the request;
    /// [`with_length`](Self::with_length) says how much is to come, where that is known.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Chunks::new(reader))
    }

    /// A body that is read from a file while it is sent, with the length that the file has now.
    ///
    /// # Errors
    ///
    /// As opening the file.
    #[cfg(feature = "fs")]
    pub async fn from_file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let metadata = file.metadata().await?;
        let body = Self::from_reader(file);
        // A pipe has a length of 0 whatever comes out of it.
        Ok(if metadata.is_file() {
            body.with_length(metadata.len())
        } else {
            body
        })
    }

    /// Says how many bytes a stream will yield; if it yields more or fewer, the request fails. Bytes and text
    /// know their length and ignore this.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Content::Stream { left, .. } = &mut self.content {
            *left = Some(length);
        }
        self
    }

    /// Says what the bytes are, such as `image/png`, where the operation takes more than one kind. One that cannot go
    /// into a header is [`Error::Argument`](super::Error::Argument) when the call is sent.
    #[must_use]
    pub fn with_content_type(self, content_type: &str) -> Self {
        Self {
            content_type: Some(Box::new(HeaderValue::from_str(content_type))),
            ..self
        }
    }

    /// What it says of itself, if anything.
    pub(super) fn content_type(&self) -> Result<Option<&HeaderValue>, &InvalidHeaderValue> {
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

    /// The same body once more; `None` for a stream, which cannot be read twice.
    pub(super) fn try_clone(&self) -> Option<Self> {
        let content = match &self.content {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Pieces(pieces) => Content::Pieces(pieces.clone()),
            Content::Stream { .. } => return None,
        };
        let content_type = match self.content_type.as_deref() {
            Some(Ok(content_type)) => Some(Box::new(Ok(content_type.clone()))),
            // One with an error is not sent.
            Some(Err(_)) | None => None,
        };
        Some(Self {
            content,
            content_type,
        })
    }

    /// The content, piece by piece, if it is all there already; the stream otherwise.
    pub(super) fn into_pieces(self) -> Result<VecDeque<Bytes>, Self> {
        match self.content {
            Content::Empty => Ok(VecDeque::new()),
            Content::Bytes(bytes) => Ok(VecDeque::from([bytes])),
            Content::Pieces(pieces) => Ok(pieces),
            Content::Stream { .. } => Err(self),
        }
    }

    /// The body as `reqwest` has it; `None` if it is empty.
    #[cfg(feature = "reqwest")]
    pub(super) fn into_http(self) -> Option<reqwest::Body> {
        match self.content {
            Content::Empty => None,
            // Bytes, other than a stream, it can send once more where a connection gives the request back unread.
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
                Some(Ok(chunk)) => match left.as_mut() {
                    None => Some(Ok(Frame::data(chunk))),
                    Some(left) => match left.checked_sub(chunk.len() as u64) {
                        Some(rest) => {
                            *left = rest;
                            Some(Ok(Frame::data(chunk)))
                        }
                        None => Some(Err(RequestBodyError::boxed(
                            "the stream is longer than it was said to be",
                        ))),
                    },
                },
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

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// Marks an error as the request body's own, so that it is told from the connection's further up.
#[derive(Debug)]
pub(super) struct RequestBodyError(BoxError);

impl RequestBodyError {
    fn boxed(error: impl Into<BoxError>) -> BoxError {
        Box::new(Self(error.into()))
    }
}

impl fmt::Display for RequestBodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request body's stream failed")
    }
}

impl std::error::Error for RequestBodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
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

/// Sends on what comes down, without holding it all.
impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self::from_stream(stream)
    }
}
