//! The deadline of a call, and waiting for something no longer than that.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// The time at which a call ends, whatever it is doing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    at: Instant,
    limit: Duration,
}

/// The deadline has passed.
#[derive(Debug)]
pub(crate) struct Elapsed {
    pub(crate) limit: Duration,
}

impl Deadline {
    /// The deadline of a call that starts now; `None` if it is beyond what the clock can represent.
    pub(crate) fn after(limit: Duration) -> Option<Self> {
        Some(Self {
            at: Instant::now().checked_add(limit)?,
            limit,
        })
    }

    /// Whether there is more time left than this.
    pub(crate) fn leaves(self, wait: Duration) -> bool {
        Instant::now()
            .checked_add(wait)
            .is_some_and(|then| then < self.at)
    }
}

/// A deadline that is polled along with something else. The timer starts with the first poll and ends with the drop.
pub(crate) struct Alarm {
    deadline: Deadline,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Alarm {
    pub(crate) fn new(deadline: Deadline) -> Self {
        Self {
            deadline,
            sleep: None,
        }
    }

    /// The future's output, if it comes before the deadline.
    pub(crate) fn bound<F: Future + Unpin>(alarm: Option<&mut Self>, future: F) -> Bound<'_, F> {
        Bound { future, alarm }
    }

    /// Whether the deadline has passed, by the clock alone.
    pub(crate) fn elapsed(&self) -> Option<Elapsed> {
        (Instant::now() >= self.deadline.at).then_some(Elapsed {
            limit: self.deadline.limit,
        })
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Elapsed> {
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(sleep_until(self.deadline.at)));
        sleep.as_mut().poll(context).map(|()| Elapsed {
            limit: self.deadline.limit,
        })
    }
}

/// A future that ends with a deadline.
pub(crate) struct Bound<'a, F> {
    future: F,
    alarm: Option<&'a mut Alarm>,
}

impl<F: Future + Unpin> Future for Bound<'_, F> {
    type Output = Result<F::Output, Elapsed>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { future, alarm } = self.get_mut();
        match (Pin::new(future).poll(context), alarm) {
            (Poll::Ready(output), _) => Poll::Ready(Ok(output)),
            // A future that is always ready to be polled leaves the timer nothing of the task's budget.
            (Poll::Pending, Some(alarm)) => match alarm.elapsed() {
                Some(elapsed) => Poll::Ready(Err(elapsed)),
                None => alarm.poll(context).map(Err),
            },
            (Poll::Pending, None) => Poll::Pending,
        }
    }
}
