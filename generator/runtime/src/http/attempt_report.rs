//! The report of an attempt, for metrics.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};

/// The function that receives the reports of a client.
pub(crate) type Observer = Arc<dyn Fn(&AttemptReport<'_>) + Send + Sync>;

/// An attempt that has ended, as passed to the function set with
/// [`ClientBuilder::on_attempt`](super::super::ClientBuilder::on_attempt).
///
/// An attempt is one request of a call. It ends with the last byte of its response body, or when it fails. It never
/// contains values: no arguments, headers, bodies or credentials.
///
/// The fields correspond to the attributes of OpenTelemetry's semantic conventions for HTTP clients:
///
/// | attribute | field |
/// | --- | --- |
/// | `http.request.method` | `method`, or `_OTHER` if it is not a standard one |
/// | `url.scheme`, `url.template` | `url_scheme`, `url_template` |
/// | `server.address`, `server.port` | `server_address`, `server_port` |
/// | `http.response.status_code` | `status` |
/// | `error.type` | `error_type` |
/// | `http.request.resend_count` | `attempt` - 1 |
/// | `http.request.body.size` | `request_body_size` |
///
/// # Examples
///
/// The metric `http.client.request.duration` is a histogram in seconds. `duration` is one of a metrics crate:
///
/// ```ignore
/// let client = builder
///     .on_attempt(move |report| {
///         let attributes = [
///             ("http.request.method", report.method.to_string()),
///             ("server.address", report.server_address.to_owned()),
///             ("server.port", report.server_port.to_string()),
///             (
///                 "error.type",
///                 report.error_type.unwrap_or_default().to_owned(),
///             ),
///         ];
///         duration.record(report.duration.as_secs_f64(), &attributes);
///     })
///     .build()?;
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AttemptReport<'a> {
    /// The operation id.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path template of the operation, such as `/stores/{store_id}`. `None` for a request that is not in the API's
    /// description.
    pub url_template: Option<&'a str>,
    /// The scheme of the base URL: `http` or `https`.
    pub url_scheme: &'a str,
    /// The host of the base URL: a domain name, or an IP address without brackets.
    pub server_address: &'a str,
    /// The port of the base URL, or the default port of its scheme.
    pub server_port: u16,
    /// The number of the attempt, starting at 1. Redirects that the default transport follows belong to an attempt.
    pub attempt: u32,
    /// The status of the response, if there was one.
    pub status: Option<StatusCode>,
    /// The reason of a failure. `None` if the attempt succeeded, or if the caller dropped the stream of a successful
    /// response before its end.
    ///
    /// The status, such as `503`, if the response is not a success. Otherwise one of `connection`, `timeout`, `body`
    /// (the request or response body failed), `config`, and `cancelled`: the caller dropped the call, or the future that
    /// reads the whole response body, before the end of the attempt.
    pub error_type: Option<&'a str>,
    /// The time from the start of the attempt to its end.
    pub duration: Duration,
    /// The time from the start of the attempt to the status and headers of its response. Unlike `duration`, it does not
    /// depend on how fast the caller reads the response body.
    pub time_to_response: Option<Duration>,
    /// The length of the request body in bytes. `None` for a stream of unknown length.
    pub request_body_size: Option<u64>,
    /// The number of bytes of the response body that were read, after decompression. `None` without a response.
    pub response_body_size: Option<u64>,
    /// The time until the next attempt. `None` if this is the last one. A 401 response to a token of a
    /// [`TokenSource`](super::super::TokenSource) is retried immediately, but only if the source returns a new token.
    pub retry_in: Option<Duration>,
}
