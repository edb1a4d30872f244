//! The expectations of a double, with the types of their operation.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;

use super::double::UntypedDouble;
use super::expected::{Condition, Expected, Outcome, Step};
use super::fault::Failing;
use super::prepare::CUSTOM;
use super::recorded::{Recorded, TypedCall};
use super::respond::BytesReply;

/// An expectation of an operation that has no reply or failure yet.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::testing::{Fault, On, TypedCall};
/// # struct Double<C>(C);
/// # impl<C: TypedCall> Double<C> { fn get_item(&self) -> On<C> { unimplemented!() } }
/// # fn is_greeting<C>(_: &C) -> bool { true }
/// # fn example<C: TypedCall>(api: Double<C>) where C::Reply: From<&'static str> {
/// api.get_item().when(|call| is_greeting(call)).reply("Hello!");
/// api.get_item().fail(Fault::status(404));
/// assert_eq!(api.get_item().calls().len(), 0);
/// # }
/// ```
#[must_use = "an expectation does nothing without a reply or a failure"]
pub struct On<C> {
    double: UntypedDouble,
    conditions: Vec<Condition>,
    call: PhantomData<fn() -> C>,
}

/// A call of `Client::request`, which belongs to no operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CustomCall {
    /// The HTTP method.
    pub method: Method,
    /// The path and query, percent-encoded, without credentials.
    pub target: String,
    /// The complete body.
    pub body: Bytes,
}

impl TypedCall for CustomCall {
    const OPERATION: &'static str = CUSTOM;
    const STATUS: u16 = 200;
    const MEDIA_TYPE: &'static str = "";
    type Reply = BytesReply;
    type Failure = Infallible;

    fn read(call: &Recorded) -> Result<Self, String> {
        Ok(Self {
            method: call.method(),
            target: call.target().to_owned(),
            body: call.body().clone(),
        })
    }
}

impl UntypedDouble {
    /// Starts an expectation of calls of `Client::request`, which belong to no operation.
    pub fn custom(&self) -> On<CustomCall> {
        self.on()
    }

    /// Starts an expectation of an operation.
    #[doc(hidden)]
    pub fn on<C: TypedCall>(&self) -> On<C> {
        On {
            double: self.clone(),
            conditions: Vec::new(),
            call: PhantomData,
        }
    }
}

impl<C: TypedCall> On<C> {
    /// Limits the expectation to calls for which the condition returns true. Several conditions must all be met.
    pub fn when(mut self, condition: impl Fn(&C) -> bool + Send + Sync + 'static) -> Self {
        let condition = move |call: &Recorded| C::read(call).map(|call| condition(&call));
        self.conditions.push(Arc::new(condition));
        self
    }

    /// Replies with a value that the operation returns, or with a [`Reply`](super::Reply).
    #[track_caller]
    pub fn reply(self, reply: impl Into<C::Reply>) -> Expectation<C> {
        self.define(Outcome::Reply(reply.into().into()))
    }

    /// Replies with a value that is computed for each call.
    #[track_caller]
    pub fn reply_with<R: Into<C::Reply>>(
        self,
        reply: impl Fn(&C) -> R + Send + Sync + 'static,
    ) -> Expectation<C> {
        self.define(computed(reply))
    }

    /// Fails with a [`Fault`](super::Fault), or with a documented failure of the operation.
    #[track_caller]
    pub fn fail(self, failure: impl Into<Failing<C::Failure>>) -> Expectation<C> {
        self.define(Outcome::Fault(failure.into().0))
    }

    /// Returns the calls of the operation so far, in the order in which they arrived. Each attempt is an element.
    ///
    /// # Panics
    ///
    /// Panics if an argument or the body does not have its type.
    #[track_caller]
    pub fn calls(&self) -> Vec<C> {
        let calls = self.double.calls();
        let calls = calls.iter().filter(|call| call.is_of(C::OPERATION));
        let read = |call| match C::read(call) {
            Ok(call) => call,
            Err(why) => panic!("a call of `{}` cannot be read: {why}", C::OPERATION),
        };
        calls.map(read).collect()
    }

    #[track_caller]
    fn define(self, outcome: Outcome) -> Expectation<C> {
        let expected = Expected {
            operation: C::OPERATION,
            status: C::STATUS,
            media_type: C::MEDIA_TYPE,
            conditions: self.conditions,
            steps: vec![step(outcome)],
            defined: Location::caller(),
        };
        let index = {
            let mut state = self.double.state();
            state.expected.push(expected);
            state.expected.len() - 1
        };
        Expectation {
            double: self.double,
            index,
            call: PhantomData,
        }
    }
}

fn step(outcome: Outcome) -> Step {
    Step {
        outcome,
        times: None,
        is_optional: false,
        used: 0,
    }
}

fn computed<C: TypedCall, R: Into<C::Reply>>(
    reply: impl Fn(&C) -> R + Send + Sync + 'static,
) -> Outcome {
    Outcome::Compute(Arc::new(move |call| {
        let call = C::read(call)?;
        let reply: C::Reply = reply(&call).into();
        Ok(reply.into())
    }))
}

/// An expectation of a double, which applies to the calls after its definition.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::testing::{Fault, On, TypedCall};
/// # struct Double<C>(C);
/// # impl<C: TypedCall> Double<C> { fn get_item(&self) -> On<C> { unimplemented!() } }
/// # fn example<C: TypedCall>(api: Double<C>) where C::Reply: From<&'static str> {
/// let expectation = api.get_item().fail(Fault::status(503)).times(2).then_reply("value");
/// // After three attempts:
/// assert_eq!(expectation.count(), 3);
/// # }
/// ```
pub struct Expectation<C> {
    double: UntypedDouble,
    index: usize,
    call: PhantomData<fn() -> C>,
}

#[allow(
    clippy::return_self_not_must_use,
    reason = "the expectation applies even if the value is dropped"
)]
impl<C: TypedCall> Expectation<C> {
    /// Limits the last reply or failure to this number of calls, which [`verify`](UntypedDouble::verify) expects. Later calls
    /// have the next reply of the expectation, or match the next expectation.
    pub fn times(self, times: usize) -> Self {
        self.change_last(|step| step.times = Some(times))
    }

    /// Lets [`verify`](UntypedDouble::verify) accept a last reply or failure with no calls, or with fewer than
    /// [`times`](Self::times), for expectations that several tests share.
    pub fn optional(self) -> Self {
        self.change_last(|step| step.is_optional = true)
    }

    /// Replies to the following calls. The previous reply or failure is for one call, unless [`times`](Self::times) is
    /// set.
    pub fn then_reply(self, reply: impl Into<C::Reply>) -> Self {
        self.then(Outcome::Reply(reply.into().into()))
    }

    /// Replies to the following calls with a value that is computed for each.
    pub fn then_reply_with<R: Into<C::Reply>>(
        self,
        reply: impl Fn(&C) -> R + Send + Sync + 'static,
    ) -> Self {
        self.then(computed(reply))
    }

    /// Fails the following calls.
    pub fn then_fail(self, failure: impl Into<Failing<C::Failure>>) -> Self {
        self.then(Outcome::Fault(failure.into().0))
    }

    /// Returns the number of calls that the expectation has had, counting each attempt.
    pub fn count(&self) -> usize {
        let state = self.double.state();
        state.expected.get(self.index).map_or(0, Expected::used)
    }

    fn then(self, outcome: Outcome) -> Self {
        self.change(|expected| {
            if let Some(last) = expected.steps.last_mut() {
                last.times.get_or_insert(1);
            }
            expected.steps.push(step(outcome));
        });
        self
    }

    fn change_last(self, change: impl FnOnce(&mut Step)) -> Self {
        self.change(|expected| {
            if let Some(last) = expected.steps.last_mut() {
                change(last);
            }
        });
        self
    }

    fn change(&self, change: impl FnOnce(&mut Expected)) {
        if let Some(expected) = self.double.state().expected.get_mut(self.index) {
            change(expected);
        }
    }
}

impl<C: TypedCall> fmt::Debug for On<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On")
            .field("operation", &C::OPERATION)
            .finish_non_exhaustive()
    }
}

impl<C: TypedCall> fmt::Debug for Expectation<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation")
            .field("operation", &C::OPERATION)
            .field("calls", &self.count())
            .finish_non_exhaustive()
    }
}
