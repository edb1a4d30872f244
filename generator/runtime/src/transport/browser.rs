//! The transport through `fetch`, in browsers and on other hosts with JavaScript.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt as _, StreamBody};
use reqwest::{Client, Request, Url};
use tokio::sync::{mpsc, oneshot};

use super::error::{BoxError, Error};
use super::http::{Body, ResponseBody, Task, content_encodings};
use super::prepare::RequestParts;
use super::service::ServiceSending;
use super::transport_body::{FinalUrl, NotFollowed, TransportBody};

/// The encodings that `fetch` decodes.
const DECODED: [&str; 5] = ["br", "deflate", "gzip", "x-gzip", "zstd"];

/// A `reqwest` client that uses `fetch`.
pub(crate) struct BrowserClient(Client);

/// The status and headers of a response, and its URL after redirects.
type Head = (StatusCode, HeaderMap, Box<str>);

impl BrowserClient {
    pub(super) fn new(client: Client) -> Self {
        Self(client)
    }

    /// Sends a request with this body, which is read into memory first.
    pub(super) fn send<'a>(
        &self,
        parts: &'a RequestParts<'a>,
        body: Body,
    ) -> Result<ServiceSending<'a>, Error> {
        let base_url = parts.base_url()?;
        let mut request = Request::new(parts.method(), base_url.parsed_origin().clone());
        let target = parts.write(&base_url, request.headers_mut(), &body)?;
        base_url.complete(request.url_mut(), &target);
        let client = self.0.clone();
        Ok(Box::pin(async move {
            let ((status, headers, url), body) = fetch(client, request, body).await?;
            Ok(parts.response((status, headers), body, Some(BY_FETCH), Some(url)))
        }))
    }

    /// Sends the request of a layer.
    pub(super) async fn respond(
        self: Arc<Self>,
        request: http::Request<Body>,
    ) -> Result<http::Response<TransportBody>, BoxError> {
        let (head, body) = request.into_parts();
        let mut request = Request::new(head.method, Url::parse(&head.uri.to_string())?);
        *request.headers_mut() = head.headers;
        let ((status, headers, url), body) = fetch(self.0.clone(), request, body).await?;
        let mut response = http::Response::new(TransportBody::new(body));
        (*response.status_mut(), *response.headers_mut()) = (status, headers);
        response.extensions_mut().insert(NotFollowed(BY_FETCH));
        response.extensions_mut().insert(FinalUrl(url));
        Ok(response)
    }
}

/// The reason why a redirect is not followed here.
const BY_FETCH: &str = "`fetch` applies its own redirect policy";

/// Sends a request with this body, which is read into memory first.
async fn fetch(
    client: Client,
    mut request: Request,
    body: Body,
) -> Result<(Head, ResponseBody), BoxError> {
    let content = body.collect().await?.to_bytes();
    if !content.is_empty() {
        *request.body_mut() = Some(content.into());
    }
    let (head_sender, head) = oneshot::channel();
    let (sender, mut chunks) = mpsc::channel(1);
    let task = Task::spawn(exchange(client, request, head_sender, sender));
    let (status, mut headers, url) = head.await??;
    remove_decoded(&mut headers);
    let stream = futures_util::stream::poll_fn(move |context| {
        // The task ends with the body.
        let _ = &task;
        chunks.poll_recv(context)
    });
    let body = StreamBody::new(stream.map(|chunk| chunk.map(Frame::data)));
    Ok((
        (status, headers, url),
        ResponseBody::Service(body.boxed_unsync()),
    ))
}

/// Sends a request, and then the head and the chunks of the response to the call.
async fn exchange(
    client: Client,
    request: Request,
    head: oneshot::Sender<Result<Head, BoxError>>,
    chunks: mpsc::Sender<Result<Bytes, BoxError>>,
) {
    let error = |error: reqwest::Error| BoxError::from(error.without_url());
    let mut response = match client.execute(request).await {
        Ok(response) => response,
        Err(failure) => {
            let _ = head.send(Err(error(failure)));
            return;
        }
    };
    let headers = std::mem::take(response.headers_mut());
    let url = response.url().as_str().into();
    if head.send(Ok((response.status(), headers, url))).is_err() {
        return;
    }
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        if chunks.send(chunk.map_err(error)).await.is_err() {
            return;
        }
    }
}

/// Removes the headers of an encoding that has been decoded.
fn remove_decoded(headers: &mut HeaderMap) {
    let encodings = content_encodings(headers);
    let is_decoded = |encoding: &String| DECODED.contains(&encoding.as_str());
    if !encodings.is_empty() && encodings.iter().all(is_decoded) {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
}
