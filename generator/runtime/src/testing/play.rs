//! The response to a call: the reply or the fault that has been chosen for it.

use std::io;
use std::time::Duration;

use http::{Method, Response, StatusCode};

use super::expected::Outcome;
use super::fault::{Fault, Kind, rate_limited};
use super::http::{Stall, is_paused, sleep};
use super::recorded::Recorded;
use super::reply::Reply;
use super::reply_body::ReplyBody;

/// The time that a stall lasts on a paused clock, unless something limits the wait.
const LONGEST_STALL: Duration = Duration::from_secs(24 * 60 * 60);

/// A response that has been chosen for a call.
pub(super) struct Chosen {
    pub(super) outcome: Outcome,
    pub(super) status: u16,
    pub(super) media_type: &'static str,
    /// The reply that a fault ends early.
    pub(super) reply: Option<Outcome>,
}

impl Chosen {
    pub(super) fn is_truncated(&self) -> bool {
        matches!(&self.outcome, Outcome::Fault(Fault(Kind::Truncated(_))))
    }

    pub(super) fn of(fault: Fault) -> Self {
        Self {
            outcome: Outcome::Fault(fault),
            status: 200,
            media_type: "",
            reply: None,
        }
    }
}

/// The reason why a call has no response.
pub(super) enum Unsent {
    /// A fault that the test wants.
    Fault(io::Error),
    /// A mistake in the test.
    Problem(String),
}

/// Describes a call whose arguments or body do not have their types.
pub(super) fn unreadable(call: &Recorded, why: &str) -> String {
    format!(
        "the call of `{}` cannot be read with its types: {why}",
        call.operation()
    )
}

/// Sends the chosen response to a call.
pub(super) async fn play(
    call: &Recorded,
    chosen: Chosen,
    is_injected: bool,
) -> Result<Response<ReplyBody>, Unsent> {
    let reply_of = |outcome: &Outcome| match outcome {
        Outcome::Reply(reply) => Ok(reply.clone()),
        Outcome::Compute(compute) => {
            compute(call).map_err(|why| Unsent::Problem(unreadable(call, &why)))
        }
        // A fault that follows a fault.
        Outcome::Fault(_) => Ok(Reply::new()),
    };
    let reply = match &chosen.outcome {
        Outcome::Fault(fault) => match &fault.0 {
            Kind::Refused => {
                return Err(Unsent::Fault(io::ErrorKind::ConnectionRefused.into()));
            }
            Kind::Broken => {
                // The request is processed.
                chosen.reply.as_ref().map(reply_of).transpose()?;
                return Err(Unsent::Fault(io::ErrorKind::ConnectionReset.into()));
            }
            Kind::Stalled => {
                chosen.reply.as_ref().map(reply_of).transpose()?;
                return Err(stall(call, is_injected).await);
            }
            Kind::Truncated(length) => {
                let reply = match &chosen.reply {
                    Some(outcome) => reply_of(outcome)?,
                    None => Reply::new().body(vec![b' '; *length]),
                };
                reply.truncated(*length)
            }
            Kind::Status(reply) => Reply::clone(reply),
            Kind::RateLimited(after, reply) => rate_limited(*after, reply, call.seen().rate_limit),
        },
        outcome => reply_of(outcome)?,
    };
    send(call, reply, &chosen)
}

/// Waits for a response that never arrives, until a timer drops this: one of the call, or any if the clock is paused.
async fn stall(call: &Recorded, is_injected: bool) -> Unsent {
    if is_paused() {
        // Without an earlier timer, the clock advances to the end of this one at once.
        sleep(LONGEST_STALL).await;
    } else {
        let mut stall = Stall::new(call.seen().time.clone());
        std::future::poll_fn(|context| stall.poll(context)).await;
    }
    if is_injected {
        // What the system does in the end.
        return Unsent::Fault(io::ErrorKind::TimedOut.into());
    }
    Unsent::Problem(format!(
        "the response to `{}` never arrives, and nothing limits the wait: set `ClientBuilder::timeout`",
        call.operation()
    ))
}

/// Writes a reply as it is on the wire.
fn send(call: &Recorded, reply: Reply, chosen: &Chosen) -> Result<Response<ReplyBody>, Unsent> {
    let with_type = |reply: Reply| {
        let is_success = reply.status.is_none_or(|status| status.is_success());
        if is_success && !chosen.media_type.is_empty() {
            reply.with_type(chosen.media_type)
        } else {
            reply
        }
    };
    let mut reply = if reply.is_empty() {
        reply
    } else {
        with_type(reply)
    };
    if let Some(why) = reply.error.take() {
        return Err(Unsent::Problem(format!(
            "the reply to `{}` cannot be sent: {why}",
            call.operation()
        )));
    }
    let status = reply.status.or(StatusCode::from_u16(chosen.status).ok());
    let status = status.unwrap_or(StatusCode::OK);
    let has_body = call.method() != Method::HEAD && !matches!(status.as_u16(), 204 | 205 | 304);
    let body = if has_body {
        let content = reply.take_content();
        let (chunks, rest) = content.map_err(Unsent::Problem)?;
        ReplyBody::new(chunks, rest, reply.cut)
    } else {
        ReplyBody::empty()
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}
