//! The responses of a double: a status, headers and a body, as they are on the wire.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::http::is_json_sequence;
use super::json::{Json, write_json, written};
use super::request::{self, Argument};
use super::response::ByteStream;
use super::spec::Parameter;

/// A response of a double with any status, headers and body, including those that the document does not describe.
///
/// The status defaults to the documented status of success.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::testing::{On, Reply, TypedCall};
/// # struct Double<C>(C);
/// # impl<C: TypedCall> Double<C> {
/// #     fn create_store(&self) -> On<C> { unimplemented!() }
/// #     fn get_item(&self) -> On<C> { unimplemented!() }
/// # }
/// # fn example<C: TypedCall>(api: Double<C>, store: String) where C::Reply: From<Reply> {
/// api.create_store().reply(Reply::new().status(201).json(&store).header("etag", "7"));
/// api.get_item().reply(Reply::new().status(503).body("try later"));
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a reply does nothing until it is passed to an expectation"]
pub struct Reply {
    pub(super) status: Option<StatusCode>,
    pub(super) headers: HeaderMap,
    pub(super) content: Content,
    /// The number of bytes after which the body ends early.
    pub(super) cut: Option<usize>,
    /// The reason why the reply cannot be sent.
    pub(super) error: Option<String>,
}

/// The chunks of a stream that have been read, and the rest.
type Chunks = (VecDeque<Bytes>, ByteStream);

/// The body of a reply.
#[derive(Clone, Debug, Default)]
pub(super) enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    /// JSON values, one per line or record.
    Values(Vec<Bytes>),
    /// A stream, which can be sent once: the chunks read so far, and the rest.
    Stream(Arc<Mutex<Option<Chunks>>>),
}

impl Reply {
    /// Creates an empty response with the documented status of success.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the status. A number outside 100 to 999 fails the call.
    pub fn status(mut self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => self.status = Some(status),
            Err(_) => self.fail(format!("{status} is not a status")),
        }
        self
    }

    /// Adds a header. An invalid name or value fails the call.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let parsed = (
            name.parse::<HeaderName>(),
            HeaderValue::from_bytes(value.as_bytes()),
        );
        match parsed {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            _ => self.fail(format!("`{name}: {value}` is not a header")),
        }
        self
    }

    /// Sets a JSON body, with the content type `application/json` unless a different one is set.
    pub fn json<V: Serialize + ?Sized>(mut self, value: &V) -> Self {
        let mut text = Vec::new();
        match write_json(&mut text, value) {
            Ok(()) => self.content = Content::Bytes(text.into()),
            Err(error) => self.fail(format!("the body cannot be encoded: {error}")),
        }
        self.with_type("application/json")
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.content = Content::Bytes(body.into());
        self
    }

    /// Ends the body early, after this many bytes, as a lost connection does.
    pub fn truncated(mut self, length: usize) -> Self {
        self.cut = Some(length);
        self
    }

    /// Whether the body is empty.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self.content, Content::Empty)
    }

    fn fail(&mut self, why: String) {
        self.error.get_or_insert(why);
    }

    /// Sets the content type unless there is one.
    #[doc(hidden)]
    pub fn with_type(mut self, media_type: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(media_type) {
            self.headers.entry(CONTENT_TYPE).or_insert(value);
        }
        self
    }

    /// Sets a JSON body of this media type.
    #[doc(hidden)]
    pub fn typed_json<T: Json>(self, media_type: &str, value: &T) -> Self {
        self.with_type(media_type).json(&written(value))
    }

    /// Sets a status that the documentation of the API names.
    #[doc(hidden)]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a declared header if it is set.
    #[doc(hidden)]
    pub fn declared<T: Json>(mut self, name: &'static str, value: Option<&T>) -> Self {
        let Some(value) = value else { return self };
        match Argument::of(&written(value)) {
            // A list of cookies is a header for each.
            Ok(Some(Argument::Array(values))) if name.eq_ignore_ascii_case(SET_COOKIE.as_str()) => {
                for value in &values {
                    self = self.styled(name, value);
                }
                self
            }
            Ok(Some(argument)) => self.styled(name, &argument),
            Ok(None) => self,
            Err(why) => {
                self.fail(format!("`{name}` cannot be a header: {why}"));
                self
            }
        }
    }

    fn styled(mut self, name: &'static str, value: &Argument) -> Self {
        match request::header(&Parameter::header(name), value) {
            Ok(Some(text)) => self.header(name, &text),
            Ok(None) => self,
            Err(why) => {
                self.fail(format!("`{name}` cannot be a header: {why}"));
                self
            }
        }
    }

    /// Adds a declared header that is JSON if it is set.
    #[doc(hidden)]
    pub fn declared_json<T: Json>(mut self, name: &'static str, value: Option<&T>) -> Self {
        let Some(value) = value else { return self };
        let mut text = Vec::new();
        match write_json(&mut text, &written(value)) {
            Ok(()) => self.header(name, &String::from_utf8_lossy(&text)),
            Err(why) => {
                self.fail(format!("`{name}` cannot be a header: {why}"));
                self
            }
        }
    }

    /// Sets a body of JSON values.
    pub(super) fn values<T: Json>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        let mut lines = Vec::new();
        for value in values {
            let mut text = Vec::new();
            match write_json(&mut text, &written(&value)) {
                Ok(()) => lines.push(text.into()),
                Err(error) => self.fail(format!("the body cannot be encoded: {error}")),
            }
        }
        self.content = Content::Values(lines);
        self
    }

    /// Sets the body to a stream. A stream that ends at once can be sent several times.
    pub(super) fn stream(mut self, mut stream: ByteStream) -> Self {
        let mut chunks = VecDeque::new();
        loop {
            let mut context = Context::from_waker(Waker::noop());
            match pin!(stream.next()).poll(&mut context) {
                Poll::Ready(Some(Ok(chunk))) => chunks.push_back(chunk),
                Poll::Ready(None) => {
                    self.content = Content::Bytes(joined(chunks));
                    return self;
                }
                Poll::Ready(Some(Err(error))) => {
                    self.fail(format!("the body cannot be read: {error}"));
                    return self;
                }
                Poll::Pending => {
                    self.content = Content::Stream(Arc::new(Mutex::new(Some((chunks, stream)))));
                    return self;
                }
            }
        }
    }

    /// Returns the body on the wire: its first chunks, and the rest if it is a stream.
    pub(super) fn take_content(&self) -> Result<(VecDeque<Bytes>, Option<ByteStream>), String> {
        let chunks = match &self.content {
            Content::Empty => VecDeque::new(),
            Content::Bytes(bytes) => VecDeque::from([bytes.clone()]),
            Content::Values(values) => {
                let is_sequence = self
                    .headers
                    .get(CONTENT_TYPE)
                    .and_then(|value| value.to_str().ok())
                    .is_some_and(is_json_sequence);
                let line = |value: &Bytes| {
                    let start: &[u8] = if is_sequence { b"\x1e" } else { b"" };
                    Bytes::from([start, value, b"\n"].concat())
                };
                values.iter().map(line).collect()
            }
            Content::Stream(stream) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                let (chunks, rest) = stream.take().ok_or_else(|| {
                    "the body of the reply is a stream, which can be sent only once; use `reply_with` to create one for \
                     each call"
                        .to_owned()
                })?;
                return Ok((chunks, Some(rest)));
            }
        };
        Ok((chunks, None))
    }
}

fn joined(chunks: VecDeque<Bytes>) -> Bytes {
    let mut chunks = Vec::from(chunks);
    match chunks.len() {
        1 => chunks.pop().unwrap_or_default(),
        _ => chunks.concat().into(),
    }
}
