//! Request bodies, read within limits, and response bodies, which a fault can cut.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, EXPECT};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::de::{DeserializeOwned, Error};

use crate::flush::Flushes;
use crate::problem::Problem;

/// The maximum number of bytes that are read from the body of a refused request, so that its client, which may still
/// be sending, can read the response.
const DISCARDED_BYTES: usize = 64 * 1_024 * 1_024;

/// The capacity that an announced length reserves before any data arrives.
const RESERVED_BYTES: usize = 64 * 1_024;

/// The body of a request.
#[derive(Debug)]
pub(crate) struct RequestBody {
    incoming: Incoming,
    /// The announced length.
    length: Option<u64>,
    /// Whether the client waits for status 100 before it sends the body.
    is_awaited: bool,
}

/// The body could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It is longer than its limit.
    TooLong,
    /// The connection failed, so there is no client to respond to.
    Broken,
}

impl RequestBody {
    pub(crate) fn new(incoming: Incoming, headers: &HeaderMap) -> Self {
        let length = headers
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok());
        Self {
            incoming,
            length: length.and_then(|length| length.parse().ok()),
            is_awaited: headers.contains_key(EXPECT),
        }
    }

    /// Returns whether the announced length exceeds a limit.
    pub(crate) fn is_announced_beyond(&self, limit: usize) -> bool {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        self.length.is_some_and(|length| length > limit)
    }

    /// Returns the next chunk, or `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, hyper::Error> {
        self.is_awaited = false;
        while let Some(frame) = self.incoming.frame().await {
            // Trailers are ignored.
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }

    /// Reads the whole body into memory of exactly its length.
    pub(crate) async fn read(&mut self, limit: usize) -> Result<Bytes, ReadError> {
        if self.is_announced_beyond(limit) {
            return Err(ReadError::TooLong);
        }
        let announced = self.length.and_then(|length| usize::try_from(length).ok());
        let mut body = Vec::with_capacity(announced.unwrap_or(0).min(RESERVED_BYTES));
        while let Some(chunk) = self.chunk().await.map_err(|_| ReadError::Broken)? {
            if body.len().saturating_add(chunk.len()) > limit {
                return Err(ReadError::TooLong);
            }
            if let Some(announced) = announced
                && body.len() == RESERVED_BYTES
            {
                body.reserve_exact(announced.saturating_sub(body.len()));
            }
            body.extend_from_slice(&chunk);
        }
        // Chunks are parts of larger buffers, so they are copied; a copy with spare capacity would be as wasteful.
        Ok(body.into_boxed_slice().into())
    }

    /// Reads and discards the rest of the body of a refused request.
    pub(crate) async fn discard(&mut self) {
        // Without status 100, the client does not send the body.
        if self.is_awaited {
            return;
        }
        let mut discarded: usize = 0;
        while !self.incoming.is_end_stream() && discarded < DISCARDED_BYTES {
            match self.chunk().await {
                Ok(Some(chunk)) => discarded = discarded.saturating_add(chunk.len()),
                Ok(None) | Err(_) => return,
            }
        }
    }
}

/// Decodes a JSON object. A list of the values of its fields, which `serde` also decodes, is an error.
pub(crate) fn object<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(Error::custom("a list, expected an object"));
    }
    serde_json::from_slice(json)
}

/// A request failed, or its connection has to be closed.
#[derive(Debug)]
pub(crate) enum Failure {
    Problem(Problem),
    /// There is no response.
    Broken,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// The body of a response.
#[derive(Debug)]
pub(crate) struct ResponseBody {
    /// The rest of the data.
    data: Bytes,
    /// Whether the connection is closed after the data.
    cut: Option<Cut>,
}

/// The end of a body that is cut.
#[derive(Debug)]
struct Cut {
    flushes: Flushes,
    /// The number of flushes before the connection had all data.
    since: Option<u64>,
}

/// The error at the end of a body that is cut.
#[derive(Debug)]
pub(crate) struct CutError;

impl fmt::Display for CutError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a fault cut the response body")
    }
}

impl std::error::Error for CutError {}

impl ResponseBody {
    pub(crate) const fn new(data: Bytes) -> Self {
        Self { data, cut: None }
    }

    /// Returns a body that ends with an error after this number of bytes.
    pub(crate) fn cut(mut data: Bytes, bytes: usize, flushes: Flushes) -> Self {
        data.truncate(bytes);
        let since = None;
        Self {
            data,
            cut: Some(Cut { flushes, since }),
        }
    }
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = CutError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutError>>> {
        if !self.data.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.data)))));
        }
        let Some(Cut { flushes, since }) = &mut self.cut else {
            return Poll::Ready(None);
        };
        // An error drops the data that is not sent yet.
        ready!(flushes.poll_since(since, context));
        self.cut = None;
        Poll::Ready(Some(Err(CutError)))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_empty() && self.cut.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        if self.cut.is_some() {
            return SizeHint::default();
        }
        SizeHint::with_exact(u64::try_from(self.data.len()).unwrap_or(u64::MAX))
    }
}
