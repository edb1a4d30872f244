//! Newline-delimited JSON bodies.

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

/// The length at which a chunk is sent, a compromise between the number of writes and memory use.
const CHUNK: usize = 64 * 1024;

/// The capacity of a chunk, with space for the line that exceeds [`CHUNK`]: growing would copy the whole chunk.
const CHUNK_CAPACITY: usize = CHUNK + CHUNK / 8;

type Lines = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A newline-delimited JSON body: one item per line, encoded while it is sent.
///
/// Anything that implements `IntoIterator` converts with `into()`, and a stream with
/// [`from_stream`](Self::from_stream). Up to 64 KiB of an iterator's items are encoded before the request is sent: a
/// body that fits is sent with its length, and an encoding error in it fails the call before anything is sent.
///
/// # Examples
///
/// ```ignore
/// let lazy = NdJson::from((0..1_000_000).map(|n| format!("item {n}")));
/// let stream = NdJson::from_stream(stream::iter([Ok::<_, std::io::Error>("item")]));
/// ```
pub struct NdJson<T> {
    head: Vec<u8>,
    tail: Option<Lines>,
    error: Option<BoxError>,
    items: PhantomData<fn(T)>,
}

impl<T: Serialize + 'static> NdJson<T> {
    /// Creates a body from a stream of items.
    ///
    /// A request with such a body is not retried. An error of the stream fails the call with
    /// [`Error::Body`](super::error::Error::Body).
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

    /// Converts the items to a body, or returns the first encoding error of the items read ahead.
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

/// Whether an iterator may have more items.
enum More {
    Maybe,
    No,
}

/// Encodes items until the chunk is full.
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

/// Encodes the items that a stream has ready into one chunk, and yields the chunk before it waits for more.
struct StreamLines<S> {
    items: Pin<Box<S>>,
    buffer: Vec<u8>,
    /// An error to return once the buffered lines have been sent.
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
                    // A partially encoded line is not sent.
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
