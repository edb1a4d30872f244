//! Who makes the calls?

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::api::Api;
use super::auth::Credential;
use super::base_url::BaseUrl;
use super::call::Call;
use super::operation::Operation;
use super::retry::RetryPolicy;
use super::transport::Transport;

/// A client of the API.
///
/// Clones share one pool of connections and are cheap; one client serves any number of tasks at once.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

/// What a client was built with.
pub(super) struct Settings {
    pub(super) api: &'static Api,
    pub(super) base_url: BaseUrl,
    /// Whether the base URL is the user's and not the document's.
    pub(super) has_own_base_url: bool,
    pub(super) credentials: Vec<Credential>,
    pub(super) user_agent: HeaderValue,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) body_limit: Option<usize>,
    pub(super) transport: Arc<dyn Transport>,
}

impl Client {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
        }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    #[doc(hidden)]
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self.clone(), operation)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url.as_str())
            .field("timeout", &self.settings.timeout)
            .field("retry", &self.settings.retry)
            .finish_non_exhaustive()
    }
}
