//! A request body that is read from a reader or a file.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::http::Body;

/// The number of bytes read at once: few reads, and little memory.
const CHUNK: usize = 64 * 1024;

impl Body {
    /// A body that is read from a reader while it is sent. An error of the reader ends the request;
    /// [`with_length`](Self::with_length) sets how many bytes it will yield, if that is known.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Chunks::new(reader))
    }

    /// A body that is read from a file while it is sent, with the length that the file has now.
    ///
    /// # Errors
    ///
    /// The error of opening the file.
    #[cfg(feature = "fs")]
    pub async fn from_file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let metadata = file.metadata().await?;
        let body = Self::from_reader(file);
        // A pipe has a length of 0 whatever it yields.
        Ok(if metadata.is_file() {
            body.with_length(metadata.len())
        } else {
            body
        })
    }
}

/// The bytes of a reader, as it yields them.
struct Chunks<R> {
    reader: Pin<Box<R>>,
    /// Zeroed, and not yielded yet.
    spare: BytesMut,
}

impl<R> Chunks<R> {
    fn new(reader: R) -> Self {
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
