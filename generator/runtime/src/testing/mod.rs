//! A typed double of an API, for the tests of its users: in process, without a socket, and without waiting.
//!
//! The generated double has a method for each operation, which starts an [expectation](On). A test passes the double to a
//! client as its service, so that everything but the network is real: arguments are written and responses are decoded,
//! requests are retried, and errors are those of the API.
//!
//! # Expectations
//!
//! Expectations apply in the order of their definition: a call gets the response of the first one of its operation whose
//! conditions ([`when`](On::when)) it meets and that is not used up. Without [`times`](Expectation::times), an expectation
//! is never used up, so define special cases before the general one. An expectation can have several replies and failures
//! in a row ([`then_reply`](Expectation::then_reply)).
//!
//! A call that no expectation matches fails with an error that names it and the nearest expectation, and is not retried.
//! [`verify`](UntypedDouble::verify) fails the test even if the code ignores the error.
//!
//! # Calls
//!
//! [`calls`](UntypedDouble::calls) returns the received calls, and the `calls` of an operation returns those of the
//! operation with their types. Each attempt is an element, so a request that is retried is in the list several times.
//! Credentials are never part of it.
//!
//! # Time
//!
//! The time of a client with a double is virtual: retries, resets of rate limits, timeouts and [stalls](Fault::stalled)
//! take no time, on any executor. Delays and timeouts of the code itself are not affected, and do not see the time that the
//! client skips.
//!
//! To test a timeout of the code, or of a layer, pause the clock of `tokio`, for example with
//! `#[tokio::test(start_paused = true)]`. The client then uses that clock, which advances at once to the end of the
//! earliest timer, and with `tokio::time::advance`.
//!
//! # Faults
//!
//! [`Fault`] lists the ways in which a call can fail, and `for_each_fault` runs code with each of them at each of its
//! requests.

use super::{error, http, json, prepare, request, response, spec};

mod double;
mod expected;
mod fault;
mod for_each_fault;
mod form_data;
mod generated_double;
mod injection;
mod on;
mod play;
mod recorded;
mod reply;
mod reply_body;
mod respond;

#[doc(hidden)]
pub use ::http::{Request, Response};
#[doc(hidden)]
pub use tower_service::Service;

#[doc(hidden)]
pub use self::error::BoxError;
#[doc(hidden)]
#[allow(
    unused_imports,
    reason = "an embedded runtime does not export the macro"
)]
pub use self::generated_double::*;
#[doc(hidden)]
pub use self::http::Body;

pub use self::double::{Described, Responding, UntypedDouble};
pub use self::fault::{Failing, Fault};
pub use self::for_each_fault::{Faults, for_each_fault};
pub use self::form_data::ReceivedPart;
pub use self::on::{CustomCall, Expectation, On};
pub use self::recorded::{Recorded, TypedCall};
pub use self::reply::Reply;
pub use self::reply_body::ReplyBody;
pub use self::respond::{
    BytesReply, EmptyReply, EventsReply, JsonReply, LinesReply, OptionalJsonReply, Respond,
    TextEventsReply, TextReply, TypedBytesReply, TypedReply, body,
};
