//! What comes down as an answer's body?

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use http::StatusCode;
use http_body::Body as _;
use http_body_util::combinators::UnsyncBoxBody;

use super::deadline::{Alarm, Deadline};
use super::error::{BodyError, BoxError, DecodeError, Error, TimeoutError, Waiting};
use super::exclusive::Exclusive;
use super::transport::is_timeout;

/// The body of an answer, as it comes in.
///
/// A [`Stream`] of chunks; [`bytes`](Self::bytes) and [`text`](Self::text) collect them. A body that breaks off
/// ends in an error, never in a short value, and the client's timeout covers it to its end.
pub struct ByteStream {
    body: Option<Exclusive<UnsyncBoxBody<Bytes, BoxError>>>,
    alarm: Option<Alarm>,
    operation: &'static str,
    status: StatusCode,
    received: u64,
}

impl ByteStream {
    pub(super) fn new(
        operation: &'static str,
        status: StatusCode,
        body: UnsyncBoxBody<Bytes, BoxError>,
        deadline: Option<Deadline>,
    ) -> Self {
        let alarm = deadline.map(Alarm::new);
        Self { body: Some(Exclusive::new(body)), alarm, operation, status, received: 0 }
    }

    /// All of the body.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let Some(first) = self.next().await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await.transpose()? else { return Ok(first) };
        let mut all = BytesMut::with_capacity(first.len() + second.len() + self.lower_bound());
        all.extend_from_slice(&first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.next().await.transpose()? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// All of the body as text, which must be UTF-8.
    pub async fn text(self) -> Result<String, Error> {
        let (operation, status) = (self.operation, self.status);
        String::from_utf8(self.bytes().await?.into()).map_err(|error| {
            let what = "its body is not UTF-8 text";
            DecodeError::new(operation, status, what, None, Some(error.utf8_error().into())).into()
        })
    }

    /// The body up to a limit, and whether that is all of it. What came before an error is kept.
    pub(super) async fn head(&mut self, limit: usize) -> (Bytes, bool) {
        let mut head = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let Ok(chunk) = chunk else { return (head.freeze(), false) };
            let room = limit - head.len();
            if chunk.len() > room {
                head.extend_from_slice(&chunk.slice(..room));
                return (head.freeze(), false);
            }
            head.extend_from_slice(&chunk);
        }
        (head.freeze(), true)
    }

    /// How much is at least to come: never more than is worth reserving on the server's word.
    fn lower_bound(&mut self) -> usize {
        let lower = self.body.as_mut().map_or(0, |body| body.get_mut().size_hint().lower());
        usize::try_from(lower).unwrap_or(usize::MAX).min(32 * 1024 * 1024)
    }

    fn fail(&self, error: BoxError) -> Error {
        if is_timeout(&*error) {
            return Error::Timeout(TimeoutError::transport(self.operation, Waiting::Body, error));
        }
        Error::Body(BodyError::response(self.operation, self.received, error))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let Some(body) = this.body.as_mut() else { return Poll::Ready(None) };
            let frame = match Pin::new(body.get_mut()).poll_frame(context) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    let Some(alarm) = this.alarm.as_mut() else { return Poll::Pending };
                    let elapsed = ready!(alarm.poll(context));
                    this.body = None;
                    let error = TimeoutError::limit(this.operation, Waiting::Body, elapsed.limit);
                    return Poll::Ready(Some(Err(Error::Timeout(error))));
                }
            };
            match frame {
                None => this.body = None,
                Some(Err(error)) => {
                    this.body = None;
                    return Poll::Ready(Some(Err(this.fail(error))));
                }
                Some(Ok(frame)) => {
                    // Trailers are not part of the value.
                    let Ok(data) = frame.into_data() else { continue };
                    if !data.is_empty() {
                        this.received += data.len() as u64;
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("received", &self.received).finish_non_exhaustive()
    }
}
