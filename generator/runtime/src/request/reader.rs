//! Request bodies from readers and files.

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
        Self::from_stream(Chunks::new(reader))
    }

    /// Creates a body that is read from a file while it is sent. Its length is that of the file when it is opened.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened.
    #[cfg(feature = "fs")]
    pub async fn from_file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let metadata = file.metadata().await?;
        let body = Self::from_reader(file);
        // The metadata of a pipe reports a length of 0.
        Ok(if metadata.is_file() {
            body.with_length(metadata.len())
        } else {
            body
        })
    }
}

/// The bytes of a reader as a stream of chunks.
struct Chunks<R> {
    reader: Pin<Box<R>>,
    /// Zeroed memory for the next reads.
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
