//! The expectations of a double, without their types.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use super::fault::Fault;
use super::recorded::Recorded;
use super::reply::Reply;

/// A condition of an expectation on a call. Fails with the reason if it cannot be checked.
pub(super) type Condition = Arc<dyn Fn(&Recorded) -> Result<bool, String> + Send + Sync>;

/// A function that computes the reply to a call.
pub(super) type Compute = Arc<dyn Fn(&Recorded) -> Result<Reply, String> + Send + Sync>;

/// The response of an expectation to a call.
#[derive(Clone)]
pub(super) enum Outcome {
    Reply(Reply),
    Compute(Compute),
    Fault(Fault),
}

/// An outcome, and for how many calls it is used.
pub(super) struct Step {
    pub(super) outcome: Outcome,
    /// The number of calls; any number if `None`.
    pub(super) times: Option<usize>,
    /// Whether `verify` accepts fewer calls.
    pub(super) is_optional: bool,
    pub(super) used: usize,
}

impl Step {
    fn is_used_up(&self) -> bool {
        self.times.is_some_and(|times| self.used >= times)
    }

    /// Whether it has had fewer calls than it should.
    fn is_missing(&self, unused: Unused) -> bool {
        let times = match unused {
            Unused::IsProblem => self.times.or(Some(1)),
            Unused::IsAccepted => self.times,
        };
        !self.is_optional && times.is_some_and(|times| self.used < times)
    }
}

/// The verdict on a reply or failure without `times` that no call has had.
#[derive(Clone, Copy)]
pub(super) enum Unused {
    IsProblem,
    IsAccepted,
}

/// An expectation.
pub(super) struct Expected {
    pub(super) operation: &'static str,
    pub(super) status: u16,
    pub(super) media_type: &'static str,
    pub(super) conditions: Vec<Condition>,
    pub(super) steps: Vec<Step>,
    /// Where the test defines it.
    pub(super) defined: &'static Location<'static>,
}

impl Expected {
    /// Returns the outcome of the next call, if there is one left, and uses it unless it is only looked at.
    pub(super) fn next(&mut self, is_looked_at: bool) -> Option<Outcome> {
        let step = self.steps.iter_mut().find(|step| !step.is_used_up())?;
        step.used += usize::from(!is_looked_at);
        Some(step.outcome.clone())
    }

    /// Returns the next reply that is left.
    pub(super) fn next_reply(&self) -> Option<Outcome> {
        let mut left = self.steps.iter().filter(|step| !step.is_used_up());
        let reply = left.find(|step| !matches!(step.outcome, Outcome::Fault(_)))?;
        Some(reply.outcome.clone())
    }

    pub(super) fn is_used_up(&self) -> bool {
        self.steps.iter().all(Step::is_used_up)
    }

    /// Returns the number of calls that it has had.
    pub(super) fn used(&self) -> usize {
        self.steps.iter().map(|step| step.used).sum()
    }

    /// Describes the calls that are missing, if it should have had more.
    pub(super) fn missing(&self, unused: Unused) -> Option<String> {
        let last = self
            .steps
            .iter()
            .rposition(|step| step.is_missing(unused))?;
        let steps = self.steps.iter().take(last + 1);
        let expected = steps.map(|step| step.times.unwrap_or(1)).sum();
        let has_limit = self.steps.get(last)?.times.is_some();
        Some(format!(
            "{self} has had {} of {}{}",
            self.used(),
            if has_limit { "" } else { "at least " },
            calls(expected)
        ))
    }
}

/// Formats an expectation by its place in the test.
impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.defined;
        write!(
            f,
            "the expectation of `{}` at {}:{}",
            self.operation,
            place.file(),
            place.line()
        )
    }
}

/// Formats a number of calls.
pub(super) fn calls(number: usize) -> String {
    match number {
        1 => "1 call".to_owned(),
        number => format!("{number} calls"),
    }
}
