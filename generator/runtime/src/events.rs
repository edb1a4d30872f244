//! How does an answer become a stream of events? As the HTML standard says ("Server-sent events").

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::byte_stream::ByteStream;
use super::decode;
use super::error::{BodyError, Error};
use super::lines::Lines;
use super::response::Head;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its type; `message` where the server names none.
    pub event: String,
    /// The id of the last event that had one: what a new call can start from. Empty where none had.
    pub id: String,
    /// How long the server asks to wait before a new call, where it has said so.
    pub retry: Option<Duration>,
    /// What it says.
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

/// What becomes of an event's data.
pub(super) type Read<T> = fn(&Answered, String) -> Result<T, Error>;

/// The answer that a stream belongs to.
pub(super) struct Answered(Head);

impl Answered {
    pub(super) fn new(head: &Head) -> Self {
        // The media type is that of the stream, and says nothing of what is in it.
        Self(Head {
            headers: HeaderMap::new(),
            ..*head
        })
    }

    /// Decodes a part of the stream.
    pub(super) fn json<T: DeserializeOwned>(&self, part: &Bytes) -> Result<T, Error> {
        decode::json(&self.0, part)
    }
}

/// The events of an answer, as they come in: a [`Stream`] that ends with the answer, or after an error.
///
/// The client's timeout covers all of it, and its limit for bodies counts for each event. `[DONE]`, which some APIs
/// send where their documents promise JSON, ends the stream.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    lines: Lines,
    answered: Answered,
    read: Read<T>,
    /// Whether the data is JSON, so that `[DONE]` is none of it.
    json: bool,
    event: String,
    data: Option<String>,
    id: String,
    retry: Option<Duration>,
    first: bool,
    done: bool,
}

impl<T: DeserializeOwned> Events<T> {
    /// Events whose data is JSON.
    pub(super) fn json(answered: Answered, body: ByteStream) -> Self {
        let read: Read<T> = |answered, text| answered.json(&Bytes::from(text));
        Self {
            json: true,
            ..Self::new(answered, body, read)
        }
    }
}

impl Events<String> {
    /// Events whose data is text.
    pub(super) fn text(answered: Answered, body: ByteStream) -> Self {
        Self::new(answered, body, |_, text| Ok(text))
    }
}

impl<T> Events<T> {
    fn new(answered: Answered, body: ByteStream, read: Read<T>) -> Self {
        Self {
            lines: Lines::of_events(body),
            answered,
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

    /// Takes a line; the event that an empty one completes.
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
        // A line that starts with a colon is a comment, which keeps a connection open: a field without a name.
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
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().map(Duration::from_millis).ok().or(self.retry);
            }
            _ => {}
        }
        None
    }

    /// How much of an event is held.
    fn held(&self) -> usize {
        self.data.as_ref().map_or(0, String::len)
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while !this.done {
            match ready!(this.lines.poll_next(context)) {
                // What is not complete is no event: the standard has it dropped.
                None => this.done = true,
                Some(Err(error)) => {
                    this.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Ok(line)) => {
                    let event = this.line(&line);
                    if let Some(limit) = this.lines.limit().filter(|limit| this.held() > *limit) {
                        this.done = true;
                        let error = BodyError::too_long(this.answered.0.attempt, limit);
                        return Poll::Ready(Some(Err(Error::Body(error))));
                    }
                    match event {
                        None => {}
                        Some(event) if this.json && event.data == "[DONE]" => this.done = true,
                        Some(event) => {
                            let event = event.map(|text| (this.read)(&this.answered, text));
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

// Nothing in it is pinned in place.
impl<T> Unpin for Events<T> {}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
