//! Sending of calls, with retries.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

use super::client::{Client, Shared};
use super::error::{
    ApiError, Attempt, BodyError, BoxError, ConfigError, ConnectionError, Error, TimeoutError,
    Waiting,
};
use super::http::{
    Alarm, Body, Deadline, Elapsed, Failure, Redirects, ResponseBody, Trace, Upload, sleep,
};
use super::prepare::{
    Credential, Draft, RateGate, RequestParts, Retries, Settings, Tokens, base_url,
};
use super::response::{ByteStream, Response, check_content_encoding, message, read_up_to};
use super::spec::Operation;

/// The default maximum length of an error body, which is truncated to it.
const MAX_ERROR_BODY: usize = 64 * 1024 * 1024;

/// The time that a server has for each chunk of an error body. The outcome is known, so nothing else depends on it.
const ERROR_BODY_IDLE: Duration = Duration::from_secs(1);

/// The time that a server has for a whole error body.
const ERROR_BODY_TOTAL: Duration = Duration::from_secs(30);

/// The future of a response.
pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Response<ByteStream>, Error>> + Send>>;

/// Sends a request, retries it according to the policy of the call, and returns a successful response.
///
/// The future is boxed to keep its state out of the future of every operation.
pub(super) fn send(client: Client, draft: Box<Draft>) -> Sending {
    #[cfg(feature = "testing")]
    let (draft, time) = {
        let time = client.shared.time.start();
        let mut draft = draft;
        draft.seen.time = Some(time.clone());
        (draft, time)
    };
    let sending: Sending = Box::pin(async move {
        let mut trace = trace(&client.shared.settings, &draft);
        match trace
            .scope()
            .instrument(attempts(client, draft, &mut trace))
            .await
        {
            Ok(mut response) => {
                trace.succeeded();
                response.keep_open(trace);
                Ok(response)
            }
            Err(error) => {
                trace.failed(&error);
                Err(error)
            }
        }
    });
    #[cfg(feature = "testing")]
    let sending: Sending = Box::pin(super::http::InTime::new(time, sending));
    sending
}

/// Starts the observation of a call.
fn trace(settings: &Settings, draft: &Draft) -> Trace {
    let origin =
        || base_url(settings, draft).map_or_else(|_| String::new(), |url| url.origin().to_owned());
    let observer = settings.observer.as_ref();
    Trace::new(draft.operation, observer, || draft.method(), origin)
}

async fn attempts(
    client: Client,
    mut draft: Box<Draft>,
    trace: &mut Trace,
) -> Result<Response<ByteStream>, Error> {
    let Shared {
        settings,
        transport,
        rate_gate,
        ..
    } = &*client.shared;
    if let Some(error) = draft.take_error(settings) {
        return Err(error);
    }
    let mut body = std::mem::replace(&mut draft.body, Body::empty());
    let retry = draft.retry(settings);
    let attempt_timeout = draft.attempt_timeout(settings);
    let has_sources = settings.credentials.iter().any(Credential::is_source);
    let deadline = draft.timeout(settings).and_then(Deadline::after);
    let retries = Retries::new(retry, deadline);
    let mut attempt = Attempt::first(draft.name());
    let mut authorization = Authorization::default();
    loop {
        // Only the body is kept for a retry. The rest of the request is rebuilt, because retries are rare.
        let retry_body = body.try_clone();
        let read_once = body.read_once_origin();
        let mut alarm = set_alarm(deadline);
        if retry.waits_for_reset() {
            wait_for_reset(rate_gate, &retries, trace).await;
        }
        if body.is_unverified_empty() {
            body = verify_empty(&attempt, body, alarm.as_deref_mut()).await?;
        }
        let upload = body.observe();
        if has_sources {
            let fetched = fetch(&attempt, settings, &draft, alarm.as_deref_mut()).await?;
            authorization.renew(fetched)?;
        }
        // The deadline of this attempt, up to the end of its response body.
        let until = match attempt_timeout {
            None => deadline,
            Some(timeout) => {
                let until = Deadline::of_attempt(deadline, timeout);
                alarm = set_alarm(until);
                until
            }
        };
        let parts = RequestParts {
            attempt: attempt.clone(),
            settings,
            draft: &draft,
            tokens: &authorization.tokens,
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            body: retry_body.as_ref(),
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            upload: upload.clone(),
            redirects: Redirects::default(),
        };
        let length = body.length();
        let sending = transport.send(&parts, body)?;
        trace.sent(length);
        let sent = Alarm::bound(alarm.as_deref_mut(), sending).await;
        trace.redirected(&parts.redirects);
        let error = match sent {
            Ok(Ok(response)) => {
                trace.responded(response.status());
                if retry.waits_for_reset() {
                    rate_gate.record(response.head());
                }
                let response = with_stream(response, &attempt, settings, until, upload);
                if is_success(draft.operation, response.status()) {
                    return Ok(response);
                }
                api_error(response, settings).await
            }
            Ok(Err(error)) => {
                // Over HTTP/2, the transport's error does not contain that of the body.
                let error = upload.and_then(|upload| upload.failure()).unwrap_or(error);
                failure(attempt.clone(), parts.base_url()?.origin(), error)
            }
            Err(elapsed) => timeout(&attempt, Waiting::Response, &elapsed),
        };
        let is_rejected = authorization.is_rejected(&error, &settings.credentials);
        let next = if is_rejected {
            retries.with_new_token(&attempt, read_once)
        } else {
            retries.after(&attempt, &error, draft.is_idempotent(settings), read_once)
        };
        let wait = match next {
            Ok(wait) => wait,
            Err(not_retried) => return Err(error.not_retried_because(not_retried)),
        };
        let Some(retry_body) = retry_body else {
            return Err(error);
        };
        trace.retrying(&error, wait);
        if is_rejected {
            authorization.keep(error);
        } else {
            sleep(wait).await;
        }
        body = retry_body;
        attempt = attempt.next();
    }
}

/// The tokens of a call, and the 401 response to the previous ones.
#[derive(Default)]
struct Authorization {
    tokens: Tokens,
    /// The 401 response, which is the call's error unless the sources return a new token.
    rejection: Option<Error>,
    was_rejected: bool,
}

impl Authorization {
    /// Sets the tokens of the next attempt. Returns the 401 if they are the rejected ones.
    fn renew(&mut self, tokens: Tokens) -> Result<(), Error> {
        if let Some(error) = self.rejection.take()
            && tokens == self.tokens
        {
            return Err(error);
        }
        self.tokens = tokens;
        Ok(())
    }

    /// Returns whether the server rejected the tokens for the first time in this call, and notifies their sources.
    fn is_rejected(&self, error: &Error, credentials: &[Credential]) -> bool {
        !self.was_rejected
            && error.status() == Some(StatusCode::UNAUTHORIZED)
            && self.tokens.refuse(credentials)
    }

    fn keep(&mut self, rejection: Error) {
        (self.rejection, self.was_rejected) = (Some(rejection), true);
    }
}

/// Creates the alarm of a deadline. Boxed because few calls have one.
fn set_alarm(deadline: Option<Deadline>) -> Option<Box<Alarm>> {
    deadline.map(Alarm::new).map(Box::new)
}

/// Fetches tokens from the client's sources. The future is boxed because few clients have sources.
async fn fetch(
    attempt: &Attempt,
    settings: &Settings,
    draft: &Draft,
    alarm: Option<&mut Alarm>,
) -> Result<Tokens, Error> {
    let fetching = Box::pin(Tokens::fetch(
        attempt,
        draft.security(settings),
        &settings.credentials,
    ));
    Alarm::bound(alarm, fetching)
        .await
        .unwrap_or_else(|elapsed| Err(timeout(attempt, Waiting::Token, &elapsed)))
}

/// Reads a body with a declared length of 0. The future is boxed because such bodies are rare.
async fn verify_empty(
    attempt: &Attempt,
    body: Body,
    alarm: Option<&mut Alarm>,
) -> Result<Body, Error> {
    match Alarm::bound(alarm, Box::pin(body.verify_empty())).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) => Err(Error::Body(BodyError::request(attempt.clone(), error))),
        Err(elapsed) => Err(timeout(attempt, Waiting::Request, &elapsed)),
    }
}

/// Converts the body of a response to a stream.
fn with_stream(
    response: Response<ResponseBody>,
    attempt: &Attempt,
    settings: &Settings,
    deadline: Option<Deadline>,
    upload: Option<Upload>,
) -> Response<ByteStream> {
    let received = response.head().received();
    // A new alarm, because the body may be read on a different runtime.
    let alarm = set_alarm(deadline);
    response.map(|body| {
        ByteStream::new(
            attempt.clone(),
            received,
            body,
            alarm,
            settings.body_limit,
            upload,
        )
    })
}

fn is_success(operation: &Operation, status: StatusCode) -> bool {
    status.is_success() || operation.expects_redirect && status.is_redirection()
}

/// Waits until the rate limit is reset, if the last response said that nothing is left.
async fn wait_for_reset(rate_gate: &RateGate, retries: &Retries<'_>, trace: &Trace) {
    // Another call may use up the limit again in the meantime.
    while let Some(wait) = rate_gate.wait().and_then(|wait| retries.until_reset(wait)) {
        trace.waiting_for_reset(wait);
        sleep(wait).await;
    }
}

/// Creates the error of a response that is not a success. The future is boxed because this is rare.
fn api_error(
    response: Response<ByteStream>,
    settings: &Settings,
) -> Pin<Box<dyn Future<Output = Error> + Send>> {
    let limit = settings.body_limit.unwrap_or(MAX_ERROR_BODY);
    Box::pin(async move {
        let (response, mut body) = response.take_body();
        // The status is more informative than an error of the body.
        let (body, complete) =
            read_up_to(&mut body, limit, ERROR_BODY_IDLE, ERROR_BODY_TOTAL).await;
        let is_encoded = check_content_encoding(response.head()).is_err();
        let message = (!is_encoded).then(|| message(response.head(), &body));
        let head = response.into_head();
        Error::Api(ApiError::new(head, body, complete, message.flatten()))
    })
}

fn timeout(attempt: &Attempt, waiting: Waiting, elapsed: &Elapsed) -> Error {
    Error::Timeout(TimeoutError::limit(attempt.clone(), waiting, elapsed.limit))
}

/// Creates the error of a request that received no response.
fn failure(attempt: Attempt, server: &str, error: BoxError) -> Error {
    match Failure::of(&*error) {
        Failure::RequestBody => Error::Body(BodyError::request(attempt, error)),
        #[cfg(feature = "testing")]
        Failure::Double => Error::Config(ConfigError::new(error.to_string())),
        Failure::Config => Error::Config(match error.downcast() {
            Ok(error) => *error,
            Err(error) => ConfigError::because("the transport cannot be used", error),
        }),
        Failure::NoTls => Error::Config(ConfigError::because(
            "the base URL starts with `https://`, but the transport has no TLS: enable the feature `rustls` or \
             `native-tls`",
            error,
        )),
        Failure::ConnectTimeout => {
            Error::Timeout(TimeoutError::transport(attempt, Waiting::Connection, error))
        }
        Failure::Timeout => {
            Error::Timeout(TimeoutError::transport(attempt, Waiting::Response, error))
        }
        Failure::Connect => Error::Connection(ConnectionError::new(attempt, server, false, error)),
        Failure::Broken => Error::Connection(ConnectionError::new(attempt, server, true, error)),
    }
}
