//! The deadlines of a call and of its attempts.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::clock::Instant;
use super::error::TimeLimit;
use super::now::now;
use super::timer::Timer;

/// The time at which a call or an attempt times out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    at: Instant,
    limit: TimeLimit,
}

/// The error of a deadline that has passed.
#[derive(Debug)]
pub(crate) struct Elapsed {
    pub(crate) limit: TimeLimit,
}

impl Deadline {
    /// Returns the deadline of a call that starts now, or `None` if the clock cannot represent it.
    pub(crate) fn after(limit: Duration) -> Option<Self> {
        Some(Self {
            at: now().checked_add(limit)?,
            limit: TimeLimit::Call(limit),
        })
    }

    /// Returns the deadline of an attempt that starts now: that of its call, unless the attempt's own is earlier.
    pub(crate) fn of_attempt(call: Option<Self>, limit: Duration) -> Option<Self> {
        let Some(at) = now().checked_add(limit) else {
            return call;
        };
        let own = Self {
            at,
            limit: TimeLimit::Attempt(limit),
        };
        Some(call.filter(|call| call.at <= at).unwrap_or(own))
    }

    /// Returns the timeout that the deadline ends.
    pub(crate) fn limit(self) -> Duration {
        match self.limit {
            TimeLimit::Call(limit) | TimeLimit::Attempt(limit) => limit,
        }
    }

    /// Returns whether more time is left than `wait`.
    pub(crate) fn leaves(self, wait: Duration) -> bool {
        now().checked_add(wait).is_some_and(|then| then < self.at)
    }
}

/// A timer for a deadline. It starts with the first poll and is cancelled on drop.
pub(crate) struct Alarm {
    deadline: Deadline,
    timer: Timer,
}

impl Alarm {
    pub(crate) fn new(deadline: Deadline) -> Self {
        Self {
            deadline,
            timer: Timer::at(deadline.at),
        }
    }

    /// Limits a future to the alarm's deadline.
    pub(crate) fn bound<F: Future + Unpin>(alarm: Option<&mut Self>, future: F) -> Bound<'_, F> {
        Bound { future, alarm }
    }

    /// Checks the clock, without the timer.
    pub(crate) fn elapsed(&self) -> Option<Elapsed> {
        (now() >= self.deadline.at).then_some(Elapsed {
            limit: self.deadline.limit,
        })
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Elapsed> {
        self.timer.poll(context).map(|()| Elapsed {
            limit: self.deadline.limit,
        })
    }
}

/// A future that is limited to a deadline.
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
            // A future that uses up the task's cooperative budget would keep the timer from ever completing.
            (Poll::Pending, Some(alarm)) => match alarm.elapsed() {
                Some(elapsed) => Poll::Ready(Err(elapsed)),
                None => alarm.poll(context).map(Err),
            },
            (Poll::Pending, None) => Poll::Pending,
        }
    }
}
