//! The `reqwest` transport.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Request};
use tower_service::Service;

use super::error::{ArgumentError, BoxError, ConfigError};
use super::http::{Body, ResponseBody};
use super::prepare::RequestParts;
use super::redirect::redirect;
use super::response::Response;

/// The time limit for establishing a connection, including TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: u32 = 10;

/// A `reqwest` client.
pub(crate) struct HttpClient {
    client: Client,
    /// The maximum number of redirects that are followed here, where the operation's method is known.
    redirects: u32,
}

impl HttpClient {
    /// Creates the default client.
    pub(crate) fn new() -> Result<Self, ConfigError> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(|error| ConfigError::because("cannot build the HTTP client", error))?;
        Ok(Self {
            client,
            redirects: MAX_REDIRECTS,
        })
    }

    /// Wraps the user's client, which follows redirects by its own policy.
    pub(crate) fn of_user(client: Client) -> Self {
        Self {
            client,
            redirects: 0,
        }
    }

    /// Sends a request with this body.
    pub(super) fn send<'a>(
        &'a self,
        parts: &'a RequestParts<'a>,
        body: Body,
    ) -> Result<HttpSending<'a>, ArgumentError> {
        let base_url = parts.base_url()?;
        let mut request = Request::new(parts.method(), base_url.parsed_origin().clone());
        let target = parts.write(&base_url, request.headers_mut(), &body)?;
        base_url.complete(request.url_mut(), &target);
        if let Some(body) = body.into_http() {
            *request.body_mut() = Some(body);
        }
        Ok(HttpSending {
            client: self,
            parts,
            state: State::Sent((&self.client).call(request)),
        })
    }

    /// Follows redirects, and returns the last response.
    async fn follow(
        &self,
        mut response: reqwest::Response,
        parts: &RequestParts<'_>,
    ) -> Result<reqwest::Response, BoxError> {
        let redirects = if parts.draft.operation.expects_redirect {
            0
        } else {
            self.redirects
        };
        for _ in 0..redirects {
            let Some(url) = redirect(&parts.draft.operation.method, &response) else {
                break;
            };
            let Some(body) = parts.body.and_then(Body::try_clone) else {
                break;
            };
            let mut request = Request::new(parts.method(), url);
            parts.write(&*parts.base_url()?, request.headers_mut(), &body)?;
            *request.body_mut() = body.into_http();
            response = self
                .client
                .execute(request)
                .await
                .map_err(reqwest::Error::without_url)?;
        }
        Ok(response)
    }
}

/// The future of `reqwest`, which can be named only through its `Service` implementation.
type Pending = <Client as Service<Request>>::Future;

/// The future of a response. Written by hand because the future of an `async fn` would have to be boxed.
pub(crate) struct HttpSending<'a> {
    client: &'a HttpClient,
    parts: &'a RequestParts<'a>,
    state: State<'a>,
}

enum State<'a> {
    Sent(Pending),
    Redirected(Pin<Box<dyn Future<Output = Result<reqwest::Response, BoxError>> + Send + 'a>>),
}

impl Future for HttpSending<'_> {
    type Output = Result<Response<ResponseBody>, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self {
            client,
            parts,
            state,
        } = self.get_mut();
        let (client, parts) = (*client, *parts);
        loop {
            let mut response = match state {
                State::Sent(pending) => match ready!(Pin::new(pending).poll(context)) {
                    Ok(response) if response.status().is_redirection() => {
                        *state = State::Redirected(Box::pin(client.follow(response, parts)));
                        continue;
                    }
                    Ok(response) => response,
                    Err(error) => return Poll::Ready(Err(error.without_url().into())),
                },
                State::Redirected(followed) => ready!(followed.as_mut().poll(context))?,
            };
            let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
            let body = ResponseBody::Http(response);
            return Poll::Ready(Ok(parts.response(status, headers, body)));
        }
    }
}
