//! Which arguments does one call have, and how is it sent?

use std::fmt;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::argument::NotAnArgument;
use super::base64;
use super::body::Body;
use super::by_status::{self, Answer, ByStatus};
use super::byte_stream::ByteStream;
use super::client::Client;
use super::decode;
use super::draft::Draft;
use super::error::Error;
use super::events::Events;
use super::exchange::exchange;
use super::form;
use super::json_lines::JsonLines;
use super::multipart::Multipart;
use super::ndjson::NdJson;
use super::operation::{Location, Operation, Parameter};
use super::pages::{Items, Page, Pages};
use super::response::Response;

/// One call of an operation that is being put together.
///
/// An argument that cannot be sent is remembered, and [`Error::Argument`](super::Error::Argument) comes out of
/// sending; nothing has been sent then.
#[must_use = "a call does nothing until it is sent"]
// In a box: each setter hands it on, and so does each `async fn` on its way.
pub struct Call(Box<Draft>);

impl Call {
    pub(super) fn new(client: Client, operation: &'static Operation) -> Self {
        Self(Box::new(Draft::new(client, operation)))
    }

    /// Sets a path argument.
    pub fn path<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Path, name, value)
    }

    /// Sets a query argument; an absent value (`None`) takes it away again.
    pub fn query<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Query, name, value)
    }

    /// Sets a header argument; an absent value (`None`) takes it away again.
    pub fn header<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Header, name, value)
    }

    /// Sets a cookie argument; an absent value (`None`) takes it away again.
    pub fn cookie<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Cookie, name, value)
    }

    /// As [`path`](Self::path), of whatever becomes a text.
    pub fn path_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Path, name, value.into())
    }

    /// As [`query`](Self::query), of whatever becomes a text.
    pub fn query_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Query, name, value.into())
    }

    /// As [`header`](Self::header), of whatever becomes a text.
    pub fn header_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Header, name, value.into())
    }

    /// As [`cookie`](Self::cookie), of whatever becomes a text.
    pub fn cookie_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Cookie, name, value.into())
    }

    fn argument<V: Serialize + ?Sized>(
        mut self,
        location: Location,
        name: &str,
        value: &V,
    ) -> Self {
        self.0.set(location, name, value);
        self
    }

    /// Not generic, so that it is compiled once.
    fn text(mut self, location: Location, name: &str, value: String) -> Self {
        self.0.set_text(location, name, value);
        self
    }

    /// Sets the body.
    pub fn body(mut self, media_type: &'static str, body: Body) -> Self {
        (self.0.media_type, self.0.body) = (Some(media_type), body);
        self
    }

    /// Sets a JSON body.
    pub fn json<V: Serialize + ?Sized>(self, media_type: &'static str, value: &V) -> Self {
        let mut text = Vec::new();
        let body = base64::write_json(&mut text, value).map(|()| Body::from(text));
        self.encoded(media_type, body.map_err(|error| error.to_string()))
    }

    /// Sets a body of newline-delimited JSON.
    pub fn ndjson<T: Serialize + 'static>(
        self,
        media_type: &'static str,
        items: impl Into<NdJson<T>>,
    ) -> Self {
        self.encoded(
            media_type,
            items.into().into_body().map_err(|error| error.to_string()),
        )
    }

    /// Sets the fields of a form; those of these parameters are written in a style of their own.
    pub fn form<V: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &V,
        styled: &[Parameter],
    ) -> Self {
        let body = form::urlencoded(value, styled).map(Body::from);
        self.encoded(media_type, body.map_err(|error| error.to_string()))
    }

    /// Sets a body of several parts.
    pub fn multipart(mut self, media_type: &'static str, parts: impl Into<Multipart>) -> Self {
        match parts.into().into_body() {
            Ok(body) => self.body(media_type, body),
            Err((name, why)) => {
                self.0.fail(name, why);
                self
            }
        }
    }

    /// Sets a body with a part for each property of a value.
    pub fn multipart_of<V: Serialize + ?Sized>(
        mut self,
        media_type: &'static str,
        value: &V,
    ) -> Self {
        match Multipart::of(value) {
            Ok(parts) => self.multipart(media_type, parts),
            Err(NotAnArgument(why)) => {
                self.0.fail("body", why);
                self
            }
        }
    }

    /// Asks for another media type than the operation says.
    pub fn accept(mut self, accept: &'static str) -> Self {
        self.0.accept = Some(accept);
        self
    }

    fn encoded(mut self, media_type: &'static str, body: Result<Body, String>) -> Self {
        match body {
            Ok(body) => self.body(media_type, body),
            Err(why) => {
                self.0.fail("body", format!("cannot be encoded: {why}"));
                self
            }
        }
    }

    /// Sends the request and decodes the JSON body of the answer.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        // No JSON is compressed by chance: whether it is needs no look at the headers before it does not fit.
        let (answer, body) = collect(exchange(self.0)).await?;
        let value = decode::json(answer.head(), &body)?;
        Ok(answer.map(|()| value))
    }

    /// Sends the request; a body of the answer is of no interest.
    pub async fn send_empty(self) -> Result<Response<()>, Error> {
        let (answer, mut body) = exchange(self.0).await?.take_body();
        // A short rest is read so that the connection can be used again. It cannot make the call a failure.
        body.head(SHORT_REST).await;
        Ok(answer)
    }

    /// Sends the request; the body of the answer is read as it comes in.
    pub async fn send_stream(self) -> Result<Response<ByteStream>, Error> {
        let answer = exchange(self.0).await?;
        decode::plain(answer.head())?;
        Ok(answer)
    }

    /// Sends the request and reads the body of the answer as UTF-8 text.
    pub async fn send_text(self) -> Result<Response<String>, Error> {
        let (answer, body) = self.send_stream().await?.take_body();
        let text = body.text().await?;
        Ok(answer.map(|()| text))
    }

    /// Sends the request and decodes the JSON body of the answer, if it has one; these statuses have none.
    pub async fn send_optional_json<T: DeserializeOwned>(
        self,
        without_body: &'static [u16],
    ) -> Result<Response<Option<T>>, Error> {
        let (answer, body) = collect(self.send_stream()).await?;
        let answer = Answer::new(answer, body);
        let (response, value) =
            answer.split(|answer| by_status::optional_json(answer, without_body))?;
        Ok(response.map(|()| value))
    }

    /// Sends the request and reads the body of the answer as its status says.
    pub async fn send_by_status<T: ByStatus>(self) -> Result<Response<T>, Error> {
        let (answer, body) = collect(self.send_stream()).await?;
        let (response, value) = Answer::new(answer, body).split(T::read)?;
        Ok(response.map(|()| value))
    }

    /// Sends the request; the answer is a stream of events whose data is JSON.
    pub async fn send_events<T: DeserializeOwned>(self) -> Result<Response<Events<T>>, Error> {
        Ok(self.send_stream().await?.map_body(Events::json))
    }

    /// Sends the request; the answer is a stream of events whose data is text.
    pub async fn send_text_events(self) -> Result<Response<Events<String>>, Error> {
        Ok(self.send_stream().await?.map_body(Events::text))
    }

    /// Sends the request; the answer is a stream of JSON values, one a line.
    pub async fn send_json_lines<T: DeserializeOwned>(
        self,
    ) -> Result<Response<JsonLines<T>>, Error> {
        Ok(self.send_stream().await?.map_body(JsonLines::new))
    }

    /// The pages of a list, each asked for with the cursor that the page before it names.
    pub fn pages<P: Page>(self, cursor: &'static str) -> Pages<P> {
        Pages::new(self, cursor)
    }

    /// The items of all pages.
    pub fn items<P: Page>(self, cursor: &'static str) -> Items<P> {
        Items::new(self.pages(cursor))
    }

    /// The text of a query argument.
    pub(super) fn query_argument(&self, name: &str) -> Option<&str> {
        self.0.query_argument(name)
    }

    /// The same call once more; `None` if its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self(Box::new(self.0.try_clone()?)))
    }
}

/// The answer, and its body as a whole.
async fn collect(
    answer: impl Future<Output = Result<Response<ByteStream>, Error>>,
) -> Result<(Response<()>, Bytes), Error> {
    let (answer, body) = answer.await?.take_body();
    Ok((answer, body.bytes().await?))
}

/// Bodies up to this length are read to their end even if nobody wants them.
const SHORT_REST: usize = 64 * 1024;

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.0.operation.id)
            .finish_non_exhaustive()
    }
}
