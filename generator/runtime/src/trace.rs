//! What does a call leave in the log? A span, if the feature `tracing` is on.
//!
//! It says what happened and never with which values: no arguments, no body, no credential, and no text of the
//! server's either, which may repeat any of them.

use std::time::Duration;

use super::error::Error;

/// The span of a call; it ends with the last byte of the answer, or with the call.
#[cfg(feature = "tracing")]
pub(super) struct Trace {
    span: tracing::Span,
    start: std::time::Instant,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(super) fn new(operation: &'static str) -> Self {
        use tracing::field::Empty;
        let span = tracing::debug_span!(
            "call",
            operation,
            status = Empty,
            tries = Empty,
            error = Empty,
            elapsed_ms = Empty
        );
        Self {
            span,
            start: std::time::Instant::now(),
        }
    }

    /// What is logged in the course of the future is logged within the span.
    pub(super) fn cover<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    pub(super) fn answered(&self, status: http::StatusCode, tries: u32) {
        self.span.record("status", status.as_u16());
        self.span.record("tries", tries);
    }

    pub(super) fn failed(&self, error: &Error) {
        if let Some(status) = error.status() {
            self.span.record("status", status.as_u16());
        }
        self.span.record("tries", error.tries());
        self.span.record("error", error.kind());
    }

    /// The request is going to be sent again.
    pub(super) fn waiting(&self, error: &Error, wait: Duration) {
        let status = error.status().map(|status| status.as_u16());
        tracing::debug!(parent: &self.span, error = error.kind(), status, ?wait, "sending the request again");
    }
}

#[cfg(feature = "tracing")]
impl Drop for Trace {
    fn drop(&mut self) {
        self.span.record(
            "elapsed_ms",
            u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
        );
    }
}

/// Nothing.
#[cfg(not(feature = "tracing"))]
pub(super) struct Trace;

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self, reason = "these are the methods of the other one")]
impl Trace {
    pub(super) fn new(_: &'static str) -> Self {
        Self
    }

    pub(super) fn cover<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        future
    }

    pub(super) fn answered(&self, _: http::StatusCode, _: u32) {}

    pub(super) fn failed(&self, _: &Error) {}

    pub(super) fn waiting(&self, _: &Error, _: Duration) {}
}
