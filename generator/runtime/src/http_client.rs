//! How does a request travel if the user says nothing about it? Through `reqwest`.

use std::time::Duration;

use futures_util::TryFutureExt as _;
use reqwest::Url;
use reqwest::redirect::Policy;

use super::call::Call;
use super::error::ConfigError;
use super::redirect::redirect;
use super::request::Request;
use super::transport::{Answer, AnswerBody, Sending, Transport};

/// How long a connection, TLS included, may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How many redirects a request follows.
const MOST_REDIRECTS: u32 = 10;

/// A `reqwest` client.
pub(super) struct HttpClient {
    client: reqwest::Client,
    /// How many redirects are followed here, where the method of the request is known.
    redirects: u32,
}

impl HttpClient {
    /// The client that is used unless the user brings one.
    pub(super) fn new() -> Result<Self, ConfigError> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(|error| ConfigError::because("the HTTP client cannot be set up", error))?;
        Ok(Self { client, redirects: MOST_REDIRECTS })
    }

    /// A client of the user's, whose own policy has followed the redirects that it follows.
    pub(super) fn of_user(client: reqwest::Client) -> Self {
        Self { client, redirects: 0 }
    }
}

impl HttpClient {
    /// Not an `async fn`, which would hold the request while it waits for the answer.
    fn execute(
        &self,
        url: Url,
        Request { method, headers, body, .. }: Request,
    ) -> impl Future<Output = Result<reqwest::Response, reqwest::Error>> + use<> {
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        // Bytes, other than a stream, `reqwest` can send once more where a connection gives the request back unread.
        *request.body_mut() = Some(match body.as_bytes() {
            Some(bytes) => reqwest::Body::from(bytes.clone()),
            None => reqwest::Body::wrap(body),
        });
        // The URL may hold a credential, and says nothing that the operation's name does not.
        self.client.execute(request).map_err(reqwest::Error::without_url)
    }
}

impl Transport for HttpClient {
    fn send<'a>(&'a self, call: &'a Call, mut request: Request) -> Sending<'a> {
        Box::pin(async move {
            let mut url = call.base_url()?.url(&request.url);
            for _ in 0..self.redirects {
                let again = request.body.try_clone();
                let answer = self.execute(url, request).await?;
                let followed = again.filter(|_| !call.operation.answers_redirect);
                match followed.zip(redirect(&call.operation.method, &answer)) {
                    Some((body, next)) => (url, request) = (next, call.request(body)?),
                    None => return Ok(unwrapped(answer)),
                }
            }
            Ok(unwrapped(self.execute(url, request).await?))
        })
    }
}

fn unwrapped(answer: reqwest::Response) -> Answer {
    http::Response::from(answer).map(AnswerBody::Http)
}
