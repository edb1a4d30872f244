//! The client.

use std::fmt;
use std::sync::Arc;

use super::prepare::{RateGate, Settings};
use super::transport::Transport;

/// A client for the API, created by a [`ClientBuilder`](super::super::ClientBuilder).
///
/// Clones are cheap and share their connections. A client can be used by any number of tasks concurrently.
///
/// # Retries and rate limits
///
/// A failed request is sent at most three times, and only if that is safe: see
/// [`RetryPolicy`](super::super::RetryPolicy). A 429 response waits for the time in `retry-after` or until the rate
/// limit is reset, if that is within the policy's total (60 s by default). Otherwise it is returned immediately, and
/// its message says when the limit is reset. With `wait_for_reset`, a request waits before it is sent if the last
/// response said that nothing is left.
///
/// ```no_run
/// # use openapi_crate_runtime::{ClientBuilder, Error, RetryPolicy};
/// # use std::time::Duration;
/// # fn example(builder: ClientBuilder) -> Result<(), Error> {
/// let policy = RetryPolicy::default()
///     .max_total(Duration::from_secs(300))
///     .wait_for_reset(true);
/// let client = builder.retry(policy).build()?;
/// # Ok(()) }
/// ```
///
/// # Timeouts
///
/// By default, only establishing a connection has a time limit (10 s). `timeout` limits a whole call: all attempts, the
/// delays between them, and the response to the end of its body. `attempt_timeout` limits each attempt, which is then
/// retried if that is safe. `idle_timeout` limits each wait for bytes of the response, and so suits long downloads; the
/// first wait includes sending the request body.
///
/// ```no_run
/// # use openapi_crate_runtime::{ClientBuilder, Error};
/// # use std::time::Duration;
/// # #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
/// # fn example(builder: ClientBuilder) -> Result<(), Error> {
/// let client = builder
///     .timeout(Duration::from_secs(120))
///     .attempt_timeout(Duration::from_secs(30))
///     .idle_timeout(Duration::from_secs(10))
///     .build()?;
/// # Ok(()) }
/// ```
///
/// # Runtimes and blocking programs
///
/// The default transport needs a `tokio` runtime. A call outside a runtime fails with
/// [`Error::Config`](super::super::Error::Config). A client can be used on several runtimes, such as those of several
/// tests: each runtime has its own connections, and those of the eight most recently used runtimes are kept. On a
/// runtime without a timer, requests are sent only once and connecting has no time limit. A response body is received
/// by the runtime that made the call, so that runtime must keep running while the body is read; the timeout of the call
/// applies wherever the body is read. A client or a service set by the user is shared by all runtimes, so its
/// connections must not belong to a runtime that idles.
///
/// On WebAssembly in a browser or Node.js, the default transport is `fetch`, which needs no `tokio` runtime. It reads a
/// request body into memory before sending it, and follows redirects to any origin. WASI has no default transport and
/// no timer: a client needs a service, requests are sent only once, and a timeout is checked whenever the call is
/// polled.
///
/// A program without `async` keeps one runtime and runs each call on it:
///
/// ```no_run
/// # use openapi_crate_runtime::Error;
/// # fn example<T>(call: impl Future<Output = Result<T, Error>>) -> Result<(), Box<dyn std::error::Error>> {
/// let runtime = tokio::runtime::Builder::new_current_thread()
///     .enable_all()
///     .build()?;
/// let response = runtime.block_on(call)?;
/// # Ok(()) }
/// ```
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
    #[cfg(feature = "testing")]
    pub(super) time: super::http::ClientTime,
}

impl Client {
    pub(super) fn new(settings: Settings, transport: Transport) -> Self {
        let shared = Shared {
            settings,
            transport,
            rate_gate: RateGate::default(),
            #[cfg(feature = "testing")]
            time: super::http::ClientTime::default(),
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
