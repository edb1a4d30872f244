//! The time of calls that reach a test double: it passes at once wherever a call waits.
//!
//! The time of a call is that of the clock plus what the call has skipped. A double turns a call's time virtual when it
//! receives a request of the call, so this works through any layers around the double, on any executor and with none.
//! From then on, a delay of the call is skipped, until a request of the call has a different transport. A stall ends at
//! the first time at which a timer of the call that waits for it would end.
//!
//! Each call has its own time, so that a call that waits does not make concurrent calls late. A call starts at the
//! latest time of the previous calls of its client.
//!
//! In a `tokio` runtime whose clock is paused, calls have the time of that clock instead, which the timers of the code and
//! of layers share.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use super::clock::Instant;

thread_local! {
    /// The time of the call that is being polled.
    static CURRENT: RefCell<Option<CallTime>> = const { RefCell::new(None) };
}

/// The time that the calls of a client have skipped.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientTime(Arc<Mutex<Passed>>);

#[derive(Clone, Copy, Debug, Default)]
struct Passed {
    is_virtual: bool,
    skipped: Duration,
    /// When the first request reached a double while the clock was paused.
    paused: Option<Instant>,
}

/// The time of a call.
#[derive(Clone, Debug)]
pub(crate) struct CallTime(Arc<Call>);

#[derive(Debug)]
struct Call {
    client: ClientTime,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    time: Passed,
    /// Whether the call waits for a response that never arrives.
    is_stalled: bool,
    /// The earliest end of the timers that wait for it.
    next: Option<Instant>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ClientTime {
    /// Starts the time of a call.
    pub(crate) fn start(&self) -> CallTime {
        CallTime(Arc::new(Call {
            client: self.clone(),
            state: Mutex::new(State {
                time: *lock(&self.0),
                is_stalled: false,
                next: None,
            }),
        }))
    }
}

impl CallTime {
    /// Returns the time of the call that is being polled.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Turns the time virtual, for this call and the following ones of the client, unless the clock is paused.
    pub(crate) fn reach_double(&self, is_paused: bool) {
        lock(&self.0.state).time.is_virtual = !is_paused;
        let mut client = lock(&self.0.client.0);
        client.is_virtual = !is_paused;
        if is_paused {
            client.paused.get_or_insert_with(Instant::now);
        }
    }

    /// Returns the time that the call and the previous ones of its client have skipped.
    fn skipped(&self) -> Duration {
        lock(&self.0.state).time.skipped
    }

    /// Returns the time that has passed since the first call of the client: what its calls have skipped, and the time of
    /// a paused clock.
    pub(crate) fn waited(&self) -> Duration {
        let paused = lock(&self.0.client.0).paused;
        let since = paused.map(|paused| Instant::now().saturating_duration_since(paused));
        self.skipped().saturating_add(since.unwrap_or_default())
    }

    fn skip(&self, wait: Duration) {
        let mut state = lock(&self.0.state);
        state.time.skipped = state.time.skipped.saturating_add(wait);
        let mut client = lock(&self.0.client.0);
        client.skipped = client.skipped.max(state.time.skipped);
    }

    /// Makes this the time of the current thread until the guard is dropped.
    pub(crate) fn enter(&self) -> Entered {
        Entered(CURRENT.replace(Some(self.clone())))
    }
}

/// Restores the previous time of the thread on drop.
pub(crate) struct Entered(Option<CallTime>);

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// Makes the time of the current call that of the clock, until a double receives its next request. The client can have
/// another transport next to the double.
pub(crate) fn start_attempt() {
    if let Some(time) = CallTime::current() {
        lock(&time.0.state).time.is_virtual = false;
    }
}

/// Returns the virtual time of the call that is being polled, if it has one.
fn current_virtual() -> Option<CallTime> {
    CallTime::current().filter(|time| lock(&time.0.state).time.is_virtual)
}

/// Adds the time that the current call has skipped.
pub(crate) fn shifted(now: Instant) -> Instant {
    let skipped = CallTime::current().map(|time| time.skipped());
    skipped
        .and_then(|skipped| now.checked_add(skipped))
        .unwrap_or(now)
}

/// Returns the time of the current call.
fn now() -> Instant {
    shifted(Instant::now())
}

/// Returns when a time of the current call is on the clock.
pub(crate) fn on_clock(at: Instant) -> Instant {
    let skipped = CallTime::current().map(|time| time.skipped());
    skipped
        .and_then(|skipped| at.checked_sub(skipped))
        .unwrap_or(at)
}

/// Returns whether the current call skips its delays.
pub(crate) fn is_virtual() -> bool {
    current_virtual().is_some()
}

/// Skips a delay of the current call, if its time is virtual. Returns whether it is.
pub(crate) fn skip(wait: Duration) -> bool {
    let time = current_virtual();
    if let Some(time) = &time {
        time.skip(wait);
    }
    time.is_some()
}

/// Polls a timer of the current call. Returns `None` if it needs a timer on the clock.
pub(crate) fn poll_timer(at: Instant) -> Option<Poll<()>> {
    let time = current_virtual()?;
    if now() >= at {
        return Some(Poll::Ready(()));
    }
    let mut state = lock(&time.0.state);
    state.is_stalled.then(|| {
        state.next = Some(state.next.map_or(at, |next| next.min(at)));
        Poll::Pending
    })
}

/// A wait for something that never happens. It ends if no timer of the call waits for it.
pub(crate) struct Stall {
    time: CallTime,
    is_started: bool,
}

impl Stall {
    pub(crate) fn new(time: CallTime) -> Self {
        Self {
            time,
            is_started: false,
        }
    }

    /// Skips the time to the end of the first timer that waits. The timers are polled after this, and again after the
    /// time has been skipped.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let next = {
            let mut state = lock(&self.time.0.state);
            state.is_stalled = true;
            state.next.take()
        };
        match next {
            Some(at) => {
                let _entered = self.time.enter();
                self.time.skip(at.saturating_duration_since(now()));
            }
            None if self.is_started => return Poll::Ready(()),
            None => self.is_started = true,
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Stall {
    fn drop(&mut self) {
        let mut state = lock(&self.time.0.state);
        (state.is_stalled, state.next) = (false, None);
    }
}

/// A future in the time of a call.
pub(crate) struct InTime<F> {
    future: F,
    time: CallTime,
}

impl<F> InTime<F> {
    pub(crate) fn new(time: CallTime, future: F) -> Self {
        Self { future, time }
    }
}

impl<F: Future + Unpin> Future for InTime<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        let _entered = this.time.enter();
        Pin::new(&mut this.future).poll(context)
    }
}
