//! How does a call travel there and back?

use std::future::Future;
use std::pin::Pin;

use http::StatusCode;

use super::attempt::Attempt;
use super::auth::{Credential, Tokens};
use super::body::Body;
use super::byte_stream::ByteStream;
use super::deadline::{Alarm, Deadline};
use super::draft::Draft;
use super::error::{ApiError, BodyError, BoxError, ConnectionError, Error, TimeoutError, Waiting};
use super::message::message;
use super::request::Recipe;
use super::response::Response;
use super::retry::Retries;
use super::trace::Trace;
use super::transport::Failure;

/// How much of an error's body is kept.
const ERROR_BODY: usize = 64 * 1024;

/// An answer on its way.
type Exchange = Pin<Box<dyn Future<Output = Result<Response<ByteStream>, Error>> + Send>>;

/// Sends the request, again if need be, and returns the answer if its status is a success.
///
/// In a box: a program has thousands of calls, and what a request goes through is no part of the state of each.
pub(super) fn exchange(draft: Box<Draft>) -> Exchange {
    Box::pin(async move {
        let trace = Trace::new(draft.operation.id);
        match trace.cover(send(draft, &trace)).await {
            Ok(mut answer) => {
                trace.answered(answer.status(), answer.head().attempt.tries);
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

async fn send(mut draft: Box<Draft>, trace: &Trace) -> Result<Response<ByteStream>, Error> {
    if let Some(error) = draft.error.take() {
        return Err(error.into());
    }
    let mut body = std::mem::replace(&mut draft.body, Body::empty());
    let settings = draft.settings();
    let has_sources = settings.credentials.iter().any(Credential::is_source);
    let deadline = settings.timeout.and_then(Deadline::after);
    let retries = Retries::new(&settings.retry, deadline);
    let mut attempt = Attempt::first(draft.operation.id);
    let mut tokens = Tokens::default();
    // A 401, which is the call's error unless the sources have another token.
    let mut refusal: Option<Error> = None;
    let mut was_refused = false;
    loop {
        // Only the body is kept for another try: all else is written again, which few calls need.
        let again = body.try_clone();
        let mut alarm = set_alarm(deadline);
        if has_sources {
            let fetched = fetch(attempt, &draft, alarm.as_deref_mut()).await?;
            if let Some(error) = refusal.take()
                && fetched == tokens
            {
                return Err(error);
            }
            tokens = fetched;
        }
        let recipe = Recipe {
            attempt,
            draft: &draft,
            tokens: &tokens,
            #[cfg(feature = "reqwest")]
            body: again.as_ref(),
        };
        let sending = settings.transport.send(&recipe, body)?;
        let error = match Alarm::bound(alarm.as_deref_mut(), sending).await {
            Ok(Ok(answer)) => {
                let status = answer.status();
                // With a timer of its own, as the body may be read on another runtime.
                let alarm = set_alarm(deadline);
                let answer = answer
                    .map(|body| ByteStream::new(attempt, status, body, alarm, settings.body_limit));
                if status.is_success()
                    || draft.operation.answers_redirect && status.is_redirection()
                {
                    return Ok(answer);
                }
                refused(answer).await
            }
            Ok(Err(error)) => failure(attempt, draft.base_url()?.origin(), error),
            Err(elapsed) => {
                Error::Timeout(TimeoutError::limit(attempt, Waiting::Answer, elapsed.limit))
            }
        };
        let is_refused = !was_refused
            && error.status() == Some(StatusCode::UNAUTHORIZED)
            && tokens.refuse(&settings.credentials);
        let next = if is_refused {
            retries.with_another_token(attempt, again.is_some())
        } else {
            retries.after(attempt, &error, draft.is_idempotent(), again.is_some())
        };
        let wait = match next {
            Ok(wait) => wait,
            Err(obstacle) => return Err(error.stopped_by(obstacle)),
        };
        let Some(again) = again else {
            return Err(error);
        };
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

/// The alarm of a deadline. In a box, as few calls have one.
fn set_alarm(deadline: Option<Deadline>) -> Option<Box<Alarm>> {
    deadline.map(Alarm::new).map(Box::new)
}

/// What the client's token sources give. In a box, as few clients have any.
async fn fetch(
    attempt: Attempt,
    draft: &Draft,
    alarm: Option<&mut Alarm>,
) -> Result<Tokens, Error> {
    let fetching = Box::pin(Tokens::fetch(
        attempt,
        draft.operation,
        &draft.settings().credentials,
    ));
    Alarm::bound(alarm, fetching)
        .await
        .unwrap_or_else(|elapsed| {
            Err(Error::Timeout(TimeoutError::limit(
                attempt,
                Waiting::Token,
                elapsed.limit,
            )))
        })
}

/// The error that an answer without success is. In a box, as few answers are.
fn refused(answer: Response<ByteStream>) -> Pin<Box<dyn Future<Output = Error> + Send>> {
    Box::pin(async move {
        let (answer, mut body) = answer.take_body();
        // The status is known: what is wrong with the body comes second to it.
        let (body, complete) = body.head(ERROR_BODY).await;
        let message = message(answer.headers(), &body);
        Error::Api(ApiError::new(answer.into_head(), body, complete, message))
    })
}

fn failure(attempt: Attempt, server: &str, error: BoxError) -> Error {
    match Failure::of(&*error) {
        Failure::RequestBody => Error::Body(BodyError::request(attempt, error)),
        Failure::ConnectTimeout => {
            Error::Timeout(TimeoutError::transport(attempt, Waiting::Connection, error))
        }
        Failure::Timeout => {
            Error::Timeout(TimeoutError::transport(attempt, Waiting::Answer, error))
        }
        Failure::Connect => Error::Connection(ConnectionError::new(attempt, server, false, error)),
        Failure::Broken => Error::Connection(ConnectionError::new(attempt, server, true, error)),
    }
}
