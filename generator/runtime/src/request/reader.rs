//! Request bodies from readers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::http::Body;

/// The number of bytes read at once, a compromise between the number of reads and memory use.
const CHUNK: usize = 64 * 1024;

impl Body {
    /// Creates a body that is read from a reader while it is sent.
    ///
    /// A request with such a body is not retried. An error of the reader fails the call with
    /// [`Error::Body`](super::error::Error::Body). Use [`with_length`](Self::with_length) if the length is known.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::read_once("a reader", Chunks::new(reader))
    }
}

/// The bytes of a reader as a stream of chunks.
pub(super) struct Chunks<R> {
    reader: Pin<Box<R>>,
    /// Zeroed memory for the next reads.
    spare: BytesMut,
}

impl<R> Chunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            spare: BytesMut::new(),
        }
    }
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.spare.is_empty() {
            this.spare = BytesMut::zeroed(CHUNK);
        }
        let mut buffer = ReadBuf::new(&mut this.spare);
        let read = ready!(this.reader.as_mut().poll_read(context, &mut buffer));
        let filled = buffer.filled().len();
        Poll::Ready(match read {
            Err(error) => Some(Err(error)),
            Ok(()) if filled == 0 => None,
            Ok(()) => Some(Ok(this.spare.split_to(filled).freeze())),
        })
    }
}
