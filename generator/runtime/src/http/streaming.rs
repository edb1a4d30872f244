//! A request body that is read from a stream, with its declared length.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::BoxError;
use super::exclusive::Exclusive;
use super::failure::RequestBodyError;

/// The chunks of a request body.
pub(crate) type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A request body that is read from a stream.
pub(super) struct Streaming {
    chunks: Exclusive<BoxStream>,
    /// The declared number of bytes that the stream has not yielded yet, if the length is known.
    remaining: Option<u64>,
    /// The chunk that completes the declared length. It is held back until the stream has ended, because a transport
    /// reads nothing after it, and so would lose the rest of a longer stream.
    last: Option<Bytes>,
    ended: bool,
    /// The name of what the caller has passed, with its article.
    origin: &'static str,
}

impl Streaming {
    pub(super) fn new(chunks: BoxStream, length: Option<u64>, origin: &'static str) -> Self {
        Self {
            chunks: Exclusive::new(chunks),
            remaining: length,
            last: None,
            ended: false,
            origin,
        }
    }

    /// Declares the length.
    pub(super) fn declare(&mut self, length: u64) {
        self.remaining = Some(length);
    }

    pub(super) fn origin(&self) -> &'static str {
        self.origin
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended && self.last.is_none()
    }

    /// Returns the number of bytes that have not been returned yet, if the length is known.
    pub(super) fn length(&self) -> Option<u64> {
        let held = self.last.as_ref().map_or(0, Bytes::len);
        self.remaining.map(|remaining| remaining + held as u64)
    }

    /// Polls the next chunk. Fails if the stream is longer or shorter than declared.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BoxError>>> {
        while !self.ended {
            match ready!(self.chunks.get_mut().as_mut().poll_next(context)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) => {
                    let Some(remaining) = self.remaining else {
                        return Poll::Ready(Some(Ok(chunk)));
                    };
                    let Some(remaining) = remaining.checked_sub(chunk.len() as u64) else {
                        return self.fail("stream is longer than its declared length");
                    };
                    self.remaining = Some(remaining);
                    if remaining > 0 {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    self.last = Some(chunk);
                }
                Some(Err(error)) => return self.fail(error),
                None => match self.remaining {
                    Some(missing @ 1..) => {
                        return self.fail(format!(
                            "stream ended {missing} bytes before its declared length"
                        ));
                    }
                    _ => self.ended = true,
                },
            }
        }
        Poll::Ready(self.last.take().map(Ok))
    }

    fn fail(&mut self, error: impl Into<BoxError>) -> Poll<Option<Result<Bytes, BoxError>>> {
        (self.ended, self.last) = (true, None);
        Poll::Ready(Some(Err(RequestBodyError::boxed(error))))
    }
}
