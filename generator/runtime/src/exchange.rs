//! How does a call travel there and back?

use super::byte_stream::ByteStream;
use super::call::Call;
use super::deadline::Deadline;
use super::error::{ApiError, BodyError, BoxError, ConnectionError, Error, TimeoutError, Waiting};
use super::message::message;
use super::rate_limit::RateLimit;
use super::response::Response;
use super::transport::Failure;

/// How much of an error's body is kept.
const ERROR_BODY: usize = 64 * 1024;

/// Sends the request and returns the answer if its status is a success.
pub(super) async fn exchange(call: Call) -> Result<Response<ByteStream>, Error> {
    let operation = call.operation.id;
    let client = call.client.clone();
    let settings = client.settings();
    let deadline = settings.timeout.and_then(Deadline::after);
    let request = call.into_request()?;
    let sending = settings.transport.send(request);
    let answer = match Deadline::bound(deadline, sending).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return Err(failure(operation, settings.base_url.origin(), error)),
        Err(elapsed) => {
            return Err(Error::Timeout(TimeoutError::limit(operation, Waiting::Answer, elapsed.limit)));
        }
    };
    let (parts, body) = answer.into_parts();
    let rate_limit = RateLimit::read(settings.api.rate_limit.as_ref(), &parts.headers);
    let mut body = ByteStream::new(operation, parts.status, body, deadline);
    if parts.status.is_success() {
        return Ok(Response::new(operation, parts, rate_limit, body));
    }
    // The status is known: what is wrong with the body comes second to it.
    let (body, complete) = body.head(ERROR_BODY).await;
    let message = message(&parts.headers, &body);
    Err(Error::Api(ApiError::new(operation, parts, body, complete, message, rate_limit)))
}

fn failure(operation: &'static str, server: &str, error: BoxError) -> Error {
    match Failure::of(&*error) {
        Failure::RequestBody => Error::Body(BodyError::request(operation, error)),
        Failure::ConnectTimeout => {
            Error::Timeout(TimeoutError::transport(operation, Waiting::Connection, error))
        }
        Failure::Timeout => Error::Timeout(TimeoutError::transport(operation, Waiting::Answer, error)),
        Failure::Connect => Error::Connection(ConnectionError::new(operation, server, false, error)),
        Failure::Broken => Error::Connection(ConnectionError::new(operation, server, true, error)),
    }
}
