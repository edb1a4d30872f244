//! Runs code once for every point at which one of its calls can fail.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use super::double::{Described, State, UntypedDouble};
use super::expected::Unused;
use super::injection::{Injection, Point};
use super::recorded::Recorded;

/// The most requests of the run without a fault.
const MAX_REQUESTS: usize = 10_000;

/// The requests that a run may make in addition to twice those of the run without a fault.
const MORE_REQUESTS: usize = 100;

/// The numbers of requests and runs of `for_each_fault`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Faults {
    /// The number of requests without a fault.
    pub requests: usize,
    /// The number of runs, including the one without a fault.
    pub runs: usize,
}

/// Runs code once for every point at which one of its calls can fail. The function of the generated crate, which the
/// macro `double` defines, documents it.
#[doc(hidden)]
pub async fn for_each_fault<F, Fut>(operations: &'static [Described], mut run: F) -> Faults
where
    F: FnMut(UntypedDouble) -> Fut,
    Fut: Future,
{
    let (double, problem) = watch(
        operations,
        Injection::new(None, Vec::new(), MAX_REQUESTS),
        &mut run,
    )
    .await;
    if let Some(problem) = problem {
        panic!("without a fault, {problem}");
    }
    let calls = double.calls();
    let points = match &double.state().injection {
        Some(injection) => injection.points(&calls),
        None => Vec::new(),
    };
    let limit = calls.len() * 2 + MORE_REQUESTS;
    let faults = Faults {
        requests: calls.len(),
        runs: points.len() + 1,
    };
    for point in points {
        let problem = one(operations, point.clone(), &calls, limit, &mut run).await;
        if let Some(problem) = problem {
            panic!("{point}, {problem}");
        }
    }
    faults
}

/// Runs the code with a fault, and returns what is wrong.
async fn one<F, Fut>(
    operations: &'static [Described],
    point: Point,
    calls: &[Recorded],
    limit: usize,
    run: &mut F,
) -> Option<String>
where
    F: FnMut(UntypedDouble) -> Fut,
    Fut: Future,
{
    let injection = Injection::new(Some(point), calls.to_vec(), limit);
    watch(operations, injection, run).await.1
}

/// Runs the code, and returns what is wrong.
async fn watch<F, Fut>(
    operations: &'static [Described],
    injection: Injection,
    run: &mut F,
) -> (UntypedDouble, Option<String>)
where
    F: FnMut(UntypedDouble) -> Fut,
    Fut: Future,
{
    let double = UntypedDouble::new(operations);
    double.state().injection = Some(injection);
    let given = double.clone();
    let mut future = pin!(async {
        run(given).await;
    });
    let panicked = poll_fn(|context| {
        if let Some(injection) = &mut double.state().injection {
            injection.waker = Some(context.waker().clone());
        }
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        let is_endless = double
            .state()
            .injection
            .as_ref()
            .is_some_and(|one| one.is_endless);
        match polled {
            _ if is_endless => Poll::Ready(None),
            Ok(polled) => polled.map(|()| None),
            Err(panic) => Poll::Ready(Some(message(&*panic))),
        }
    })
    .await;
    let problem = problem(&double, panicked);
    (double, problem)
}

/// Returns what is wrong with a run: the cause before its effects.
fn problem(double: &UntypedDouble, panicked: Option<String>) -> Option<String> {
    let state = double.state();
    let injection = state.injection.as_ref()?;
    if let Some(repetition) = &injection.repetition {
        return Some(repetition.clone());
    }
    if injection.is_endless {
        return Some(format!(
            "the code has made {} requests, so it may never end",
            state.calls.len()
        ));
    }
    let unexpected = state.problems.first().cloned();
    match (unexpected, panicked) {
        (Some(unexpected), Some(panicked)) => {
            Some(format!("{unexpected}; then the code panicked: {panicked}"))
        }
        (Some(unexpected), None) => Some(unexpected),
        (None, Some(panicked)) => Some(format!("the code panicked: {panicked}")),
        (None, None) => unchecked(&state, injection),
    }
}

/// Returns why a run without a problem has checked nothing.
fn unchecked(state: &State, injection: &Injection) -> Option<String> {
    let requests = state.calls.len();
    if injection.has_no_fault() {
        return match requests {
            0 => Some(
                "the code made no requests, so no fault can be injected: pass the double of the closure to the client, \
                 with `ClientBuilder::service`"
                    .to_owned(),
            ),
            _ => state.missing(Unused::IsAccepted).next(),
        };
    }
    (!injection.is_injected).then(|| {
        format!(
            "the code made {}, so the fault was not injected: create what the code keeps between requests, such as a \
             cache, in the closure",
            match requests {
                0 => "no requests".to_owned(),
                1 => "only 1 request".to_owned(),
                number => format!("only {number} requests"),
            }
        )
    })
}

/// Returns the message of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a message").to_owned()
}
