//! The observation of a call: its tracing span, with the `tracing` feature, and the reports of its attempts.
//!
//! Neither contains values: no arguments, bodies or credentials, and no messages from the server, which may repeat
//! them. So the span has the attribute `url.template` of OpenTelemetry's semantic conventions, and not `url.full`.

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use http::{Method, StatusCode};

use super::attempt_report::{AttemptReport, Observer};
use super::clock::Instant;
use super::endpoint::Endpoint;
use super::error::Error;
#[cfg(feature = "tracing")]
use super::span;
use super::spec::Operation;

/// The observation of a call. It ends with the last byte of the response, or with the call if that fails.
///
/// Empty if the call is neither traced nor reported, so that each step of a call only checks that.
#[derive(Default)]
pub(crate) struct Trace(Option<Box<Observed>>);

/// A call that is observed.
struct Observed {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    observer: Option<Observer>,
    operation: &'static str,
    method: Method,
    endpoint: Endpoint,
    #[cfg(feature = "tracing")]
    start: Instant,
    attempt: Option<Current>,
    /// The number of attempts.
    attempts: u32,
    /// The number of redirects that were followed.
    redirects: u32,
    /// The status of the last response.
    status: Option<StatusCode>,
    /// The error of the call.
    error: Option<ErrorType>,
    /// Whether the call has a response or an error.
    has_result: bool,
}

/// The current attempt.
struct Current {
    start: Instant,
    request_body_size: Option<u64>,
    time_to_response: Option<Duration>,
    received: u64,
}

/// The value of the attribute `error.type`.
enum ErrorType {
    Status(StatusCode),
    Kind(&'static str),
}

impl Trace {
    /// Starts the observation of a call, if there is an observer, or a subscriber for its span. The origin is the
    /// scheme, host and port of the URL.
    pub(crate) fn new(
        operation: &'static Operation,
        observer: Option<&Observer>,
        method: impl FnOnce() -> Method,
        origin: impl Fn() -> String,
    ) -> Self {
        if observer.is_none() && !is_traced() {
            return Self(None);
        }
        let method = method();
        let endpoint = OnceCell::new();
        let get_endpoint = || endpoint.get_or_init(|| Endpoint::new(operation, &origin()));
        #[cfg(feature = "tracing")]
        let span = span::span(operation.id, &method, get_endpoint);
        #[cfg(feature = "tracing")]
        if observer.is_none() && span.is_disabled() {
            return Self(None);
        }
        get_endpoint();
        let new = |endpoint| Observed {
            #[cfg(feature = "tracing")]
            span,
            observer: observer.cloned(),
            operation: operation.id,
            method,
            endpoint,
            #[cfg(feature = "tracing")]
            start: Instant::now(),
            attempt: None,
            attempts: 0,
            redirects: 0,
            status: None,
            error: None,
            has_result: false,
        };
        Self(endpoint.into_inner().map(new).map(Box::new))
    }

    /// Returns a handle of the span.
    #[cfg_attr(
        not(feature = "tracing"),
        allow(clippy::unused_self, reason = "there is no span")
    )]
    pub(crate) fn scope(&self) -> Scope {
        Scope {
            #[cfg(feature = "tracing")]
            span: self.0.as_ref().map(|observed| observed.span.clone()),
        }
    }

    /// Starts an attempt, whose request has a body of this length.
    pub(crate) fn sent(&mut self, request_body_size: Option<u64>) {
        if let Some(observed) = &mut self.0 {
            observed.status = None;
            observed.attempts += 1;
            observed.attempt = Some(Current {
                start: Instant::now(),
                request_body_size,
                time_to_response: None,
                received: 0,
            });
        }
    }

    /// Adds the redirects that the current attempt has followed.
    pub(crate) fn redirected(&mut self, redirects: &Redirects) {
        if let Some(observed) = &mut self.0 {
            observed.redirects += redirects.0.load(Ordering::Relaxed);
        }
    }

    /// Records the status of the current attempt.
    pub(crate) fn responded(&mut self, status: StatusCode) {
        if let Some(observed) = &mut self.0
            && let Some(attempt) = &mut observed.attempt
        {
            attempt.time_to_response = Some(attempt.start.elapsed());
            observed.status = Some(status);
        }
    }

    /// Records the length of the response body so far.
    pub(crate) fn received(&mut self, bytes: u64) {
        if let Some(observed) = &mut self.0
            && let Some(attempt) = &mut observed.attempt
        {
            attempt.received = bytes;
        }
    }

    /// Ends an attempt that is retried after this wait.
    pub(crate) fn retrying(&mut self, error: &Error, wait: Duration) {
        if let Some(observed) = &mut self.0 {
            observed.end_attempt(Some(error), Some(wait));
            #[cfg(feature = "tracing")]
            span::log_retry(&observed.span, observed.attempts, wait);
        }
    }

    /// Logs that the request is sent after this wait, because nothing is left of the rate limit.
    #[cfg(feature = "tracing")]
    pub(crate) fn waiting_for_reset(&self, wait: Duration) {
        if let Some(observed) = &self.0 {
            span::log_wait_for_reset(&observed.span, wait);
        }
    }

    /// Logs nothing: only spans have events.
    #[cfg(not(feature = "tracing"))]
    #[allow(clippy::unused_self, reason = "the signature is that with spans")]
    pub(crate) fn waiting_for_reset(&self, _: Duration) {}

    /// Records that the call has a response. The attempt continues with the response body.
    pub(crate) fn succeeded(&mut self) {
        if let Some(observed) = &mut self.0 {
            observed.has_result = true;
        }
    }

    /// Records that the caller has dropped the call while it read the response body.
    pub(crate) fn cancelled(&mut self) {
        if let Some(observed) = &mut self.0 {
            observed.has_result = false;
        }
    }

    /// Ends the observation of a call that failed.
    pub(crate) fn failed(mut self, error: &Error) {
        if let Some(observed) = &mut self.0 {
            observed.has_result = true;
            observed.end_attempt(Some(error), None);
            observed.error = Some(ErrorType::of(error));
        }
    }
}

impl Observed {
    /// Reports and logs the current attempt, if there is one.
    fn end_attempt(&mut self, error: Option<&Error>, retry_in: Option<Duration>) {
        let Some(attempt) = self.attempt.take() else {
            return;
        };
        let error_type = error.map(ErrorType::of).or(self.cancelled());
        let received = match error {
            Some(Error::Api(error)) => error.body().len() as u64,
            _ => attempt.received,
        };
        let report = AttemptReport {
            operation: self.operation,
            method: &self.method,
            url_template: self.endpoint.template.as_deref(),
            url_scheme: &self.endpoint.scheme,
            server_address: &self.endpoint.address,
            server_port: self.endpoint.port,
            attempt: self.attempts,
            status: self.status,
            error_type: error_type.as_ref().map(ErrorType::as_str),
            duration: attempt.start.elapsed(),
            time_to_response: attempt.time_to_response,
            request_body_size: attempt.request_body_size,
            response_body_size: self.status.map(|_| received),
            retry_in,
        };
        #[cfg(feature = "tracing")]
        span::log_attempt(&self.span, &report);
        if let Some(observer) = &self.observer {
            observe(observer, &report);
        }
    }

    /// Returns the reason of a call that the caller has dropped before it had a result.
    fn cancelled(&self) -> Option<ErrorType> {
        (!self.has_result).then_some(ErrorType::Kind("cancelled"))
    }
}

/// Calls an observer. While the thread panics, a panic of the observer is caught, because it would abort the process.
fn observe(observer: &Observer, report: &AttemptReport<'_>) {
    if thread::panicking() {
        let _ = catch_unwind(AssertUnwindSafe(|| observer(report)));
    } else {
        observer(report);
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        self.end_attempt(None, None);
        #[cfg(feature = "tracing")]
        {
            let error_type = self.error.take().or(self.cancelled());
            let result = span::CallResult {
                status: self.status,
                attempts: self.attempts,
                redirects: self.redirects,
                error_type: error_type.as_ref().map(ErrorType::as_str),
                elapsed: self.start.elapsed(),
            };
            result.record(&self.span);
        }
    }
}

impl ErrorType {
    fn of(error: &Error) -> Self {
        match error {
            Error::Api(error) => Self::Status(error.status()),
            error => Self::Kind(error.kind()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Status(status) => status.as_str(),
            Self::Kind(kind) => kind,
        }
    }
}

/// Returns whether any subscriber is interested in spans of this level, without regard to its filters.
#[cfg(feature = "tracing")]
fn is_traced() -> bool {
    tracing::Level::DEBUG <= tracing::level_filters::LevelFilter::current()
}

#[cfg(not(feature = "tracing"))]
fn is_traced() -> bool {
    false
}

/// The span of a call.
pub(crate) struct Scope {
    #[cfg(feature = "tracing")]
    span: Option<tracing::Span>,
}

impl Scope {
    /// Runs a future within the span.
    #[cfg(feature = "tracing")]
    pub(crate) fn instrument<F: Future>(
        self,
        future: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        let span = self.span.unwrap_or_else(tracing::Span::none);
        tracing::Instrument::instrument(future, span)
    }

    /// Runs a future.
    #[cfg(not(feature = "tracing"))]
    #[allow(clippy::unused_self, reason = "there is no span")]
    pub(crate) fn instrument<F: Future>(
        self,
        future: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        future
    }
}

/// The number of redirects that an attempt has followed.
#[derive(Default)]
pub(crate) struct Redirects(AtomicU32);

impl Redirects {
    /// Counts and logs a redirect that is followed.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn follow(&self, status: StatusCode) {
        self.0.fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "tracing")]
        span::log_redirect(status);
        #[cfg(not(feature = "tracing"))]
        let _ = status;
    }

    /// Returns whether a redirect has been followed.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    /// Adds those that a transport below layers has followed.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) fn add(&self, others: &Self) {
        let others = others.0.load(Ordering::Relaxed);
        self.0.fetch_add(others, Ordering::Relaxed);
    }
}
