//! The connection pools of the default transport, one per `tokio` runtime.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::runtime::Id;

use super::error::ConfigError;
use super::http::has_timer;

/// The default time limit for establishing a connection, including TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum number of runtimes whose pools are kept.
const MAX_RUNTIMES: usize = 8;

/// The settings of the default transport.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HttpOptions {
    /// The time without a frame from the server after which a ping is sent, if pings are sent.
    pub(crate) interval: Option<Duration>,
    /// The time that the server has to respond to a ping.
    pub(crate) timeout: Duration,
    /// Whether HTTP/2 is used without negotiation.
    pub(crate) http2_only: bool,
    /// The time limit for establishing a connection, including TLS.
    pub(crate) connect_timeout: Duration,
    /// The time limit of each wait for bytes of the response.
    pub(crate) idle_timeout: Option<Duration>,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            interval: Some(Duration::from_secs(10)),
            timeout: Duration::from_secs(20),
            http2_only: false,
            connect_timeout: CONNECT_TIMEOUT,
            idle_timeout: None,
        }
    }
}

/// The clients of the runtimes that have made calls.
///
/// A connection is driven by the runtime that established it. A request from a different runtime would never complete
/// on it while that runtime is idle, so each runtime has its own pool.
pub(crate) struct Pools {
    http_options: HttpOptions,
    clients: Mutex<Clients>,
}

struct Clients {
    /// A client that has not been used by any runtime.
    unused: Option<Client>,
    /// The clients, with the most recently used last.
    of: Vec<(Id, Client)>,
}

impl Pools {
    pub(super) fn new(http_options: HttpOptions) -> Result<Self, ConfigError> {
        // Built now to report an error early.
        let unused = Some(build(http_options, true)?);
        Ok(Self {
            http_options,
            clients: Mutex::new(Clients {
                unused,
                of: Vec::new(),
            }),
        })
    }

    /// Returns the client for a runtime, which must be the current one.
    pub(super) fn client(&self, runtime: Id) -> Result<Client, ConfigError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = clients.of.iter().rposition(|(id, _)| *id == runtime) {
            let used = clients.of.remove(at);
            let client = used.1.clone();
            clients.of.push(used);
            return Ok(client);
        }
        let has_timer = has_timer();
        let client = match clients.unused.take_if(|_| has_timer) {
            Some(client) => client,
            None => build(self.http_options, has_timer)?,
        };
        // Calls that are still in progress keep the client of a runtime that is removed here.
        if clients.of.len() >= MAX_RUNTIMES {
            clients.of.remove(0);
        }
        clients.of.push((runtime, client.clone()));
        Ok(client)
    }
}

/// Builds a client. Without a timer, it has no timeouts, which would panic.
fn build(options: HttpOptions, has_timer: bool) -> Result<Client, ConfigError> {
    // Encodings that other crates enable in `reqwest` are not requested, and gzip is decoded here.
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate();
    if has_timer {
        builder = builder.connect_timeout(options.connect_timeout);
        builder = builder
            .http2_keep_alive_interval(options.interval)
            .http2_keep_alive_timeout(options.timeout);
        if let Some(timeout) = options.idle_timeout {
            builder = builder.read_timeout(timeout);
        }
    } else {
        builder = builder.pool_idle_timeout(None);
    }
    if options.http2_only {
        builder = builder.http2_prior_knowledge();
    }
    builder
        .build()
        .map_err(|error| ConfigError::because("cannot build the HTTP client", error))
}
