//! The double: it receives calls, and responds as the test says.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use tower_service::Service;

use super::error::BoxError;
use super::expected::{Expected, Outcome, Unused, calls};
use super::http::{Body, DoubleError, is_paused};
use super::injection::{Injection, Run};
use super::play::{Chosen, Unsent, play, unreadable};
use super::prepare::{CUSTOM, SeenCall};
use super::recorded::{Describe, Recorded, TypedCall, described};
use super::reply_body::ReplyBody;

/// An operation of the API, by which a double shows calls with their types.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Described {
    operation: &'static str,
    describe: Describe,
}

impl Described {
    pub const fn of<C: TypedCall>() -> Self {
        Self {
            operation: C::OPERATION,
            describe: described::<C>,
        }
    }
}

/// A double of the API without its operations, which the double of a generated crate dereferences to.
///
/// Clones share their expectations and calls.
#[derive(Clone)]
pub struct UntypedDouble {
    operations: &'static [Described],
    state: Arc<Mutex<State>>,
}

/// The state that clones share.
#[derive(Default)]
pub(super) struct State {
    pub(super) expected: Vec<Expected>,
    pub(super) calls: Vec<Recorded>,
    /// The calls that the test does not expect, and the stalls that nothing ended.
    pub(super) problems: Vec<String>,
    /// The fault that `for_each_fault` injects.
    pub(super) injection: Option<Injection>,
}

impl State {
    /// Describes the expectations that should have had more calls.
    pub(super) fn missing(&self, unused: Unused) -> impl Iterator<Item = String> {
        let expected = self.expected.iter();
        expected.filter_map(move |expected| expected.missing(unused))
    }
}

impl UntypedDouble {
    #[doc(hidden)]
    pub fn new(operations: &'static [Described]) -> Self {
        Self {
            operations,
            state: Arc::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the calls so far, in the order in which they arrived. Each attempt is an element, including those that a
    /// fault refused.
    pub fn calls(&self) -> Vec<Recorded> {
        self.state().calls.clone()
    }

    /// Returns the problems of the calls so far: unexpected calls, responses that never arrived although nothing limited
    /// the wait, and replies and failures with too few calls.
    ///
    /// A reply or failure needs as many calls as [`times`](super::Expectation::times) says, or at least one without it,
    /// or none if it is [`optional`](super::Expectation::optional).
    pub fn problems(&self) -> Vec<String> {
        let state = self.state();
        let problems = state.problems.iter().cloned();
        problems.chain(state.missing(Unused::IsProblem)).collect()
    }

    /// Checks that every call was expected, and that every reply and failure was used.
    ///
    /// # Panics
    ///
    /// Panics if there are [`problems`](Self::problems), and lists them.
    #[track_caller]
    pub fn verify(&self) {
        let problems = self.problems();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    /// Responds to a request.
    async fn respond(self, request: Request<Body>) -> Result<Response<ReplyBody>, BoxError> {
        let (head, body) = request.into_parts();
        let Some(seen) = head.extensions.get::<SeenCall>().cloned() else {
            let problem = "the request has not been made by a client of this crate: a layer must keep its extensions";
            return Err(self.problem(problem.to_owned()));
        };
        seen.time.reach_double(is_paused());
        let body = body.collect().await?.to_bytes();
        let operation = if seen.is_custom {
            CUSTOM
        } else {
            seen.operation.id
        };
        let described = self
            .operations
            .iter()
            .find(|one| one.operation == operation);
        let describe = described.map(|described| described.describe);
        let call = Recorded::new(seen, &head.headers, body, describe);
        let (index, run) = self.receive(&call);
        let (chosen, is_injected) = match run {
            Run::Normal => (self.choose(&call, false)?, false),
            Run::Endless => return std::future::pending().await,
            Run::Before(fault) => (Chosen::of(fault), true),
            Run::After(fault) => {
                let chosen = self.choose(&call, true)?;
                let reply = Some(chosen.outcome);
                let outcome = Outcome::Fault(fault);
                (
                    Chosen {
                        outcome,
                        reply,
                        ..chosen
                    },
                    true,
                )
            }
        };
        if let (Outcome::Fault(fault), false) = (&chosen.outcome, is_injected)
            && fault.may_be_processed()
        {
            self.watch(|injection| injection.is_uncertain(index));
        }
        let response = play(&call, chosen, is_injected).await;
        let response = response.map_err(|failure| match failure {
            Unsent::Fault(error) => error.into(),
            Unsent::Problem(problem) => self.problem(problem),
        })?;
        let length = response.body().size_hint().exact().unwrap_or(1);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        self.watch(|injection| injection.responded(index, length));
        Ok(response)
    }

    /// Records a call. Returns its index and how it is handled.
    fn receive(&self, call: &Recorded) -> (usize, Run) {
        let mut state = self.state();
        state.calls.push(call.clone());
        let State {
            injection, calls, ..
        } = &mut *state;
        let run = injection.as_mut().map(|injection| injection.receive(calls));
        (calls.len() - 1, run.unwrap_or(Run::Normal))
    }

    /// Changes the state of the run, if the double is one of `for_each_fault`.
    fn watch(&self, change: impl FnOnce(&mut Injection)) {
        if let Some(injection) = &mut self.state().injection {
            change(injection);
        }
    }

    /// Chooses the response to a call: that of the first expectation that matches and is not used up. An injected fault
    /// does not use it up.
    fn choose(&self, call: &Recorded, is_injected: bool) -> Result<Chosen, BoxError> {
        let matching = self.matching(call)?;
        let mut state = self.state();
        let mut chosen: Option<Chosen> = None;
        for index in matching {
            let Some(expected) = state.expected.get_mut(index) else {
                continue;
            };
            if chosen.is_none() {
                let (status, media_type) = (expected.status, expected.media_type);
                chosen = expected.next(is_injected).map(|outcome| Chosen {
                    outcome,
                    status,
                    media_type,
                    reply: None,
                });
            }
            // A body that ends early is that of the next reply.
            match &mut chosen {
                None => {}
                Some(chosen) if chosen.is_truncated() => {
                    chosen.reply = expected.next_reply();
                    if chosen.reply.is_some() {
                        break;
                    }
                }
                Some(_) => break,
            }
        }
        if let Some(chosen) = chosen {
            return Ok(chosen);
        }
        let problem = unexpected(call, &state.expected);
        drop(state);
        Err(self.problem(problem))
    }

    /// Returns the indexes of the expectations whose conditions a call meets. The conditions are the test's code, so the
    /// state is not locked while they run.
    fn matching(&self, call: &Recorded) -> Result<Vec<usize>, BoxError> {
        let candidates: Vec<_> = {
            let state = self.state();
            let all = state.expected.iter().enumerate();
            all.filter(|(_, expected)| call.is_of(expected.operation))
                .map(|(index, expected)| (index, expected.conditions.clone()))
                .collect()
        };
        let mut matching = Vec::new();
        for (index, conditions) in candidates {
            let mut is_met = true;
            for condition in &conditions {
                is_met = is_met
                    && condition(call).map_err(|why| self.problem(unreadable(call, &why)))?;
            }
            if is_met {
                matching.push(index);
            }
        }
        Ok(matching)
    }

    /// Creates the error of a problem, and keeps it for the end of the test.
    fn problem(&self, problem: String) -> BoxError {
        self.state().problems.push(problem.clone());
        Box::new(DoubleError(problem))
    }
}

/// Describes a call that no expectation matches, and the nearest one.
fn unexpected(call: &Recorded, expected: &[Expected]) -> String {
    let start = format!("unexpected call: {}", call.describe());
    let same: Vec<&Expected> = expected
        .iter()
        .filter(|one| call.is_of(one.operation))
        .collect();
    // One that is used up would have matched more likely than one with another condition.
    let used_up = same.iter().rev().find(|one| one.is_used_up());
    let other = same.iter().rev().find(|one| !one.is_used_up());
    match (other, used_up) {
        (Some(one), _) => format!("{start}; {one} does not match: its `when` returned false"),
        (None, Some(one)) => {
            format!("{start}; {one} is used up after {}", calls(one.used()))
        }
        (None, None) => {
            let mut names: Vec<String> = expected
                .iter()
                .map(|one| format!("`{}`", one.operation))
                .collect();
            names.dedup();
            if names.is_empty() {
                format!("{start}; the double has no expectations")
            } else {
                format!("{start}; the double expects only {}", names.join(", "))
            }
        }
    }
}

/// The future of a response.
#[doc(hidden)]
pub type Responding = Pin<Box<dyn Future<Output = Result<Response<ReplyBody>, BoxError>> + Send>>;

impl Service<Request<Body>> for UntypedDouble {
    type Response = Response<ReplyBody>;
    type Error = BoxError;
    type Future = Responding;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Responding {
        Box::pin(self.clone().respond(request))
    }
}

impl fmt::Debug for UntypedDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("UntypedDouble")
            .field("expectations", &state.expected.len())
            .field("calls", &state.calls)
            .finish_non_exhaustive()
    }
}
