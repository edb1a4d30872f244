//! Newline-delimited JSON bodies.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use serde::Serialize;

use super::error::BoxError;
use super::http::{Body, BoxStream};
use super::json::write_json;

/// The length at which a chunk is sent, a compromise between the number of writes and memory use.
const CHUNK: usize = 64 * 1024;

/// The capacity of a chunk, with space for the line that exceeds [`CHUNK`]: growing would copy the whole chunk.
const CHUNK_CAPACITY: usize = CHUNK + CHUNK / 8;

/// A newline-delimited JSON body: one item per line, encoded while it is sent.
///
/// Anything that implements `IntoIterator` converts with `into()`, and a stream with
/// [`from_stream`](Self::from_stream). Up to 64 KiB of an iterator's items are encoded before the request is sent: a
/// body that fits is sent with its length, and an encoding error in it fails the call before anything is sent.
///
/// A body that fits can be retried, and so can a `Vec` of any length, which is kept until the call ends. A longer
/// iterator or a stream is sent only once, and its items are dropped as they are sent.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::NdJson;
/// # use futures_util::stream;
/// let lazy = NdJson::from((0..1_000_000).map(|n| format!("item {n}")));
/// let stream = NdJson::from_stream(stream::iter([Ok::<_, std::io::Error>("item")]));
/// ```
pub struct NdJson<T> {
    body: Result<Body, BoxError>,
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
            body: Ok(Body::from_stream(lines)),
            items: PhantomData,
        }
    }

    /// Converts the items to a body, or returns the first encoding error of the items read ahead.
    pub(crate) fn into_body(self) -> Result<Body, BoxError> {
        self.body
    }
}

impl<T, I> From<I> for NdJson<T>
where
    T: Serialize + 'static,
    I: IntoIterator<Item = T>,
    I::IntoIter: Send + 'static,
{
    fn from(items: I) -> Self {
        Self {
            body: body_of(items.into_iter()).map_err(Into::into),
            items: PhantomData,
        }
    }
}

/// Returns the body of an iterator's items.
fn body_of<T: Serialize + 'static>(
    mut items: impl Iterator<Item = T> + Send + 'static,
) -> serde_json::Result<Body> {
    let mut head = Vec::new();
    if let Some(mut rest) = remaining::<T>(&items).map(<[T]>::iter) {
        if let More::No = fill(&mut head, &mut rest)? {
            return Ok(Body::from(head));
        }
        let start = (Bytes::from(head), rest.len());
        let items = Arc::new(Mutex::new(items));
        return Ok(Body::read_again(None, move || {
            vec_chunks::<T, _>(Arc::clone(&items), start.clone())
        }));
    }
    if let More::No = fill(&mut head, &mut items)? {
        return Ok(Body::from(head));
    }
    let rest = stream::unfold(Some(items), |items| async {
        let mut items = items?;
        let mut chunk = Vec::with_capacity(CHUNK_CAPACITY);
        match fill(&mut chunk, &mut items) {
            Ok(More::Maybe) => Some((Ok(Bytes::from(chunk)), Some(items))),
            Ok(More::No) => Some((Ok(Bytes::from(chunk)), None)),
            Err(error) => Some((Err(BoxError::from(error)), None)),
        }
    });
    let head = stream::iter([Ok(Bytes::from(head))]);
    Ok(Body::read_once("an iterator", head.chain(rest)))
}

/// Returns the items of a `Vec`'s iterator, which can be encoded without consuming them, or `None` for any other.
fn remaining<T: 'static>(items: &dyn Any) -> Option<&[T]> {
    let items = items.downcast_ref::<std::vec::IntoIter<T>>()?;
    Some(items.as_slice())
}

/// Returns the chunks of a `Vec`'s items: the first chunk, then the last items, as many as its second field says.
fn vec_chunks<T: Serialize + 'static, I: Send + 'static>(
    items: Arc<Mutex<I>>,
    (head, left): (Bytes, usize),
) -> BoxStream {
    let rest = stream::unfold(left, move |left| {
        let next = (left > 0).then(|| {
            let items = items.lock().unwrap_or_else(PoisonError::into_inner);
            let items = remaining::<T>(&*items).unwrap_or_default();
            let mut rest = items.get(items.len() - left..).unwrap_or_default().iter();
            let mut chunk = Vec::with_capacity(CHUNK_CAPACITY);
            match fill(&mut chunk, &mut rest) {
                Ok(_) => (Ok(Bytes::from(chunk)), rest.len()),
                Err(error) => (Err(BoxError::from(error)), 0),
            }
        });
        std::future::ready(next)
    });
    Box::pin(stream::iter([Ok(head)]).chain(rest))
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
