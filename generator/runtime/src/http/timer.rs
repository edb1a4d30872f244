//! Timers that work wherever they are polled.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use super::clock::Instant;
use super::now::now;
use super::timer_of_target::{self, Running};

/// A timer, which starts with the first poll and is cancelled on drop.
pub(crate) struct Timer {
    at: Instant,
    running: Option<Running>,
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
        let at = self.at;
        #[cfg(feature = "testing")]
        let at = super::virtual_time::on_clock(at);
        timer_of_target::poll(at, &mut self.running, context)
    }
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

/// Returns whether there is a timer.
pub(crate) fn has_timer() -> bool {
    #[cfg(feature = "testing")]
    if super::virtual_time::is_virtual() {
        return true;
    }
    timer_of_target::has_timer()
}
