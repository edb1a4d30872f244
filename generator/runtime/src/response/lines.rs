//! The lines of a response.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;

use super::byte_stream::ByteStream;
use super::error::Error;

/// The lines of a response, as they come in, without their ends.
pub(crate) struct Lines {
    body: ByteStream,
    /// Whether a carriage return ends a line on its own, as it does in an event stream.
    carriage_returns: bool,
    /// The bytes of lines that have not been returned yet.
    buffer: BytesMut,
    /// The length of the buffer's start that has no end of a line.
    searched: usize,
    /// Whether a line feed would belong to the previous line's end.
    after_carriage_return: bool,
    ended: bool,
}

impl Lines {
    /// Lines that end with LF or CR LF.
    pub(crate) fn new(body: ByteStream) -> Self {
        Self {
            body,
            carriage_returns: false,
            buffer: BytesMut::new(),
            searched: 0,
            after_carriage_return: false,
            ended: false,
        }
    }

    /// Lines that end with CR LF, LF or CR.
    pub(crate) fn for_events(body: ByteStream) -> Self {
        Self {
            carriage_returns: true,
            ..Self::new(body)
        }
    }

    /// The longest allowed line.
    pub(crate) fn limit(&self) -> Option<usize> {
        self.body.limit()
    }

    /// The next line; the last one may have no end.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Some(line) = self.take_line() {
                return Poll::Ready(Some(Ok(line)));
            }
            if self.ended {
                let rest = self.buffer.split().freeze();
                self.searched = 0;
                return Poll::Ready((!rest.is_empty()).then_some(Ok(rest)));
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                None => self.ended = true,
                Some(Ok(chunk)) => {
                    self.buffer.extend_from_slice(&chunk);
                    if let Some(limit) = self.limit().filter(|limit| self.searched > *limit) {
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

    /// The first complete line.
    fn take_line(&mut self) -> Option<Bytes> {
        // The end of the previous line may come in two chunks.
        if self.after_carriage_return && !self.buffer.is_empty() {
            self.after_carriage_return = false;
            if self.buffer.first() == Some(&b'\n') {
                let _ = self.buffer.split_to(1);
                self.searched = 0;
            }
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let ends = |byte: &u8| *byte == b'\n' || (self.carriage_returns && *byte == b'\r');
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
        self.after_carriage_return = line.last() == Some(&b'\r');
        line.truncate(end);
        if !self.carriage_returns && line.last() == Some(&b'\r') {
            line.truncate(line.len() - 1);
        }
        Some(line.freeze())
    }
}
