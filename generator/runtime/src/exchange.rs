//! How does a call travel there and back?

use std::future::Future;
use std::pin::Pin;

use http::StatusCode;

use super::attempt::Attempt;
use super::auth::{Credential, Tokens};
use super::body::Body;
use super::byte_stream::ByteStream;
use super::call::Call;
use super::deadline::Deadline;
use super::error::{ApiError, BodyError, BoxError, ConnectionError, Error, TimeoutError, Waiting};
use super::message::message;
use super::response::Response;
use super::retry::Retries;
use super::trace::Trace;
use super::transport::{Failure, Sending};

/// How much of an error's body is kept.
const ERROR_BODY: usize = 64 * 1024;

/// An answer on its way.
type Exchange = Pin<Box<dyn Future<Output = Result<Response<ByteStream>, Error>> + Send>>;

/// Sends the request, again if need be, and returns the answer if its status is a success.
///
/// In a box: a program has thousands of calls, and what a request goes through is no part of the state of each. The
/// call is owned here and lent further down: an `async fn` holds each argument twice.
pub(super) fn exchange(mut call: Call) -> Exchange {
    Box::pin(async move {
        let trace = Trace::new(call.operation.id);
        match trace.cover(send(&mut call, &trace)).await {
            Ok(mut answer) => {
                trace.answered(answer.status(), answer.attempt().tries);
                answer.keep_open(trace);
                Ok(answer)
            }
            Err(error) => {
                trace.failed(&error);
                Err(error)
            }
        }
    })
}

async fn send(call: &mut Call, trace: &Trace) -> Result<Response<ByteStream>, Error> {
    if let Some(error) = call.error.take() {
        return Err(error.into());
    }
    let mut body = std::mem::replace(&mut call.body, Body::empty());
    let client = call.client.clone();
    let settings = client.settings();
    let has_sources = settings.credentials.iter().any(Credential::is_source);
    let deadline = settings.timeout.and_then(Deadline::after);
    let retries = Retries::new(&settings.retry, deadline, call.is_idempotent());
    let mut attempt = Attempt::first(call.operation.id);
    // A 401, which is the call's error unless the sources have another token.
    let mut refusal: Option<Error> = None;
    let mut was_refused = false;
    loop {
        // Only the body is kept for another try: all else is written again, which few calls need.
        let again = body.try_clone();
        if has_sources {
            let fetching = Tokens::fetch(attempt, call.operation, &settings.credentials);
            let tokens = match Deadline::bound(deadline, fetching).await {
                Ok(tokens) => tokens?,
                Err(elapsed) => {
                    return Err(Error::Timeout(TimeoutError::limit(attempt, Waiting::Token, elapsed.limit)));
                }
            };
            if let Some(error) = refusal.take()
                && tokens == call.tokens
            {
                return Err(error);
            }
            call.tokens = tokens;
        }
        let sending = settings.transport.send(call, call.request(body)?)?;
        let error = match try_once(call, deadline, attempt, sending).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let is_refused = !was_refused
            && error.status() == Some(StatusCode::UNAUTHORIZED)
            && call.tokens.refuse(&settings.credentials);
        let next = if is_refused {
            retries.with_another_token(attempt, again.is_some())
        } else {
            retries.after(attempt, &error, again.is_some())
        };
        let wait = match next {
            Ok(wait) => wait,
            Err(obstacle) => return Err(error.stopped_by(obstacle)),
        };
        let Some(again) = again else { return Err(error) };
        trace.waiting(&error, wait);
        if is_refused {
            (refusal, was_refused) = (Some(error), true);
        } else {
            tokio::time::sleep(wait).await;
        }
        body = again;
        attempt = attempt.next();
    }
}

async fn try_once(
    call: &Call,
    deadline: Option<Deadline>,
    attempt: Attempt,
    sending: Sending<'_>,
) -> Result<Response<ByteStream>, Error> {
    let settings = call.client.settings();
    let answer = match Deadline::bound(deadline, sending).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return Err(failure(attempt, call.base_url()?.origin(), error)),
        Err(elapsed) => {
            return Err(Error::Timeout(TimeoutError::limit(attempt, Waiting::Answer, elapsed.limit)));
        }
    };
    let (parts, body) = answer.into_parts();
    let rate_limit = settings.api.rate_limit.as_ref();
    let mut body = ByteStream::new(attempt, parts.status, body, deadline, settings.body_limit);
    if parts.status.is_success() || call.operation.answers_redirect && parts.status.is_redirection() {
        return Ok(Response::new(attempt, parts, rate_limit, body));
    }
    // The status is known: what is wrong with the body comes second to it.
    let (body, complete) = body.head(ERROR_BODY).await;
    let message = message(&parts.headers, &body);
    Err(Error::Api(ApiError::new(attempt, parts, body, complete, message, rate_limit)))
}

fn failure(attempt: Attempt, server: &str, error: BoxError) -> Error {
    match Failure::of(&*error) {
        Failure::RequestBody => Error::Body(BodyError::request(attempt, error)),
        Failure::ConnectTimeout => {
            Error::Timeout(TimeoutError::transport(attempt, Waiting::Connection, error))
        }
        Failure::Timeout => Error::Timeout(TimeoutError::transport(attempt, Waiting::Answer, error)),
        Failure::Connect => Error::Connection(ConnectionError::new(attempt, server, false, error)),
        Failure::Broken => Error::Connection(ConnectionError::new(attempt, server, true, error)),
    }
}
