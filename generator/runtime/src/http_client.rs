//! How does a request travel if the user says nothing about it? Through `reqwest`.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::body::Body;
use super::call::Call;
use super::error::{ArgumentError, ConfigError};
use super::redirect::redirect;
use super::request::Request;
use super::transport::{AnswerBody, Sending, Transport};

/// How long a connection, TLS included, may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How many redirects a request follows.
const MOST_REDIRECTS: u32 = 10;

/// A `reqwest` client.
pub(super) struct HttpClient {
    client: Client,
    /// How many redirects are followed here, where the method of the request is known.
    redirects: u32,
}

impl HttpClient {
    /// The client that is used unless the user brings one.
    pub(super) fn new() -> Result<Self, ConfigError> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(|error| ConfigError::because("the HTTP client cannot be set up", error))?;
        Ok(Self { client, redirects: MOST_REDIRECTS })
    }

    /// A client of the user's, whose own policy has followed the redirects that it follows.
    pub(super) fn of_user(client: Client) -> Self {
        Self { client, redirects: 0 }
    }
}

impl HttpClient {
    fn execute(&self, url: Url, request: Request) -> impl Future<Output = reqwest::Result<Response>> + use<> {
        let Request { method, headers, body, .. } = request;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        // Bytes, other than a stream, `reqwest` can send once more where a connection gives the request back unread.
        *request.body_mut() = Some(match body.as_bytes() {
            Some(bytes) => reqwest::Body::from(bytes.clone()),
            None => reqwest::Body::wrap(body),
        });
        self.client.execute(request)
    }
}

impl Transport for HttpClient {
    fn send<'a>(&'a self, call: &'a Call, request: Request) -> Result<Sending<'a>, ArgumentError> {
        let url = call.base_url()?.url(&request.url);
        let redirects = if call.operation.answers_redirect { 0 } else { self.redirects };
        let body = request.body.try_clone();
        // Not within the future, which would hold the request while it waits for the answer.
        let sending = self.execute(url, request);
        Ok(Box::pin(async move {
            let mut answer = sending.await.map_err(reqwest::Error::without_url)?;
            for _ in 0..redirects {
                let Some(url) = redirect(&call.operation.method, &answer) else { break };
                let Some(body) = body.as_ref().and_then(Body::try_clone) else { break };
                let sending = self.execute(url, call.request(body)?);
                answer = sending.await.map_err(reqwest::Error::without_url)?;
            }
            Ok(http::Response::from(answer).map(AnswerBody::Http))
        }))
    }
}
