//! The tracing span of a call, with the `tracing` feature.
//!
//! It never records values: no arguments, bodies or credentials, and no messages from the server, which may repeat
//! them.

use std::time::Duration;

use super::error::Error;

/// The span of a call. It ends with the last byte of the response, or with the call if that fails.
#[cfg(feature = "tracing")]
pub(crate) struct Trace {
    span: tracing::Span,
    start: super::clock::Instant,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(crate) fn new(operation: &'static str) -> Self {
        use tracing::field::Empty;
        let span = tracing::debug_span!(
            "call",
            operation,
            status = Empty,
            attempts = Empty,
            error = Empty,
            elapsed_ms = Empty
        );
        Self {
            span,
            start: super::clock::Instant::now(),
        }
    }

    /// Runs a future within the span.
    pub(crate) fn instrument<F: Future>(
        &self,
        future: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    pub(crate) fn responded(&self, status: http::StatusCode, attempts: u32) {
        self.span.record("status", status.as_u16());
        self.span.record("attempts", attempts);
    }

    pub(crate) fn failed(&self, error: &Error) {
        if let Some(status) = error.status() {
            self.span.record("status", status.as_u16());
        }
        self.span.record("attempts", error.attempts());
        self.span.record("error", error.kind());
    }

    /// Logs that the request will be retried after this wait.
    pub(crate) fn retrying(&self, error: &Error, wait: Duration) {
        let status = error.status().map(|status| status.as_u16());
        tracing::debug!(parent: &self.span, error = error.kind(), status, ?wait, "retrying the request");
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

/// The span of a call without the `tracing` feature: nothing.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Trace;

#[cfg(not(feature = "tracing"))]
#[allow(
    clippy::unused_self,
    reason = "the signatures match those of the other `Trace`"
)]
impl Trace {
    pub(crate) fn new(_: &'static str) -> Self {
        Self
    }

    pub(crate) fn instrument<F: Future>(
        &self,
        future: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        future
    }

    pub(crate) fn responded(&self, _: http::StatusCode, _: u32) {}

    pub(crate) fn failed(&self, _: &Error) {}

    pub(crate) fn retrying(&self, _: &Error, _: Duration) {}
}
