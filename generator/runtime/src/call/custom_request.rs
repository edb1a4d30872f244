//! Requests that are not operations of the document: [`Client::request`].

use std::fmt;

use http::{HeaderValue, Method};
use serde::Serialize;

use super::arguments::Call;
use super::client::Client;
use super::error::Error;
use super::http::Body;
use super::prepare::{
    CallOptions, Custom, check_no_keys, custom_target, operation_of, own_header, push_pairs,
};
use super::request::{Argument, NotAnArgument, query_pairs};
use super::response::{ByteStream, Response};

/// A request that is not one of the document's operations, returned by `Client::request`.
///
/// If the path or a value is invalid, sending the request fails with [`Error::Argument`] before anything is sent.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{Client, Error, Method};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let request = client.request(Method::POST, "/events").query("dry-run", true);
/// let response = request.json(&["started"]).send().await?;
/// println!("{}", response.status());
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent until `send` is called"]
pub struct Request(Call);

impl Client {
    /// Starts building a request that is not one of the document's operations.
    ///
    /// It has what an operation has: the base URL, the credentials, headers, timeouts and retries of the client, and
    /// errors that name it, such as `GET /path`. It is retried as its method allows: GET, HEAD, OPTIONS, TRACE, PUT and
    /// DELETE are idempotent, and no other method is (RFC 9110, section 9.2.2). The credentials are those of the
    /// document's `security`, or else those that its operations require: the first alternative that the client has.
    ///
    /// A server repeats a TRACE request in its response, so such a request has no credentials and no headers that are
    /// marked as sensitive (RFC 9110, section 9.3.8). One with a body is rejected, and so is CONNECT.
    ///
    /// The path is below the base URL, which may have a path itself. It starts with `/` and may have a query.
    /// Characters that are not allowed in a URL are percent-encoded, and existing escapes are kept. A path with a
    /// segment `.` or `..`, a control character or a fragment is rejected.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use openapi_crate_runtime::{Client, Error, Method};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let response = client
    ///     .request(Method::GET, "/resources/stores")
    ///     .query("limit", 1)
    ///     .send()
    ///     .await?;
    /// let stores: serde_json::Value = response.json().await?;
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> Request {
        let path = path.as_ref();
        let mut call = self.call(operation_of(&method));
        call.draft.custom = Some(Box::new(Custom::new(method, path)));
        match custom_target(&self.shared.settings.base_url, path) {
            Ok(target) => call.draft.target = Some(target),
            Err(reason) => call.draft.fail("path", reason),
        }
        Request(call)
    }
}

impl Request {
    /// Adds a query parameter. A list is one parameter for each item, and `None` is none.
    pub fn query(mut self, name: impl AsRef<str>, value: impl Serialize) -> Self {
        let name = name.as_ref();
        let pairs = Argument::of(&value).and_then(|argument| match argument {
            Some(argument) => query_pairs(name, &argument),
            None => Ok(Vec::new()),
        });
        let draft = &mut self.0.draft;
        match (pairs, &mut draft.target) {
            (Ok(pairs), Some(target)) => push_pairs(target, &pairs),
            // A request with an invalid path is not sent.
            (Ok(_), None) => {}
            (Err(NotAnArgument(why)), _) => draft.fail(name, why),
        }
        self
    }

    /// Sets a header. It replaces a header of that name in the options of the call, that is set on the client, or that
    /// the client sends by default, such as `accept`.
    ///
    /// The value is a string without control characters, bytes, a number or a `HeaderValue`.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Config`] for the headers that [`CallOptions::header`] rejects, and for those of API keys.
    pub fn header<V>(mut self, name: impl AsRef<str>, value: V) -> Result<Self, Error>
    where
        V: TryInto<HeaderValue>,
        V::Error: Into<http::Error>,
    {
        let (name, value) = own_header(name.as_ref(), value)?;
        if let Some(custom) = &mut self.0.draft.custom {
            custom.headers.insert(name, value);
            check_no_keys(&custom.headers, self.0.client.shared.settings.api)?;
        }
        Ok(self)
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        Self(self.0.json("application/json", value))
    }

    /// Sets the body, of type `application/octet-stream` unless [`Body::with_content_type`] sets a different one.
    pub fn body(self, body: impl Into<Body>) -> Self {
        Self(self.0.body("application/octet-stream", body.into()))
    }

    /// Sets the options of this call, in place of those set before.
    pub fn options(self, options: CallOptions) -> Self {
        Self(self.0.options(options))
    }

    /// Sends the request. The response body is a stream, which [`Response::json`], `bytes` and `text` read.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Api`] if the status is not 2xx, and the other errors of a call.
    pub async fn send(self) -> Result<Response<ByteStream>, Error> {
        self.0.send_stream().await
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request")
            .field(&self.0.draft.name())
            .finish()
    }
}
