//! The tracing span of a call, and its events.
//!
//! The names of the fields are those of OpenTelemetry's semantic conventions for HTTP clients
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>), if they have one.

use std::time::Duration;

use http::{Method, StatusCode};
use tracing::Span;
use tracing::field::Empty;

use super::attempt_report::AttemptReport;
use super::endpoint::Endpoint;

/// The standard methods. The conventions replace others, of which there could be any number.
const METHODS: [&str; 10] = [
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
];

/// Creates the span of a call. The endpoint is computed only if the span is enabled.
pub(super) fn span<'a>(
    operation: &'static str,
    method: &Method,
    endpoint: impl Fn() -> &'a Endpoint,
) -> Span {
    let name = method.as_str();
    let is_standard = METHODS.contains(&name);
    tracing::debug_span!(
        "call",
        operation,
        otel.name = span_name(is_standard.then_some(name), endpoint()),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = if is_standard { name } else { "_OTHER" },
        http.request.method_original = (!is_standard).then_some(name),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.scheme = endpoint().scheme,
        url.template = endpoint().template,
        server.address = endpoint().address,
        server.port = endpoint().port,
        error.type = Empty,
        attempts = Empty,
        elapsed_ms = Empty,
    )
}

/// Returns the name of a span: `GET /stores/{store_id}`.
fn span_name(method: Option<&str>, endpoint: &Endpoint) -> String {
    let method = method.unwrap_or("HTTP");
    match &endpoint.template {
        Some(template) => format!("{method} {template}"),
        None => method.to_owned(),
    }
}

/// Logs an attempt that has ended.
pub(super) fn log_attempt(span: &Span, report: &AttemptReport<'_>) {
    tracing::debug!(
        parent: span,
        attempt = report.attempt,
        http.response.status_code = report.status.map(|status| status.as_u16()),
        http.request.body.size = report.request_body_size,
        http.response.body.size = report.response_body_size,
        error.type = report.error_type,
        elapsed_ms = milliseconds(report.duration),
        "request attempt",
    );
}

/// Logs the wait before a retry.
pub(super) fn log_retry(span: &Span, attempt: u32, wait: Duration) {
    let wait_ms = milliseconds(wait);
    tracing::debug!(parent: span, attempt, wait_ms, "retrying the request");
}

/// Logs the wait before a request while nothing is left of the rate limit.
pub(super) fn log_wait_for_reset(span: &Span, wait: Duration) {
    let wait_ms = milliseconds(wait);
    tracing::debug!(parent: span, wait_ms, "waiting for the reset of the rate limit");
}

/// Logs a redirect that is followed, within the current span.
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub(super) fn log_redirect(status: StatusCode) {
    let status = status.as_u16();
    tracing::debug!(http.response.status_code = status, "following a redirect");
}

/// The result of a call.
pub(super) struct CallResult<'a> {
    pub(super) status: Option<StatusCode>,
    pub(super) attempts: u32,
    pub(super) redirects: u32,
    pub(super) error_type: Option<&'a str>,
    pub(super) elapsed: Duration,
}

impl CallResult<'_> {
    /// Adds the result to the call's span.
    pub(super) fn record(&self, span: &Span) {
        if let Some(status) = self.status {
            span.record("http.response.status_code", status.as_u16());
        }
        let resends = self.attempts.saturating_sub(1) + self.redirects;
        if resends > 0 {
            span.record("http.request.resend_count", resends);
        }
        if let Some(error_type) = self.error_type {
            span.record("error.type", error_type);
            span.record("otel.status_code", "ERROR");
        }
        span.record("attempts", self.attempts);
        span.record("elapsed_ms", milliseconds(self.elapsed));
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
