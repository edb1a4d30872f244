//! A body of newline-delimited JSON.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;
use serde::Serialize;

use super::error::BoxError;
use super::http::Body;
use super::json::write_json;

/// The length at which a chunk is sent: few writes, and little memory.
const CHUNK: usize = 64 * 1024;

/// The capacity of a chunk, which includes the line that makes it long enough: growing would copy the whole chunk.
const CHUNK_CAPACITY: usize = CHUNK + CHUNK / 8;

type Lines = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// Items that are sent as newline-delimited JSON, one for each line; they are encoded while they are sent.
///
/// Anything that can be iterated over becomes one with `into()`; a stream does with
/// [`from_stream`](Self::from_stream). An iterator is read ahead by up to 64 KiB of lines before the request is
/// made: a body that fits is sent with its length, and a value that cannot be encoded is noticed before anything is sent.
pub struct NdJson<T> {
    head: Vec<u8>,
    tail: Option<Lines>,
    error: Option<BoxError>,
    items: PhantomData<fn(T)>,
}

impl<T: Serialize + 'static> NdJson<T> {
    /// Items that a stream yields. An error of the stream ends the request.
    pub fn from_stream<E: Into<BoxError> + 'static>(
        items: impl Stream<Item = Result<T, E>> + Send + 'static,
    ) -> Self {
        let lines = StreamLines {
            items: Box::pin(items),
            buffer: Vec::new(),
            error: None,
            done: false,
        };
        Self {
            head: Vec::new(),
            tail: Some(Box::pin(lines)),
            error: None,
            items: PhantomData,
        }
    }

    /// The items as a body, or the error of one of the first that cannot be encoded.
    pub(crate) fn into_body(self) -> Result<Body, BoxError> {
        match (self.error, self.tail) {
            (Some(error), _) => Err(error),
            (None, None) => Ok(Body::from(self.head)),
            (None, Some(tail)) => {
                let head = futures_util::stream::iter([Ok::<_, BoxError>(Bytes::from(self.head))]);
                Ok(Body::from_stream(head.chain(tail)))
            }
        }
    }
}

impl<T, I> From<I> for NdJson<T>
where
    T: Serialize + 'static,
    I: IntoIterator<Item = T>,
    I::IntoIter: Send + 'static,
{
    fn from(items: I) -> Self {
        let mut items = items.into_iter();
        let mut head = Vec::new();
        match fill(&mut head, &mut items) {
            Ok(More::No) => Self {
                head,
                tail: None,
                error: None,
                items: PhantomData,
            },
            Ok(More::Maybe) => {
                let rest = futures_util::stream::unfold(Some(items), |items| async {
                    let mut items = items?;
                    let mut chunk = Vec::with_capacity(CHUNK_CAPACITY);
                    match fill(&mut chunk, &mut items) {
                        Ok(More::Maybe) => Some((Ok(Bytes::from(chunk)), Some(items))),
                        Ok(More::No) => Some((Ok(Bytes::from(chunk)), None)),
                        Err(error) => Some((Err(BoxError::from(error)), None)),
                    }
                });
                Self {
                    head,
                    tail: Some(Box::pin(rest)),
                    error: None,
                    items: PhantomData,
                }
            }
            Err(error) => Self {
                head,
                tail: None,
                error: Some(error.into()),
                items: PhantomData,
            },
        }
    }
}

impl<T> fmt::Debug for NdJson<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NdJson").finish_non_exhaustive()
    }
}

/// Whether an iterator has more items.
enum More {
    Maybe,
    No,
}

/// Encodes items until the chunk is long enough.
fn fill<T: Serialize>(
    chunk: &mut Vec<u8>,
    items: &mut impl Iterator<Item = T>,
) -> serde_json::Result<More> {
    while chunk.len() < CHUNK {
        match items.next() {
            Some(item) => line(chunk, &item)?,
            None => return Ok(More::No),
        }
    }
    Ok(More::Maybe)
}

fn line<T: Serialize>(chunk: &mut Vec<u8>, item: &T) -> serde_json::Result<()> {
    write_json(chunk, item)?;
    chunk.push(b'\n');
    Ok(())
}

/// Encodes the items that a stream has ready into one chunk, and yields it before it waits for more.
struct StreamLines<S> {
    items: Pin<Box<S>>,
    buffer: Vec<u8>,
    /// An error that came after lines that are still to be sent.
    error: Option<BoxError>,
    done: bool,
}

impl<S, T, E> Stream for StreamLines<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Serialize,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while !this.done && this.buffer.len() < CHUNK {
            match this.items.as_mut().poll_next(context) {
                Poll::Ready(Some(Ok(item))) => {
                    if this.buffer.capacity() == 0 {
                        this.buffer.reserve_exact(CHUNK_CAPACITY);
                    }
                    // No part of a line is sent that cannot be encoded.
                    let before = this.buffer.len();
                    if let Err(error) = line(&mut this.buffer, &item) {
                        this.buffer.truncate(before);
                        this.error = Some(error.into());
                        this.done = true;
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    this.error = Some(error.into());
                    this.done = true;
                }
                Poll::Ready(None) => this.done = true,
                Poll::Pending if this.buffer.is_empty() => return Poll::Pending,
                Poll::Pending => break,
            }
        }
        if this.buffer.is_empty() {
            return Poll::Ready(this.error.take().map(Err));
        }
        Poll::Ready(Some(Ok(Bytes::from(std::mem::take(&mut this.buffer)))))
    }
}
