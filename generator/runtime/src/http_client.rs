//! How does a request travel if the user says nothing about it? Through `reqwest`.

use std::pin::Pin;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::body::Body;
use super::error::{ArgumentError, BoxError, ConfigError};
use super::redirect::redirect;
use super::request::{Recipe, Request};
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
        *request.body_mut() = body.into_http();
        self.client.execute(request)
    }

    /// The answer that redirects lead to, as far as they are followed.
    fn follow<'a>(&'a self, mut answer: Response, recipe: Recipe<'a>) -> Followed<'a> {
        let redirects = if recipe.draft.operation.answers_redirect { 0 } else { self.redirects };
        // In a box, as few answers come here.
        Box::pin(async move {
            for _ in 0..redirects {
                let Some(url) = redirect(&recipe.draft.operation.method, &answer) else { break };
                let Some(body) = recipe.body.and_then(Body::try_clone) else { break };
                let sending = self.execute(url, recipe.request(body)?);
                answer = sending.await.map_err(reqwest::Error::without_url)?;
            }
            Ok(answer)
        })
    }
}

type Followed<'a> = Pin<Box<dyn Future<Output = Result<Response, BoxError>> + Send + 'a>>;

impl Transport for HttpClient {
    fn send<'a>(&'a self, recipe: Recipe<'a>, body: Body) -> Result<Sending<'a>, ArgumentError> {
        let request = recipe.request(body)?;
        let url = recipe.draft.base_url()?.url(&request.url, request.path_end);
        // Not within the future, which would hold the request while it waits for the answer.
        let sending = self.execute(url, request);
        Ok(Box::pin(async move {
            let mut answer = match sending.await {
                Ok(answer) => answer,
                Err(error) => return Err(error.without_url().into()),
            };
            if answer.status().is_redirection() {
                answer = self.follow(answer, recipe).await?;
            }
            Ok(http::Response::from(answer).map(AnswerBody::Http))
        }))
    }
}
