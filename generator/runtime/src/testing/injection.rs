//! The fault that `for_each_fault` injects into a run, and what it watches for.

use std::fmt;
use std::task::Waker;
use std::time::Duration;

use super::fault::{Fault, Kind};
use super::recorded::Recorded;

/// The point of a run at which a fault is injected: the number of the request, starting at 0, and the fault.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) index: usize,
    pub(super) operation: String,
    pub(super) fault: Fault,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.index + 1;
        write!(
            f,
            "with {} for request {number} (`{}`)",
            self.fault, self.operation
        )
    }
}

/// The state of a run.
pub(super) struct Injection {
    point: Option<Point>,
    /// The calls of the run without a fault.
    expected: Vec<Recorded>,
    /// The most requests of the run.
    limit: usize,
    /// The indexes of the calls that may have been processed although they failed.
    uncertain: Vec<usize>,
    /// The length of the response body of each call.
    lengths: Vec<usize>,
    /// The first repetition that must not be.
    pub(super) repetition: Option<String>,
    /// Whether the run has reached its point.
    pub(super) is_injected: bool,
    pub(super) is_endless: bool,
    pub(super) waker: Option<Waker>,
}

/// The handling of a request.
pub(super) enum Run {
    Normal,
    /// The fault happens before the request is processed.
    Before(Fault),
    /// The fault happens after the request has been processed.
    After(Fault),
    /// The run has made too many requests, so this one never ends.
    Endless,
}

impl Injection {
    /// Creates the state of a run.
    pub(super) fn new(point: Option<Point>, expected: Vec<Recorded>, limit: usize) -> Self {
        Self {
            point,
            expected,
            limit,
            uncertain: Vec::new(),
            lengths: Vec::new(),
            repetition: None,
            is_injected: false,
            is_endless: false,
            waker: None,
        }
    }

    /// Whether the run has no fault.
    pub(super) fn has_no_fault(&self) -> bool {
        self.point.is_none()
    }

    /// Decides on the handling of a call, which follows the earlier ones in the list.
    pub(super) fn receive(&mut self, calls: &[Recorded]) -> Run {
        let Some((call, earlier)) = calls.split_last() else {
            return Run::Normal;
        };
        if calls.len() > self.limit {
            self.is_endless = true;
            if let Some(waker) = &self.waker {
                waker.wake_by_ref();
            }
            return Run::Endless;
        }
        self.lengths.resize(calls.len(), 0);
        self.check_repetition(call, earlier);
        let index = earlier.len();
        let Some(point) = self.point.as_ref().filter(|point| point.index == index) else {
            return Run::Normal;
        };
        self.is_injected = true;
        let fault = point.fault.clone();
        if fault.may_be_processed() {
            self.uncertain.push(index);
        }
        match fault.0 {
            Kind::Broken | Kind::Stalled | Kind::Truncated(_) => Run::After(fault),
            Kind::Refused | Kind::Status(_) | Kind::RateLimited(..) => Run::Before(fault),
        }
    }

    /// Records that a fault of the test's may have left a call processed.
    pub(super) fn is_uncertain(&mut self, index: usize) {
        self.uncertain.push(index);
    }

    /// Records the length of a response body.
    pub(super) fn responded(&mut self, index: usize, length: usize) {
        if let Some(known) = self.lengths.get_mut(index) {
            *known = length;
        }
    }

    /// Records a call that repeats one that may have been processed, if it must not be repeated. A program may make the
    /// same call several times on purpose, as often as it does without a fault.
    fn check_repetition(&mut self, call: &Recorded, earlier: &[Recorded]) {
        if call.is_idempotent() || self.repetition.is_some() {
            return;
        }
        let mut uncertain = self
            .uncertain
            .iter()
            .filter_map(|index| earlier.get(*index));
        if !uncertain.any(|one| one.repeats(call)) {
            return;
        }
        let count = |calls: &[Recorded]| calls.iter().filter(|one| one.repeats(call)).count();
        if count(earlier) + 1 > count(&self.expected) {
            self.repetition = Some(format!(
                "the request was made again after it may have been processed, and it must not be repeated: {call:?}"
            ));
        }
    }

    /// Returns the points at which the calls of this run, which had no fault, can fail.
    pub(super) fn points(&self, calls: &[Recorded]) -> Vec<Point> {
        let mut points = Vec::new();
        for (index, call) in calls.iter().enumerate() {
            let length = self.lengths.get(index).copied().unwrap_or_default();
            let truncated = (length > 0).then(|| Fault::truncated(length / 2));
            let faults = [
                Fault::refused(),
                Fault::broken_before_response(),
                Fault::stalled(),
                Fault::rate_limited(Duration::from_secs(1)),
                Fault::status(500),
                Fault::status(503),
            ];
            points.extend(faults.into_iter().chain(truncated).map(|fault| Point {
                index,
                operation: call.operation().to_owned(),
                fault,
            }));
        }
        points
    }
}
