//! Timers on the event loop of JavaScript.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use gloo_timers::future::TimeoutFuture;

use super::browser_task::Task;
use super::clock::Instant;

/// The longest timeout in JavaScript, in milliseconds. A longer one would end immediately.
const MAX_TIMEOUT: u32 = i32::MAX as u32;

/// The state of a timer after its first poll.
pub(super) struct Running {
    waker: Arc<Mutex<Waker>>,
    _task: Task,
}

/// Polls a timer that ends at a time.
pub(super) fn poll(
    at: Instant,
    running: &mut Option<Running>,
    context: &mut Context<'_>,
) -> Poll<()> {
    if Instant::now() >= at {
        return Poll::Ready(());
    }
    if let Some(running) = running {
        let mut waker = running.waker.lock().unwrap_or_else(PoisonError::into_inner);
        waker.clone_from(context.waker());
    } else {
        let waker = Arc::new(Mutex::new(context.waker().clone()));
        let task = Task::spawn(wake_at(at, waker.clone()));
        *running = Some(Running { waker, _task: task });
    }
    Poll::Pending
}

/// Wakes a task at a time.
async fn wake_at(at: Instant, waker: Arc<Mutex<Waker>>) {
    loop {
        let left = at.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        // Rounded up, so that the time is over when the timeout ends.
        let milliseconds = u32::try_from(left.as_millis() + 1).unwrap_or(MAX_TIMEOUT);
        TimeoutFuture::new(milliseconds.min(MAX_TIMEOUT)).await;
    }
    waker
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .wake_by_ref();
}

/// Returns whether there is a timer, which is always the case.
pub(crate) fn has_timer() -> bool {
    true
}

/// Returns false, because the clock of JavaScript cannot be paused.
#[cfg(feature = "testing")]
pub(crate) const fn is_paused() -> bool {
    false
}
