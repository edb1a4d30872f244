//! The client.

use std::fmt;
use std::sync::Arc;

use super::prepare::{RateGate, Settings};
use super::transport::Transport;

/// A client of the API.
///
/// Clones are cheap and share one connection pool. A client can be used by any number of tasks concurrently.
// Has fields instead of private methods, whose names could conflict with the accessors of tags.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

/// The state shared by the clones of a client.
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) transport: Transport,
    pub(super) rate_gate: RateGate,
}

impl Client {
    pub(super) fn new(settings: Settings, transport: Transport) -> Self {
        let shared = Shared {
            settings,
            transport,
            rate_gate: RateGate::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.shared.settings;
        f.debug_struct("Client")
            .field("base_url", &settings.base_url.as_str())
            .field("timeout", &settings.timeout)
            .field("retry", &settings.retry)
            .finish_non_exhaustive()
    }
}
