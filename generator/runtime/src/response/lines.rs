//! Splitting of a response body into lines.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;

use super::byte_stream::ByteStream;
use super::error::Error;

/// The lines of a response, without line terminators.
pub(crate) struct Lines {
    body: ByteStream,
    /// The byte that ends a line: a line feed, or the separator of records.
    end: u8,
    /// Whether a lone carriage return ends a line, as in an event stream.
    carriage_returns: bool,
    /// The bytes that have not been returned yet.
    buffer: BytesMut,
    /// The length of the buffer's prefix that contains no line terminator.
    searched: usize,
    /// Whether a line feed would still belong to the previous line's terminator.
    after_carriage_return: bool,
    ended: bool,
}

impl Lines {
    /// Splits at LF and CR LF.
    pub(crate) fn new(body: ByteStream) -> Self {
        Self {
            body,
            end: b'\n',
            carriage_returns: false,
            buffer: BytesMut::new(),
            searched: 0,
            after_carriage_return: false,
            ended: false,
        }
    }

    /// Splits at CR LF, LF and CR.
    pub(crate) fn for_events(body: ByteStream) -> Self {
        Self {
            carriage_returns: true,
            ..Self::new(body)
        }
    }

    /// Splits at the record separators of a JSON text sequence (RFC 7464), which precede each value. JSON has no such
    /// character, while a value may have several lines.
    pub(crate) fn for_records(body: ByteStream) -> Self {
        Self {
            end: 0x1e,
            ..Self::new(body)
        }
    }

    /// Returns the bytes that have not been split.
    #[cfg(feature = "testing")]
    pub(crate) fn into_body(self) -> ByteStream {
        self.body
    }

    /// Returns the maximum length of a line.
    pub(crate) fn limit(&self) -> usize {
        self.body.line_limit()
    }

    /// Ends the stream because it exceeds the limit.
    pub(crate) fn too_long(&mut self, limit: usize) -> Error {
        self.body.too_long(limit)
    }

    /// Polls the next line. The last one may have no terminator.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Some(line) = self.take_line() {
                return Poll::Ready(Some(self.checked(line)));
            }
            if self.ended {
                let rest = self.buffer.split().freeze();
                self.searched = 0;
                return Poll::Ready((!rest.is_empty()).then(|| self.checked(rest)));
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                None => self.ended = true,
                Some(Ok(chunk)) => {
                    self.buffer.extend_from_slice(&chunk);
                    let limit = self.limit();
                    if self.searched > limit {
                        self.ended = true;
                        self.buffer.clear();
                        return Poll::Ready(Some(Err(self.body.too_long(limit))));
                    }
                }
                Some(Err(error)) => {
                    self.ended = true;
                    self.buffer.clear();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    /// Returns a line, or an error if it is too long. A line that arrived in one chunk has not been checked before. The
    /// limit of an event applies to its data, which is only a part of its lines.
    fn checked(&mut self, line: Bytes) -> Result<Bytes, Error> {
        let limit = self.limit();
        if self.carriage_returns || line.len() <= limit {
            return Ok(line);
        }
        self.ended = true;
        self.buffer.clear();
        Err(self.body.too_long(limit))
    }

    /// Removes the first complete line from the buffer.
    fn take_line(&mut self) -> Option<Bytes> {
        // The CR and LF of the previous line may arrive in separate chunks.
        if self.after_carriage_return && !self.buffer.is_empty() {
            self.after_carriage_return = false;
            if self.buffer.first() == Some(&b'\n') {
                let _ = self.buffer.split_to(1);
                self.searched = 0;
            }
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.end || (self.carriage_returns && *byte == b'\r');
        let Some(end) = unsearched
            .iter()
            .position(ends)
            .map(|end| end + self.searched)
        else {
            self.searched = self.buffer.len();
            return None;
        };
        let mut line = self.buffer.split_to(end + 1);
        self.searched = 0;
        self.after_carriage_return = self.end == b'\n' && line.last() == Some(&b'\r');
        line.truncate(end);
        if !self.carriage_returns && line.last() == Some(&b'\r') {
            line.truncate(line.len() - 1);
        }
        Some(line.freeze())
    }
}
