//! How does a request travel if the user says nothing about it? Through `reqwest`.

use std::time::Duration;

use http_body_util::BodyExt as _;
use reqwest::redirect;

use super::body::Body;
use super::error::{BoxError, ConfigError};
use super::transport::{Sending, Transport};

/// How long a connection, TLS included, may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How many redirects a request follows.
const MOST_REDIRECTS: usize = 10;

impl Transport for reqwest::Client {
    fn send(&self, request: http::Request<Body>) -> Sending {
        // Bytes stay bytes, so that they can be sent again after a redirect.
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => reqwest::Body::from(bytes.clone()),
            None => reqwest::Body::wrap(body),
        });
        let client = self.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request)?;
            // The URL may hold a credential, and says nothing that the operation's name does not.
            let answer = client.execute(request).await.map_err(reqwest::Error::without_url)?;
            let body = |body: reqwest::Body| body.map_err(|error| BoxError::from(error.without_url()));
            Ok(http::Response::from(answer).map(|answer| body(answer).boxed_unsync()))
        })
    }
}

/// The client that is used unless the user brings one.
pub(super) fn default_client() -> Result<reqwest::Client, ConfigError> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(redirect::Policy::custom(within_origin))
        .build()
        .map_err(|error| ConfigError::because("the HTTP client cannot be set up", error))
}

/// Follows redirects within one scheme, host and port. Whatever else a server points to sees neither the
/// credential nor the body: the redirect is the answer, and an error.
fn within_origin(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let origin = attempt.previous().first().map(reqwest::Url::origin);
    let same = origin.is_some_and(|origin| origin == attempt.url().origin());
    if same && attempt.previous().len() <= MOST_REDIRECTS { attempt.follow() } else { attempt.stop() }
}
