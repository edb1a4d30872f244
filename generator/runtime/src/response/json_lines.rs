//! Responses with newline-delimited JSON, and sequences of JSON values (RFC 7464).

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::byte_stream::ByteStream;
use super::error::Error;
use super::json::Json;
use super::lines::Lines;
use super::stream_head::StreamHead;

/// The values of a newline-delimited JSON response, or of a JSON text sequence (RFC 7464): a [`Stream`] that ends with the
/// response or after an error.
///
/// The client's timeout applies to the whole stream, and its body limit (16 MiB by default) to each value.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{Error, JsonLines};
/// # use futures_util::TryStreamExt;
/// # async fn example(mut lines: JsonLines<String>) -> Result<(), Error> {
/// while let Some(value) = lines.try_next().await? {
///     println!("{value}");
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct JsonLines<T> {
    lines: Lines,
    head: StreamHead,
    done: bool,
    values: PhantomData<fn() -> T>,
}

impl<T> JsonLines<T> {
    pub(crate) fn new(head: StreamHead, body: ByteStream) -> Self {
        Self::of_lines(head, Lines::new(body))
    }

    /// Creates a stream of the values that each start with a record separator.
    pub(crate) fn of_records(head: StreamHead, body: ByteStream) -> Self {
        Self::of_lines(head, Lines::for_records(body))
    }

    /// Creates a stream for a test.
    #[cfg(feature = "testing")]
    pub(crate) fn of(body: ByteStream) -> Self {
        Self::new(StreamHead::for_test(), body)
    }

    /// Returns the bytes of the stream.
    #[cfg(feature = "testing")]
    pub(crate) fn into_body(self) -> ByteStream {
        self.lines.into_body()
    }

    fn of_lines(head: StreamHead, lines: Lines) -> Self {
        Self {
            lines,
            head,
            done: false,
            values: PhantomData,
        }
    }
}

impl<T: Json> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while !this.done {
            let Some(line) = ready!(this.lines.poll_next(context)) else {
                break;
            };
            // Servers send empty lines to keep the connection open. Nothing is before the first record separator.
            if line.as_ref().is_ok_and(|line| line.trim_ascii().is_empty()) {
                continue;
            }
            let value = line.and_then(|line| this.head.decode_json(&line));
            this.done = value.is_err();
            return Poll::Ready(Some(value));
        }
        this.done = true;
        Poll::Ready(None)
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}
