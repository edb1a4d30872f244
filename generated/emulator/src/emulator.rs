//! A running emulator.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::builder::Builder;
use crate::error::{SeedError, StartError};
use crate::fault::{Fault, Faults};
use crate::item::Key;
use crate::rate_limit::RateLimit;
use crate::route::Operation;
use crate::seed::{SeedItem, SeedStore};
use crate::server::Shared;

/// A running emulator of the KV Store API.
///
/// It listens on the loopback interface and runs in its own thread, so it works with any async runtime, with paused
/// time, and with blocking code. It stops when it is dropped.
///
/// ```
/// use fastly_kv_emulator::Emulator;
/// use fastly_kv_store::{Client, types::Store};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// let client = Client::builder()
///     .token("any")
///     .base_url(emulator.url())?
///     .build()?;
///
/// let store = client.kv_store().create_store(&Store::new("assets")).send().await?;
/// let id = store.id.as_deref().unwrap_or_default();
/// client.kv_store_item().upsert_item(id, "greeting").body("hello").send().await?;
/// assert_eq!(emulator.item(id, "greeting").unwrap().value(), "hello");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    url: String,
    shared: Arc<Shared>,
    /// `None` after the emulator has stopped.
    thread: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Emulator {
    /// Starts an emulator without stores on a free port.
    ///
    /// # Errors
    ///
    /// If the emulator cannot listen, or its thread cannot be started.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder for an emulator with settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(
        address: SocketAddr,
        shared: Arc<Shared>,
        stop: oneshot::Sender<()>,
        thread: JoinHandle<()>,
    ) -> Self {
        Self {
            address,
            url: format!("http://{address}"),
            shared,
            thread: Some((stop, thread)),
        }
    }

    /// Returns the base URL for clients, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the address that the emulator listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Moves the clock forward. Items expire, and the window of the rate limit may end.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
        self.shared.state().now();
    }

    /// Replaces the faults. The seed determines which requests a fault with a probability applies to.
    pub fn set_faults(&self, faults: impl IntoIterator<Item = Fault>, seed: u64) {
        *self.shared.faults() = Faults::new(faults.into_iter().collect(), seed);
    }

    /// Returns the faults that have not applied to a request, or to fewer than their [`times`](Fault::times), with the
    /// number that is left. A test of a fault that no request reached tests nothing, so assert at its end that there are
    /// none.
    #[must_use]
    pub fn unused_faults(&self) -> Vec<Fault> {
        self.shared.faults().unused()
    }

    /// Replaces the rate limit. The requests of the current window remain counted.
    pub fn set_rate_limit(&self, limit: Option<RateLimit>) {
        self.shared.state().settings.rate_limit = limit;
    }

    /// Returns the number of requests of an operation so far, including those that a fault applied to.
    #[must_use]
    pub fn requests(&self, operation: Operation) -> u64 {
        self.shared.counts.get(operation)
    }

    /// Creates a store without a request, and returns its ID.
    ///
    /// # Errors
    ///
    /// If a store with this name or ID exists, or the name is not within the limits.
    pub fn seed_store(&self, store: SeedStore) -> Result<String, SeedError> {
        let mut state = self.shared.state();
        match state.create_store(store.0) {
            Ok(store) => Ok(store.id.clone()),
            Err(problem) => Err(SeedError(problem.detail)),
        }
    }

    /// Writes an item without a request.
    ///
    /// # Errors
    ///
    /// If there is no store with this ID, or the item is not within the limits.
    pub fn seed_item(&self, store_id: &str, item: SeedItem) -> Result<(), SeedError> {
        let seed = |item: SeedItem| {
            let (key, generation, write) = item.into_write()?;
            let mut state = self.shared.state();
            state.write(store_id, &key, write, generation)
        };
        seed(item).map_err(|problem| SeedError(problem.detail))
    }

    /// Returns an item without a request, or `None` if it does not exist.
    #[must_use]
    pub fn item(&self, store_id: &str, key: &str) -> Option<SeedItem> {
        let mut state = self.shared.state();
        let now = state.now();
        let item = state.store(store_id).ok()?.items.get(key)?;
        Some(SeedItem::of(key, item, now))
    }

    /// Returns all keys of a store, sorted, without a request. An unknown store has none.
    #[must_use]
    pub fn keys(&self, store_id: &str) -> Vec<String> {
        let mut state = self.shared.state();
        state.now();
        let keys = |store: &crate::store::Store| {
            let keys = store.items.keys().map(Key::as_ref);
            keys.map(str::to_owned).collect()
        };
        state.store(store_id).map(keys).unwrap_or_default()
    }

    /// Waits for as long as the emulator runs.
    ///
    /// It runs until the process ends, unless its thread fails.
    pub fn run(mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            let _ = thread.join();
            drop(stop);
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            // The port and the data folder are free after the drop. An error means that the thread has ended.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emulator_can_be_shared_between_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Emulator>();
    }

    #[test]
    fn the_port_is_free_after_a_drop() {
        let emulator = Emulator::builder().start_blocking().expect("an emulator");
        let port = emulator.address().port();
        drop(emulator);
        let again = Emulator::builder().port(port).start_blocking();
        assert_eq!(again.expect("an emulator").address().port(), port);
    }

    #[tokio::test(flavor = "current_thread", start_paused = true)]
    async fn it_starts_and_stops_within_paused_time() {
        let emulator = Emulator::start().await.expect("an emulator");
        assert!(emulator.url().starts_with("http://127.0.0.1:"));
    }
}
