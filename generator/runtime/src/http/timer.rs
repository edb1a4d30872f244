//! Timers that work wherever they are polled.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use super::clock::Instant;
use super::timer_of_target::{self, Running};

pub(crate) use super::timer_of_target::has_timer;

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
        let now = Instant::now();
        // About 30 years, if the clock cannot represent the time.
        let at = now.checked_add(wait);
        Self::at(at.unwrap_or_else(|| now + Duration::from_secs(1 << 30)))
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        timer_of_target::poll(self.at, &mut self.running, context)
    }
}

/// Waits for a duration.
pub(crate) async fn sleep(wait: Duration) {
    let mut timer = Timer::after(wait);
    poll_fn(|context| timer.poll(context)).await;
}
