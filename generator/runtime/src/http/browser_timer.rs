//! Timers on the event loop of JavaScript.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;

use super::browser_task::Task;
use super::clock::Instant;
use super::now::now;

/// The longest timeout in JavaScript, in milliseconds. A longer one would end immediately.
const MAX_TIMEOUT: u32 = i32::MAX as u32;

/// A timer, which starts with the first poll and is cancelled on drop.
pub(crate) struct Timer {
    at: Instant,
    running: Option<Running>,
}

struct Running {
    waker: Arc<Mutex<Waker>>,
    _task: Task,
}

impl Timer {
    pub(crate) fn at(at: Instant) -> Self {
        Self { at, running: None }
    }

    pub(crate) fn after(wait: Duration) -> Self {
        let now = now();
        // About 30 years, if the clock cannot represent the time.
        let at = now.checked_add(wait);
        Self::at(at.unwrap_or_else(|| now + Duration::from_secs(1 << 30)))
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        #[cfg(feature = "testing")]
        if let Some(polled) = super::virtual_time::poll_timer(self.at) {
            return polled;
        }
        if now() >= self.at {
            return Poll::Ready(());
        }
        if let Some(running) = &self.running {
            let mut waker = running.waker.lock().unwrap_or_else(PoisonError::into_inner);
            waker.clone_from(context.waker());
        } else {
            let waker = Arc::new(Mutex::new(context.waker().clone()));
            let at = self.at;
            #[cfg(feature = "testing")]
            let at = super::virtual_time::on_clock(at);
            let task = Task::spawn(wake_at(at, waker.clone()));
            self.running = Some(Running { waker, _task: task });
        }
        Poll::Pending
    }
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

/// Waits for a duration.
pub(crate) async fn sleep(wait: Duration) {
    #[cfg(feature = "testing")]
    if super::virtual_time::skip(wait) {
        return;
    }
    let mut timer = Timer::after(wait);
    poll_fn(|context| timer.poll(context)).await;
}

/// Returns whether there is a timer, which is always the case.
pub(crate) fn has_timer() -> bool {
    true
}
