//! Timers of a `tokio` runtime, or of a thread.

#[cfg(not(target_family = "wasm"))]
use std::cell::Cell;
#[cfg(not(target_family = "wasm"))]
use std::panic::catch_unwind;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

#[cfg(not(target_family = "wasm"))]
use tokio::runtime::Handle;
use tokio::runtime::Id;
use tokio::time::{Sleep, sleep_until};

use super::clock::Instant;

/// The state of a timer after its first poll.
///
/// It uses the timer of the `tokio` runtime that polls it, even if that is a different one each time. Without such a
/// timer, it uses a thread. WASI has neither: there, a timer ends when it is polled after its time.
pub(super) enum Running {
    Tokio(Id, Pin<Box<Sleep>>),
    Thread(Arc<Mutex<Waker>>),
}

/// Polls a timer that ends at a time.
pub(super) fn poll(
    at: Instant,
    running: &mut Option<Running>,
    context: &mut Context<'_>,
) -> Poll<()> {
    match runtime_with_timer() {
        Some(id) => {
            let sleep = match running {
                Some(Running::Tokio(of, sleep)) if *of == id => sleep,
                running => {
                    let sleep = Box::pin(sleep_until(at));
                    match running.insert(Running::Tokio(id, sleep)) {
                        Running::Tokio(_, sleep) => sleep,
                        Running::Thread(_) => return Poll::Pending,
                    }
                }
            };
            sleep.as_mut().poll(context)
        }
        None if Instant::now() >= at => Poll::Ready(()),
        None => {
            if let Some(Running::Thread(waker)) = running {
                let mut waker = waker.lock().unwrap_or_else(PoisonError::into_inner);
                waker.clone_from(context.waker());
            } else {
                *running = Some(Running::Thread(wake_at(at, context.waker())));
            }
            Poll::Pending
        }
    }
}

/// A task to wake at a time, unless its timer has been dropped.
struct Waiting(Instant, Weak<Mutex<Waker>>);

/// Wakes a task at a time, except on a target without threads.
fn wake_at(at: Instant, waker: &Waker) -> Arc<Mutex<Waker>> {
    static THREAD: Mutex<Option<Sender<Waiting>>> = Mutex::new(None);
    let waker = Arc::new(Mutex::new(waker.clone()));
    let waiting = Waiting(at, Arc::downgrade(&waker));
    let mut thread = THREAD.lock().unwrap_or_else(PoisonError::into_inner);
    let sender = thread.get_or_insert_with(|| {
        let (sender, receiver) = channel();
        let _ = thread::Builder::new().spawn(move || run(&receiver));
        sender
    });
    let _ = sender.send(waiting);
    waker
}

/// Runs the thread that wakes tasks.
fn run(receiver: &Receiver<Waiting>) {
    let mut all = Vec::new();
    loop {
        let now = Instant::now();
        let (due, later) = all
            .into_iter()
            .partition::<Vec<_>, _>(|Waiting(at, _)| *at <= now);
        for waker in due.iter().filter_map(|Waiting(_, waker)| waker.upgrade()) {
            let waker = waker.lock().unwrap_or_else(PoisonError::into_inner);
            waker.wake_by_ref();
        }
        all = later;
        all.retain(|Waiting(_, waker)| waker.strong_count() > 0);
        let next = all.iter().map(|Waiting(at, _)| *at).min();
        let wait = next.map_or(Duration::from_secs(3600), |at| {
            at.saturating_duration_since(now)
        });
        match receiver.recv_timeout(wait) {
            Ok(waiting) => all.push(waiting),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Returns whether the clock of the current `tokio` runtime is paused, so that it does not advance with the real time.
/// `tokio` has no other way to find out.
#[cfg(all(feature = "testing", not(target_family = "wasm")))]
pub(crate) fn is_paused() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    let (before, start) = (Instant::now(), std::time::Instant::now());
    while std::time::Instant::now() == start {
        std::hint::spin_loop();
    }
    Instant::now() == before
}

/// Returns false, because a target without threads has no runtime whose clock can be paused.
#[cfg(all(feature = "testing", target_family = "wasm"))]
pub(crate) const fn is_paused() -> bool {
    false
}

/// Returns whether there is a `tokio` runtime with its timer enabled.
pub(crate) fn has_timer() -> bool {
    runtime_with_timer().is_some()
}

/// Returns `None`, because a panic cannot be caught here to find out whether the timer of a runtime is enabled.
#[cfg(target_family = "wasm")]
fn runtime_with_timer() -> Option<Id> {
    None
}

/// Returns the current `tokio` runtime, if its timer is enabled.
#[cfg(not(target_family = "wasm"))]
fn runtime_with_timer() -> Option<Id> {
    thread_local! {
        static KNOWN: Cell<Option<(Id, bool)>> = const { Cell::new(None) };
    }
    let id = Handle::try_current().ok()?.id();
    let known = KNOWN.get().filter(|(of, _)| *of == id);
    let has_timer = known.map_or_else(
        || {
            // `tokio` has no other way to find out. The default panic hook prints a message, once per thread.
            let has_timer = catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok();
            KNOWN.set(Some((id, has_timer)));
            has_timer
        },
        |(_, has_timer)| has_timer,
    );
    has_timer.then_some(id)
}
