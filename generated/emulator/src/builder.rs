//! The settings of an emulator.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::clock::{Clock, micros};
use crate::data::Folder;
use crate::emulator::Emulator;
use crate::error::StartError;
use crate::fault::{Fault, Faults};
use crate::limits::VALUE_BYTES;
use crate::rate_limit::RateLimit;
use crate::reply::Common;
use crate::server::{Shared, Tokens, accept};
use crate::state::{Settings, State};

/// A builder of an [`Emulator`].
///
/// ```
/// use std::time::Duration;
///
/// use fastly_kv_emulator::{Emulator, Fault, RateLimit};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder()
///     .token("secret")
///     .rate_limit(RateLimit::per_hour(100))
///     .eventual_delay(Duration::from_secs(2))
///     .fault(Fault::status(503).probability(0.1))
///     .start()
///     .await?;
/// # drop(emulator);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Builder {
    host: IpAddr,
    port: u16,
    tokens: Tokens,
    data: Option<PathBuf>,
    faults: Vec<Fault>,
    fault_seed: u64,
    rate_limit: Option<RateLimit>,
    clock: Clock,
    eventual_delay: Duration,
    value_bytes: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            tokens: Tokens::default(),
            data: None,
            faults: Vec::new(),
            fault_seed: 0,
            rate_limit: None,
            clock: Clock::default(),
            eventual_delay: Duration::ZERO,
            value_bytes: VALUE_BYTES,
        }
    }
}

impl Builder {
    /// Sets the port. The default, 0, selects a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the address of the network interface. The default is the loopback interface, `127.0.0.1`.
    ///
    /// With a different address, other machines can reach the emulator, which has neither TLS nor limits of memory.
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// Sets the token that requests must have. Without one, the header `Fastly-Key` is ignored.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.tokens.full = Some(token.into());
        self
    }

    /// Sets a second token, with which write requests get status 403. It has no effect without [`token`](Self::token).
    pub fn read_only_token(mut self, token: impl Into<String>) -> Self {
        self.tokens.read_only = Some(token.into());
        self
    }

    /// Keeps the stores in a folder, which must be empty or a data folder of an emulator. It is created if necessary.
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }

    /// Adds a fault.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Sets the seed of faults that have a probability. The default is 0.
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.fault_seed = seed;
        self
    }

    /// Sets the rate limit of write requests. By default, there is none.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Sets the clock. The default follows the system's clock.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the time after which eventual lists show a change. By default, they show it at once.
    pub fn eventual_delay(mut self, delay: Duration) -> Self {
        self.eventual_delay = delay;
        self
    }

    /// Sets the maximum length of a value in bytes. The default is [`VALUE_BYTES`].
    pub fn value_limit(mut self, bytes: usize) -> Self {
        self.value_bytes = bytes;
        self
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// If the emulator cannot listen or use its data folder, or its thread cannot be started.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let (send, receive) = oneshot::channel();
        let starting = self.spawn(move |listening| drop(send.send(listening)))?;
        starting.finish(receive.await.ok())
    }

    /// Starts the emulator from code that is not async.
    ///
    /// # Errors
    ///
    /// If the emulator cannot listen or use its data folder, or its thread cannot be started.
    pub fn start_blocking(self) -> Result<Emulator, StartError> {
        let (send, receive) = std::sync::mpsc::channel();
        let starting = self.spawn(move |listening| drop(send.send(listening)))?;
        starting.finish(receive.recv().ok())
    }

    /// Starts the thread, which reports whether it listens.
    fn spawn(
        self,
        report: impl FnOnce(Listening) + Send + 'static,
    ) -> Result<Starting, StartError> {
        let clock = Arc::new(self.clock);
        let settings = Settings {
            eventual_delay: micros(self.eventual_delay),
            rate_limit: self.rate_limit,
            value_bytes: self.value_bytes,
        };
        let mut state = State::new(Arc::clone(&clock), settings);
        if let Some(path) = &self.data {
            state.keep_in(Folder::open(path, self.value_bytes)?)?;
        }
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            faults: Mutex::new(Faults::new(self.faults, self.fault_seed)),
            common: Mutex::new(Common::default()),
            clock,
            tokens: self.tokens,
            counts: crate::counts::Counts::default(),
        });
        let runtime = runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(|source| StartError::Thread { source })?;
        let address = SocketAddr::new(self.host, self.port);
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&shared);
        let run = move || {
            runtime.block_on(async {
                match listen(address).await {
                    Err(error) => report(Err(error)),
                    Ok((listener, address)) => {
                        report(Ok(address));
                        tokio::spawn(accept(listener, serving));
                        // Also ends when the sender is dropped.
                        let _ = stopped.await;
                    }
                }
            });
        };
        let thread = std::thread::Builder::new()
            .name("fastly-kv-emulator".to_owned())
            .spawn(run)
            .map_err(|source| StartError::Thread { source })?;
        Ok(Starting {
            shared,
            stop,
            thread,
        })
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// The result of listening, from the emulator's thread.
type Listening = Result<SocketAddr, StartError>;

/// An emulator whose thread has started.
struct Starting {
    shared: Arc<Shared>,
    stop: oneshot::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Starting {
    fn finish(self, listening: Option<Listening>) -> Result<Emulator, StartError> {
        match listening {
            Some(Ok(address)) => Ok(Emulator::new(address, self.shared, self.stop, self.thread)),
            Some(Err(error)) => Err(error),
            None => Err(StartError::Thread {
                source: std::io::Error::other("the thread ended"),
            }),
        }
    }
}
