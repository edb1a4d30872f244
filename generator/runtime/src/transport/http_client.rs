//! The `reqwest` transport.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{HeaderMap, Method};
use reqwest::{Client, Request, Url};
use tokio::runtime::Handle;
use tower_service::Service;

use super::error::{BoxError, ConfigError, Error};
#[cfg(feature = "gzip")]
use super::http::take_gzip;
use super::http::{Body, Redirects, ResponseBody, Upload, unpin_headers};
use super::pools::{HttpOptions, Pools};
use super::prepare::RequestParts;
use super::redirect::redirect;
use super::response::Response;
use super::transport_body::{FinalUrl, NotFollowed, OfCall, TransportBody};

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: u32 = 10;

/// The reason why a redirect is not followed here.
const BY_USER: &str = "the redirect policy of the `reqwest` client applies";

/// A `reqwest` client.
pub(crate) enum HttpClient {
    /// The default client, which follows redirects here, where the operation's method is known.
    Default(Pools),
    /// The user's client, which follows redirects by its own policy.
    User(Client),
}

impl HttpClient {
    /// Creates the default client.
    pub(crate) fn new(http_options: HttpOptions) -> Result<Self, ConfigError> {
        Ok(Self::Default(Pools::new(http_options)?))
    }

    /// Returns the client for the current runtime.
    fn client(&self) -> Result<Client, ConfigError> {
        let Ok(runtime) = Handle::try_current() else {
            return Err(ConfigError::new(
                "the default transport needs a `tokio` runtime: make the call in one, for example with \
                 `tokio::runtime::Runtime::block_on`, or set a service",
            ));
        };
        match self {
            Self::Default(pools) => pools.client(runtime.id()),
            Self::User(client) => Ok(client.clone()),
        }
    }

    /// Sends a request with this body.
    pub(super) fn send<'a>(
        &self,
        parts: &'a RequestParts<'a>,
        body: Body,
    ) -> Result<HttpSending<'a>, Error> {
        let client = self.client()?;
        let is_default = matches!(self, Self::Default(_));
        let base_url = parts.base_url()?;
        let mut request = Request::new(parts.method(), base_url.parsed_origin().clone());
        let target = parts.write(&base_url, request.headers_mut(), &body)?;
        accept_gzip(is_default, &mut request);
        base_url.complete(request.url_mut(), &target);
        if let Some(body) = body.into_http() {
            *request.body_mut() = Some(body);
        }
        Ok(HttpSending {
            state: State::Sent((&client).call(request)),
            client,
            is_default,
            parts,
        })
    }

    /// Sends the request of a layer.
    pub(super) async fn respond(
        self: Arc<Self>,
        request: http::Request<Body>,
    ) -> Result<http::Response<TransportBody>, BoxError> {
        let client = self.client()?;
        let is_default = matches!(*self, Self::Default(_));
        let (head, body) = request.into_parts();
        let of_call = head.extensions.get::<OfCall>().cloned().unwrap_or_default();
        let again = Again {
            method: head.method,
            headers: head.headers,
            body: body.try_clone(),
            upload: of_call.upload,
        };
        let request = again.request(Url::parse(&head.uri.to_string())?, is_default, body);
        let response = client.execute(request).await;
        let response = response.map_err(reqwest::Error::without_url)?;
        let (response, not_followed) = match response.status().is_redirection() {
            true if of_call.expects_redirect => (response, None),
            true if is_default => follow(client, response, again, &of_call.redirects).await?,
            true => (response, Some(BY_USER)),
            false => (response, None),
        };
        let (status, version) = (response.status(), response.version());
        let final_url = final_url(&response, is_default, &of_call.redirects);
        let (headers, body) = received(response, is_default);
        let mut response = http::Response::new(TransportBody::new(body));
        (*response.status_mut(), *response.version_mut()) = (status, version);
        *response.headers_mut() = headers;
        if let Some(reason) = not_followed {
            response.extensions_mut().insert(NotFollowed(reason));
        }
        if let Some(url) = final_url {
            response.extensions_mut().insert(FinalUrl(url));
        }
        Ok(response)
    }
}

/// Requests a compressed response, unless the caller has set the encodings, or requests a range of the bytes.
fn accept_gzip(is_default: bool, request: &mut Request) {
    use http::header::{ACCEPT_ENCODING, HeaderValue, RANGE};
    let headers = request.headers_mut();
    if cfg!(feature = "gzip") && is_default && !headers.contains_key(RANGE) {
        headers
            .entry(ACCEPT_ENCODING)
            .or_insert(HeaderValue::from_static("gzip"));
    }
}

/// A request that a redirect repeats at a different URL.
struct Again {
    method: Method,
    headers: HeaderMap,
    /// The body, unless it cannot be read twice.
    body: Option<Body>,
    /// The progress of the body, if it can fail.
    upload: Option<Upload>,
}

impl Again {
    /// Writes the request of a call again.
    fn of(parts: &RequestParts<'_>) -> Result<Self, BoxError> {
        let body = parts.body.and_then(Body::try_clone);
        let mut headers = HeaderMap::new();
        if let Some(body) = &body {
            parts.write(&*parts.base_url()?, &mut headers, body)?;
        }
        Ok(Self {
            method: parts.method(),
            headers,
            body,
            upload: parts.upload.clone(),
        })
    }

    fn request(&self, url: Url, is_default: bool, body: Body) -> Request {
        let mut request = Request::new(self.method.clone(), url);
        request.headers_mut().clone_from(&self.headers);
        accept_gzip(is_default, &mut request);
        *request.body_mut() = body.into_http();
        request
    }
}

/// Follows redirects. Returns the last response, and the reason why it is not followed if it is a redirect.
async fn follow(
    client: Client,
    mut response: reqwest::Response,
    again: Again,
    redirects: &Redirects,
) -> Result<(reqwest::Response, Option<&'static str>), BoxError> {
    for _ in 0..MAX_REDIRECTS {
        if !response.status().is_redirection() {
            return Ok((response, None));
        }
        let url = match redirect(&again.method, &response) {
            Ok(url) => url,
            Err(reason) => return Ok((response, reason)),
        };
        let Some(mut body) = again.body.as_ref().and_then(Body::try_clone) else {
            return Ok((response, Some("the request body cannot be read twice")));
        };
        if body.is_unverified_empty() {
            body = body.verify_empty().await?;
        }
        body.observe_again(again.upload.as_ref());
        redirects.follow(response.status());
        response = client
            .execute(again.request(url, true, body))
            .await
            .map_err(reqwest::Error::without_url)?;
    }
    Ok((response, Some("it is the eleventh in a row")))
}

/// The future of `reqwest`, which can be named only through its `Service` implementation.
type Pending = <Client as Service<Request>>::Future;

/// The future of a response. Written by hand because the future of an `async fn` would have to be boxed.
pub(crate) struct HttpSending<'a> {
    client: Client,
    is_default: bool,
    parts: &'a RequestParts<'a>,
    state: State<'a>,
}

/// A response, and the reason why it is not followed if it is a redirect.
type Followed = Result<(reqwest::Response, Option<&'static str>), BoxError>;

enum State<'a> {
    Sent(Pending),
    Redirected(Pin<Box<dyn Future<Output = Followed> + Send + 'a>>),
}

impl HttpSending<'_> {
    /// Converts a response.
    fn response(
        &self,
        response: reqwest::Response,
        not_followed: Option<&'static str>,
    ) -> Response<ResponseBody> {
        let status = response.status();
        let final_url = final_url(&response, self.is_default, &self.parts.redirects);
        let (headers, body) = received(response, self.is_default);
        self.parts
            .response((status, headers), body, not_followed, final_url)
    }
}

/// Returns the URL of a response, unless it is certainly that of the request. A client of the user's can follow redirects
/// by itself.
fn final_url(
    response: &reqwest::Response,
    is_default: bool,
    redirects: &Redirects,
) -> Option<Box<str>> {
    (!is_default || redirects.any()).then(|| response.url().as_str().into())
}

/// Splits a response into its headers and its body, which is decompressed if the default client requested that.
#[cfg_attr(not(feature = "gzip"), allow(unused_variables))]
fn received(mut response: reqwest::Response, is_default: bool) -> (HeaderMap, ResponseBody) {
    let mut headers = std::mem::take(response.headers_mut());
    unpin_headers(&mut headers);
    #[cfg(feature = "gzip")]
    if is_default && take_gzip(&mut headers) {
        return (headers, ResponseBody::gunzip(response));
    }
    (headers, ResponseBody::Http(response))
}

impl Future for HttpSending<'_> {
    type Output = Result<Response<ResponseBody>, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let parts = this.parts;
        loop {
            let (response, not_followed) = match &mut this.state {
                State::Sent(pending) => match ready!(Pin::new(pending).poll(context)) {
                    Ok(response) if response.status().is_redirection() => {
                        if parts.draft.operation.expects_redirect {
                            (response, None)
                        } else if this.is_default {
                            let followed = follow(
                                this.client.clone(),
                                response,
                                Again::of(parts)?,
                                &parts.redirects,
                            );
                            this.state = State::Redirected(Box::pin(followed));
                            continue;
                        } else {
                            (response, Some(BY_USER))
                        }
                    }
                    Ok(response) => (response, None),
                    Err(error) => return Poll::Ready(Err(error.without_url().into())),
                },
                State::Redirected(followed) => ready!(followed.as_mut().poll(context))?,
            };
            return Poll::Ready(Ok(this.response(response, not_followed)));
        }
    }
}
