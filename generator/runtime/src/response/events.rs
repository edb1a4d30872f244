//! Responses with server-sent events (HTML standard, "Server-sent events").

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::byte_stream::ByteStream;
use super::error::Error;
use super::json::Json;
use super::lines::Lines;
use super::stream_head::StreamHead;

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The event's type, `message` by default.
    pub event: String,
    /// The last event id, from which a new call can resume. Empty if the server has not sent one. An id longer than 8 KiB
    /// is ignored.
    pub id: String,
    /// The reconnection time, if the server has sent one.
    pub retry: Option<Duration>,
    /// The event's data.
    pub data: T,
}

impl<T> Event<T> {
    fn map<U>(self, data: impl FnOnce(T) -> Result<U, Error>) -> Result<Event<U>, Error> {
        let Self {
            event,
            id,
            retry,
            data: text,
        } = self;
        Ok(Event {
            event,
            id,
            retry,
            data: data(text)?,
        })
    }
}

/// The maximum length of an event id, which a request must be able to send back in `last-event-id`. Every event has a
/// copy of the last id, so a long one would multiply the memory of short events.
const MAX_ID: usize = 8 * 1024;

/// A function that decodes the data of an event.
type Read<T> = fn(&StreamHead, String) -> Result<T, Error>;

/// The server-sent events of a response: a [`Stream`] that ends with the response or after an error.
///
/// The client's timeout applies to the whole stream, and its body limit (16 MiB by default) to each event. An event with the
/// data `[DONE]`, which some APIs send instead of JSON, ends the stream.
///
/// # Examples
///
/// ```ignore
/// while let Some(event) = events.try_next().await? {
///     println!("{}: {}", event.event, event.data);
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    lines: Lines,
    head: StreamHead,
    read: Read<T>,
    /// Whether the data is JSON, so `[DONE]` ends the stream.
    json: bool,
    event: String,
    data: Option<String>,
    id: String,
    retry: Option<Duration>,
    first: bool,
    done: bool,
}

impl<T: Json> Events<T> {
    /// Creates a stream of events whose data is JSON.
    pub(crate) fn json(head: StreamHead, body: ByteStream) -> Self {
        let read: Read<T> = |head, text| head.decode_json(&Bytes::from(text));
        Self {
            json: true,
            ..Self::new(head, body, read)
        }
    }

    /// Creates a stream for a test.
    #[cfg(feature = "testing")]
    pub(crate) fn of_json(body: ByteStream) -> Self {
        Self::json(StreamHead::for_test(), body)
    }
}

impl Events<String> {
    /// Creates a stream of events whose data is a string.
    pub(crate) fn text(head: StreamHead, body: ByteStream) -> Self {
        Self::new(head, body, |_, text| Ok(text))
    }

    /// Creates a stream for a test.
    #[cfg(feature = "testing")]
    pub(crate) fn of_text(body: ByteStream) -> Self {
        Self::text(StreamHead::for_test(), body)
    }
}

impl<T> Events<T> {
    /// Returns the bytes of the stream.
    #[cfg(feature = "testing")]
    pub(crate) fn into_body(self) -> ByteStream {
        self.lines.into_body()
    }

    fn new(head: StreamHead, body: ByteStream, read: Read<T>) -> Self {
        Self {
            lines: Lines::for_events(body),
            head,
            read,
            json: false,
            event: String::new(),
            data: None,
            id: String::new(),
            retry: None,
            first: true,
            done: false,
        }
    }

    /// Processes a line. An empty line completes an event, which is returned.
    fn line(&mut self, line: &[u8]) -> Option<Event<String>> {
        let line = String::from_utf8_lossy(line);
        let mut line = &*line;
        if std::mem::take(&mut self.first) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return self.data.take().map(|data| Event {
                event: if event.is_empty() {
                    "message".to_owned()
                } else {
                    event
                },
                id: self.id.clone(),
                retry: self.retry,
                data,
            });
        }
        // A line that starts with a colon is a comment, sent to keep the connection open. Its field name is empty.
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                None => self.data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "id" if !value.contains('\0') && value.len() <= MAX_ID => {
                value.clone_into(&mut self.id);
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().map(Duration::from_millis).ok().or(self.retry);
            }
            _ => {}
        }
        None
    }

    /// Returns the number of buffered bytes of the current event.
    fn buffered(&self) -> usize {
        self.data.as_ref().map_or(0, String::len)
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while !this.done {
            match ready!(this.lines.poll_next(context)) {
                // An incomplete event is discarded, as the standard requires.
                None => this.done = true,
                Some(Err(error)) => {
                    this.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Ok(line)) => {
                    let event = this.line(&line);
                    let limit = this.lines.limit();
                    if this.buffered() > limit {
                        this.done = true;
                        return Poll::Ready(Some(Err(this.lines.too_long(limit))));
                    }
                    match event {
                        None => {}
                        Some(event) if this.json && event.data == "[DONE]" => this.done = true,
                        Some(event) => {
                            let event = event.map(|text| (this.read)(&this.head, text));
                            this.done = event.is_err();
                            return Poll::Ready(Some(event));
                        }
                    }
                }
            }
        }
        Poll::Ready(None)
    }
}

// No field is structurally pinned.
impl<T> Unpin for Events<T> {}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
