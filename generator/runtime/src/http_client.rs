//! How does a request travel if the user says nothing about it? Through `reqwest`.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use reqwest::redirect::Policy;
use reqwest::{Client, Request, Response};
use tower_service::Service;

use super::body::Body;
use super::error::{ArgumentError, BoxError, ConfigError};
use super::redirect::redirect;
use super::request::Recipe;
use super::transport::{AnswerBody, Sending, Sent, Transport};

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
        Ok(Self {
            client,
            redirects: MOST_REDIRECTS,
        })
    }

    /// A client of the user's, whose own policy has followed the redirects that it follows.
    pub(super) fn of_user(client: Client) -> Self {
        Self {
            client,
            redirects: 0,
        }
    }

    /// The answer that redirects lead to, as far as they are followed.
    async fn follow(
        &self,
        mut answer: Response,
        recipe: &Recipe<'_>,
    ) -> Result<Response, BoxError> {
        let redirects = if recipe.draft.operation.answers_redirect {
            0
        } else {
            self.redirects
        };
        for _ in 0..redirects {
            let Some(url) = redirect(&recipe.draft.operation.method, &answer) else {
                break;
            };
            let Some(body) = recipe.body.and_then(Body::try_clone) else {
                break;
            };
            let mut request = Request::new(recipe.method(), url);
            recipe.write(&*recipe.draft.base_url()?, request.headers_mut(), &body)?;
            *request.body_mut() = body.into_http();
            answer = self
                .client
                .execute(request)
                .await
                .map_err(reqwest::Error::without_url)?;
        }
        Ok(answer)
    }
}

impl Transport for HttpClient {
    fn send<'a>(
        &'a self,
        recipe: &'a Recipe<'a>,
        body: Body,
    ) -> Result<Sending<'a>, ArgumentError> {
        let base_url = recipe.draft.base_url()?;
        let mut request = Request::new(recipe.method(), base_url.parsed_origin().clone());
        let target = recipe.write(&base_url, request.headers_mut(), &body)?;
        base_url.complete(request.url_mut(), &target);
        if let Some(body) = body.into_http() {
            *request.body_mut() = Some(body);
        }
        let state = State::Sent((&self.client).call(request));
        Ok(Sending::Http(HttpSending {
            client: self,
            recipe,
            state,
        }))
    }
}

/// What sending returns, by a name.
type Pending = <Client as Service<Request>>::Future;

/// A request on its way. Not an `async fn`, which would have to be in a box.
pub(super) struct HttpSending<'a> {
    client: &'a HttpClient,
    recipe: &'a Recipe<'a>,
    state: State<'a>,
}

enum State<'a> {
    Sent(Pending),
    Redirected(Pin<Box<dyn Future<Output = Result<Response, BoxError>> + Send + 'a>>),
}

impl Future for HttpSending<'_> {
    type Output = Sent;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Sent> {
        let Self {
            client,
            recipe,
            state,
        } = self.get_mut();
        let (client, recipe) = (*client, *recipe);
        loop {
            let mut answer = match state {
                State::Sent(pending) => match ready!(Pin::new(pending).poll(context)) {
                    Ok(answer) if answer.status().is_redirection() => {
                        *state = State::Redirected(Box::pin(client.follow(answer, recipe)));
                        continue;
                    }
                    Ok(answer) => answer,
                    Err(error) => return Poll::Ready(Err(error.without_url().into())),
                },
                State::Redirected(followed) => ready!(followed.as_mut().poll(context))?,
            };
            let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
            return Poll::Ready(Ok(recipe.answer(
                status,
                headers,
                AnswerBody::Http(HttpBody(answer)),
            )));
        }
    }
}

/// The body of an answer.
pub(super) struct HttpBody(Response);

impl HttpBody {
    /// The next chunk. Its errors, unlike the others of `reqwest`, have no URL.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BoxError>>> {
        // The future holds nothing but the answer: one that is dropped has taken nothing out of it.
        let chunk = ready!(pin!(self.0.chunk()).poll(context));
        Poll::Ready(chunk.map_err(Into::into).transpose())
    }

    /// How much is to come, where that is known.
    pub(super) fn left(&self) -> Option<u64> {
        self.0.content_length()
    }
}
