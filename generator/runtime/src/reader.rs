//! How does a reader become a stream of chunks?

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

/// How much is read at once: few enough reads, little enough memory.
const CHUNK: usize = 64 * 1024;

/// What a reader yields, as it yields it.
pub(super) struct Chunks<R> {
    reader: Pin<Box<R>>,
    /// Zeroed, and not handed out yet.
    room: BytesMut,
}

impl<R> Chunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            room: BytesMut::new(),
        }
    }
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.room.is_empty() {
            this.room = BytesMut::zeroed(CHUNK);
        }
        let mut buffer = ReadBuf::new(&mut this.room);
        let read = ready!(this.reader.as_mut().poll_read(context, &mut buffer));
        let filled = buffer.filled().len();
        Poll::Ready(match read {
            Err(error) => Some(Err(error)),
            Ok(()) if filled == 0 => None,
            Ok(()) => Some(Ok(this.room.split_to(filled).freeze())),
        })
    }
}
