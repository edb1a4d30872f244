//! The types that a reply of each kind of operation can have.

use std::convert::Infallible;
use std::marker::PhantomData;

use bytes::Bytes;

use super::http::Body;
use super::json::{Json, written};
use super::reply::Reply;
use super::response::{ByteStream, Event, Events, JsonLines};

/// A value of the API that is a whole response: it has a status or headers.
pub trait Respond {
    /// Returns the response on the wire.
    fn respond(self) -> Reply;
}

/// Operations without documented failures have none.
impl Respond for Infallible {
    fn respond(self) -> Reply {
        match self {}
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $kind<T = ()>(Reply, PhantomData<fn() -> T>);

            impl<T> $kind<T> {
                fn of(reply: Reply) -> Self {
                    Self(reply, PhantomData)
                }
            }

            impl<T> From<Reply> for $kind<T> {
                fn from(reply: Reply) -> Self {
                    Self::of(reply)
                }
            }

            impl<T> From<$kind<T>> for Reply {
                fn from(kind: $kind<T>) -> Self {
                    kind.0
                }
            }
        )*
    };
}

kinds! {
    /// A reply with a JSON body of type `T`.
    JsonReply;
    /// A reply with a JSON body of type `T`, or without a body.
    OptionalJsonReply;
    /// A reply with a string as the body.
    TextReply;
    /// A reply with bytes as the body.
    BytesReply;
    /// A reply without a body.
    EmptyReply;
    /// A reply with JSON values of type `T`, one per line.
    LinesReply;
    /// A reply with server-sent events whose data is JSON of type `T`.
    EventsReply;
    /// A reply with server-sent events whose data is a string.
    TextEventsReply;
    /// A reply with a value of type `T`, which has a status or headers.
    TypedReply;
    /// A reply with bytes as the body, or with a value of type `T`, which also has headers.
    TypedBytesReply;
}

impl<T: Json> From<T> for JsonReply<T> {
    fn from(value: T) -> Self {
        Self::of(Reply::new().json(&written(&value)))
    }
}

impl<T: Json> From<T> for OptionalJsonReply<T> {
    fn from(value: T) -> Self {
        Self::of(Reply::new().json(&written(&value)))
    }
}

impl<T: Json> From<Option<T>> for OptionalJsonReply<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::of(Reply::new()), Self::from)
    }
}

impl From<()> for EmptyReply {
    fn from((): ()) -> Self {
        Self::of(Reply::new())
    }
}

impl<T: Respond> From<T> for TypedBytesReply<T> {
    fn from(value: T) -> Self {
        Self::of(value.respond())
    }
}

/// Implements the conversions of types that convert to bytes.
macro_rules! of_bytes {
    ($kind:ident from $($ty:ty),*) => {
        $(
            impl<T> From<$ty> for $kind<T> {
                fn from(body: $ty) -> Self {
                    Self::of(Reply::new().body(body))
                }
            }
        )*
    };
}

of_bytes!(TextReply from String, &'static str);
of_bytes!(BytesReply from Bytes, Vec<u8>, String, &'static str, &'static [u8]);
of_bytes!(TypedBytesReply from Bytes, Vec<u8>, String, &'static str, &'static [u8]);

impl From<ByteStream> for BytesReply {
    fn from(body: ByteStream) -> Self {
        Self::of(Reply::new().stream(body))
    }
}

impl<T: Json> From<Vec<T>> for LinesReply<T> {
    fn from(values: Vec<T>) -> Self {
        Self::of(Reply::new().values(values))
    }
}

impl<T> From<JsonLines<T>> for LinesReply<T> {
    fn from(lines: JsonLines<T>) -> Self {
        Self::of(Reply::new().stream(lines.into_body()))
    }
}

impl<T: Json> From<Vec<T>> for EventsReply<T> {
    fn from(values: Vec<T>) -> Self {
        Self::of(Reply::new().body(json_events(values)))
    }
}

impl<T> From<Events<T>> for EventsReply<T> {
    fn from(events: Events<T>) -> Self {
        Self::of(Reply::new().stream(events.into_body()))
    }
}

impl From<Vec<String>> for TextEventsReply {
    fn from(values: Vec<String>) -> Self {
        Self::of(Reply::new().body(text_events(values)))
    }
}

impl From<Vec<Event<String>>> for TextEventsReply {
    fn from(events: Vec<Event<String>>) -> Self {
        Self::of(Reply::new().body(events.iter().map(event).collect::<String>()))
    }
}

impl From<Events<String>> for TextEventsReply {
    fn from(events: Events<String>) -> Self {
        Self::of(Reply::new().stream(events.into_body()))
    }
}

impl<T: Respond> From<T> for TypedReply<T> {
    fn from(value: T) -> Self {
        Self::of(value.respond())
    }
}

/// Writes an event with all of its fields.
fn event(event: &Event<String>) -> String {
    let mut text = String::new();
    if event.event != "message" {
        text.push_str(&format!("event: {}\n", event.event));
    }
    if !event.id.is_empty() {
        text.push_str(&format!("id: {}\n", event.id));
    }
    if let Some(retry) = event.retry {
        text.push_str(&format!("retry: {}\n", retry.as_millis()));
    }
    text + &data(&event.data)
}

/// Writes the data of an event, a line for each of its lines, and ends the event.
fn data(text: &str) -> String {
    let lines = text.split('\n').map(|line| format!("data: {line}\n"));
    lines.collect::<String>() + "\n"
}

fn text_events(values: impl IntoIterator<Item = String>) -> String {
    values.into_iter().map(|text| data(&text)).collect()
}

fn json_events<T: Json>(values: impl IntoIterator<Item = T>) -> String {
    let text = |value: T| serde_json::to_string(&written(&value)).unwrap_or_default();
    text_events(values.into_iter().map(text))
}

/// The streams of the responses that a test creates.
#[doc(hidden)]
pub mod body {
    use super::{Body, ByteStream, Events, Json, JsonLines, json_events, text_events, written};

    /// Creates a stream of bytes.
    pub fn bytes(body: impl Into<Body>) -> ByteStream {
        ByteStream::of(body.into())
    }

    /// Creates a stream of lines.
    pub fn lines<T: Json>(values: impl IntoIterator<Item = T>) -> JsonLines<T> {
        let line = |value: T| {
            let text = serde_json::to_string(&written(&value)).unwrap_or_default();
            text + "\n"
        };
        JsonLines::of(bytes(values.into_iter().map(line).collect::<String>()))
    }

    /// Creates a stream of events whose data is JSON.
    pub fn events<T: Json>(values: impl IntoIterator<Item = T>) -> Events<T> {
        Events::of_json(bytes(json_events(values)))
    }

    /// Creates a stream of events whose data is a string.
    pub fn text_events_of(values: impl IntoIterator<Item = String>) -> Events<String> {
        Events::of_text(bytes(text_events(values)))
    }
}
