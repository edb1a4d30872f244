//! Response bodies as streams of bytes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use http_body::Body as _;

use super::charset::Charset;
use super::error::{
    Attempt, BodyError, BoxError, DecodeError, Error, Received, TimeoutError, Waiting,
};
use super::http::{Alarm, Body, Elapsed, Exclusive, ResponseBody, Trace, Upload, is_timeout};

/// The default limit of a body that is decoded as JSON or a string. It bounds what a compressed body can expand to.
const MAX_DECODED: usize = 64 * 1024 * 1024;

/// The default limit of a line or an event of a stream.
const MAX_LINE: usize = 16 * 1024 * 1024;

/// The length up to which a body that arrived in one chunk is copied. Without the copy, the value would keep the whole
/// read buffer of the connection in memory: at least 4 KiB, and up to 400 KiB after a large response. The copy of such
/// a body takes about 1 µs, much less than a call.
const MAX_COPIED: usize = 16 * 1024;

/// The body of a response: a [`Stream`] of chunks.
///
/// [`bytes`](Self::bytes) and [`text`](Self::text) collect the chunks. If the body is incomplete, the stream ends with
/// an error. The client's timeout covers the whole body. A `ByteStream` can be sent as the [`Body`] of a different
/// request.
///
/// # Examples
///
/// ```ignore
/// while let Some(chunk) = body.try_next().await? {
///     file.write_all(&chunk)?;
/// }
/// ```
// Boxed because it is moved many times.
pub struct ByteStream(Box<Open>);

struct Open {
    body: Option<Exclusive<ResponseBody>>,
    alarm: Option<Box<Alarm>>,
    attempt: Attempt,
    response: Received,
    received: u64,
    /// The maximum length of a body in memory, if the user set one.
    limit: Option<usize>,
    /// The call's span, which ends with the stream.
    trace: Trace,
    /// The progress of the request body, which may still be sent.
    upload: Option<Upload>,
    /// The time of the call.
    #[cfg(feature = "testing")]
    time: Option<super::http::CallTime>,
}

impl ByteStream {
    pub(crate) fn new(
        attempt: Attempt,
        response: Received,
        body: ResponseBody,
        alarm: Option<Box<Alarm>>,
        limit: Option<usize>,
        upload: Option<Upload>,
    ) -> Self {
        let body = Some(Exclusive::new(body));
        Self(Box::new(Open {
            body,
            alarm,
            attempt,
            response,
            received: 0,
            limit,
            trace: Trace::default(),
            upload,
            #[cfg(feature = "testing")]
            time: super::http::CallTime::current(),
        }))
    }

    /// Creates the body of a response for a test.
    #[cfg(feature = "testing")]
    pub(crate) fn of(body: Body) -> Self {
        use http_body_util::BodyExt as _;
        let head = super::error::ResponseHead::for_test();
        let body = ResponseBody::Service(body.boxed_unsync());
        let received = head.received();
        Self::new(head.attempt, received, body, None, None, None)
    }

    /// Makes the time of the call that of the current thread until the guard is dropped.
    #[cfg(feature = "testing")]
    pub(super) fn enter(&self) -> Option<super::http::Entered> {
        self.0.time.as_ref().map(super::http::CallTime::enter)
    }

    /// Keeps the call's span open until the stream ends.
    pub(crate) fn keep_open(&mut self, trace: Trace) {
        self.0.trace = trace;
    }

    /// Reads the rest of the body. There is no limit unless the client has one.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Body`] if the body fails or exceeds the client's limit, and [`Error::Timeout`] if the call
    /// times out.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let limit = self.0.limit;
        Collecting::new(self, limit).await
    }

    /// Reads the rest of a body that is decoded, which has a limit even if the user set none.
    pub(crate) async fn bytes_to_decode(self) -> Result<Bytes, Error> {
        let limit = self.0.limit.unwrap_or(MAX_DECODED);
        Collecting::new(self, Some(limit)).await
    }

    /// Waits until the request body has been sent, if the server responded earlier. Returns its error if it fails.
    ///
    /// Returns `None` if there is nothing to wait for. The future is boxed because this is rare.
    pub(crate) fn finish_upload(&mut self) -> Option<Finishing> {
        let upload = self.0.upload.take()?;
        let mut alarm = self.0.alarm.take();
        let trace = self.0.end_trace();
        let (attempt, response) = (self.0.attempt.clone(), self.0.response.clone());
        Some(Box::pin(async move {
            let finished = Alarm::bound(alarm.as_deref_mut(), Box::pin(upload.finished()));
            let error = match finished.await {
                Ok(None) => return Ok(()),
                Ok(Some(error)) => Error::Body(BodyError::request(attempt, error)),
                Err(elapsed) => Error::Timeout(TimeoutError::limit(
                    attempt,
                    Waiting::Request,
                    elapsed.limit,
                )),
            };
            let error = error.of_response(response);
            trace.failed(&error);
            Err(error)
        }))
    }

    fn request_failed(&mut self, error: BoxError) -> Error {
        self.fail(Error::Body(BodyError::request(
            self.0.attempt.clone(),
            error,
        )))
    }

    /// Reads the rest of the body as a string, up to 64 MiB or the client's limit.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the body is not valid UTF-8.
    pub async fn text(self) -> Result<String, Error> {
        self.text_in(Charset::Utf8).await
    }

    /// Reads the rest of the body as a string in a charset.
    pub(crate) async fn text_in(self, charset: Charset) -> Result<String, Error> {
        let (attempt, response) = (self.0.attempt.clone(), self.0.response.clone());
        let mut bytes = Vec::from(self.bytes_to_decode().await?);
        // The buffer may be much longer than the text.
        bytes.shrink_to_fit();
        charset.decode(bytes).map_err(|(reason, source)| {
            let source = source.map(Into::into);
            let error = DecodeError::new(attempt, response.status, reason, None, source);
            Error::Decode(error).of_response(response)
        })
    }

    /// Returns the maximum length of a line or an event.
    pub(crate) fn line_limit(&self) -> usize {
        self.0.limit.unwrap_or(MAX_LINE)
    }

    /// Ends the stream because it exceeds the limit.
    pub(crate) fn too_long(&mut self, limit: usize) -> Error {
        self.fail(Error::Body(BodyError::too_long(
            self.0.attempt.clone(),
            limit,
        )))
    }

    /// Returns whether the body is known to be empty before it is read.
    pub(crate) fn is_known_empty(&mut self) -> bool {
        let body = self.0.body.as_mut();
        body.is_none_or(|body| body.get_mut().size_hint().exact() == Some(0))
    }

    /// Returns the minimum number of remaining bytes, as declared by the server.
    fn declared(&mut self) -> u64 {
        self.0
            .body
            .as_mut()
            .map_or(0, |body| body.get_mut().size_hint().lower())
    }

    /// Returns the error of the request body, if it has failed.
    fn upload_failure(&mut self) -> Option<Error> {
        let error = self.0.upload.as_ref()?.failure()?;
        Some(self.request_failed(error))
    }

    fn broken(&mut self, error: BoxError) -> Error {
        if let Some(error) = self.upload_failure() {
            return error;
        }
        let late = is_timeout(&*error);
        self.fail(if late {
            Error::Timeout(TimeoutError::transport(
                self.0.attempt.clone(),
                Waiting::Body,
                error,
            ))
        } else {
            Error::Body(BodyError::response(
                self.0.attempt.clone(),
                self.0.received,
                error,
            ))
        })
    }

    fn late(&mut self, elapsed: &Elapsed) -> Error {
        self.fail(Error::Timeout(TimeoutError::limit(
            self.0.attempt.clone(),
            Waiting::Body,
            elapsed.limit,
        )))
    }

    /// Ends the stream with an error.
    fn fail(&mut self, error: Error) -> Error {
        self.0.body = None;
        let error = error.of_response(self.0.response.clone());
        self.0.end_trace().failed(&error);
        error
    }
}

impl Open {
    /// Returns the trace of the call, with the number of bytes received.
    fn end_trace(&mut self) -> Trace {
        let mut trace = std::mem::take(&mut self.trace);
        trace.received(self.received);
        trace
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.end_trace());
    }
}

/// The future of a request body that may still be sent after the response.
pub(crate) type Finishing = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// The future of a whole body. Written by hand because it is a part of the future of most calls, which should be small.
struct Collecting {
    stream: ByteStream,
    limit: Option<usize>,
    collected: Collected,
    finishing: Option<Finishing>,
}

enum Collected {
    Nothing,
    One(Bytes),
    Several(BytesMut),
}

impl Collecting {
    fn new(stream: ByteStream, limit: Option<usize>) -> Self {
        Self {
            stream,
            limit,
            collected: Collected::Nothing,
            finishing: None,
        }
    }

    /// Adds a chunk. Fails early if the declared length exceeds the limit.
    fn add(&mut self, chunk: Bytes) -> Result<(), Error> {
        let declared = self.stream.declared();
        if let Some(limit) = self.limit
            && self.stream.0.received.saturating_add(declared) > limit as u64
        {
            return Err(self.stream.too_long(limit));
        }
        self.collected = match std::mem::replace(&mut self.collected, Collected::Nothing) {
            Collected::Nothing => Collected::One(chunk),
            Collected::One(first) => {
                // The length declared by the server is trusted only up to 32 MiB.
                let reserved = usize::try_from(declared)
                    .unwrap_or(usize::MAX)
                    .min(32 * 1024 * 1024);
                let mut all = BytesMut::with_capacity(first.len() + chunk.len() + reserved);
                all.extend_from_slice(&first);
                all.extend_from_slice(&chunk);
                Collected::Several(all)
            }
            Collected::Several(mut all) => {
                all.extend_from_slice(&chunk);
                Collected::Several(all)
            }
        };
        Ok(())
    }
}

impl Future for Collecting {
    type Output = Result<Bytes, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        while this.finishing.is_none() {
            match ready!(this.stream.poll_next_unpin(context)) {
                Some(chunk) => this.add(chunk?)?,
                None => match this.stream.finish_upload() {
                    Some(finishing) => this.finishing = Some(finishing),
                    None => break,
                },
            }
        }
        if let Some(finishing) = &mut this.finishing {
            ready!(finishing.as_mut().poll(context))?;
        }
        let collected = std::mem::replace(&mut this.collected, Collected::Nothing);
        Poll::Ready(Ok(match collected {
            Collected::Nothing => Bytes::new(),
            Collected::One(chunk) => unpinned(chunk),
            Collected::Several(all) => all.freeze(),
        }))
    }
}

impl Drop for Collecting {
    fn drop(&mut self) {
        if self.stream.0.body.is_some() {
            self.stream.0.trace.cancelled();
        }
    }
}

/// Copies a short chunk, so that keeping it does not keep the connection's read buffer.
fn unpinned(chunk: Bytes) -> Bytes {
    if chunk.len() <= MAX_COPIED {
        Bytes::copy_from_slice(&chunk)
    } else {
        chunk
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        #[cfg(feature = "testing")]
        let _entered = this.enter();
        loop {
            let Some(body) = this.0.body.as_mut() else {
                return Poll::Ready(None);
            };
            // A body that is always ready would never reach the alarm below.
            if let Some(elapsed) = this.0.alarm.as_deref().and_then(Alarm::elapsed) {
                return Poll::Ready(Some(Err(this.late(&elapsed))));
            }
            let frame = match Pin::new(body.get_mut()).poll_frame(context) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    let Some(alarm) = this.0.alarm.as_mut() else {
                        return Poll::Pending;
                    };
                    let elapsed = ready!(alarm.poll(context));
                    return Poll::Ready(Some(Err(this.late(&elapsed))));
                }
            };
            match frame {
                None => {
                    if let Some(error) = this.upload_failure() {
                        return Poll::Ready(Some(Err(error)));
                    }
                    this.0.body = None;
                    // The call ends when the request body has been sent.
                    if this.0.upload.is_none() {
                        drop(this.0.end_trace());
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(this.broken(error)))),
                Some(Ok(frame)) => {
                    // Trailers are ignored.
                    let Ok(data) = frame.into_data() else {
                        continue;
                    };
                    if !data.is_empty() {
                        this.0.received += data.len() as u64;
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("received", &self.0.received)
            .finish_non_exhaustive()
    }
}

/// Forwards the body of a response without buffering it.
impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self::from_stream(stream)
    }
}
