//! The settings of a client.

use std::time::Duration;

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};

use super::auth::Credential;
use super::base_url::BaseUrl;
use super::error::Secrets;
use super::http::Observer;
use super::retry::RetryPolicy;
use super::spec::Api;

/// The settings of a client.
pub(crate) struct Settings {
    pub(crate) api: &'static Api,
    pub(crate) base_url: BaseUrl,
    /// Whether the user set the base URL.
    pub(crate) has_custom_base_url: bool,
    pub(crate) credentials: Vec<Credential>,
    /// The credentials as strings, which errors must not show.
    pub(crate) secrets: Secrets,
    pub(crate) user_agent: HeaderValue,
    /// The user's headers of every request.
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Option<Duration>,
    /// The timeout of each attempt, to the end of its response body.
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    /// The maximum length of a body in memory, if the user set one.
    pub(crate) body_limit: Option<usize>,
    /// The maximum memory of a decoded value, as estimated from its JSON.
    pub(crate) max_decoded: usize,
    /// The response header with the request id, if the user set one.
    pub(crate) request_id_header: Option<HeaderName>,
    /// The function that receives the reports of attempts, if the user set one.
    pub(crate) observer: Option<Observer>,
}
