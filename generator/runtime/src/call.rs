//! Which arguments does one call have, and how is it sent?

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::argument::{Argument, NotAnArgument};
use super::auth::Tokens;
use super::base64;
use super::body::Body;
use super::by_status::{self, Answer, ByStatus};
use super::byte_stream::ByteStream;
use super::client::Client;
use super::decode;
use super::error::{ArgumentError, Error};
use super::events::Events;
use super::exchange::exchange;
use super::form;
use super::json_lines::JsonLines;
use super::multipart::Multipart;
use super::ndjson::NdJson;
use super::operation::{Location, Operation, Parameter, Repeat, Style};
use super::pages::{Items, Page, Pages};
use super::response::Response;

/// One call of an operation that is being put together.
///
/// An argument that cannot be sent is remembered, and [`Error::Argument`](super::Error::Argument) comes out of
/// sending; nothing has been sent then.
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    pub(super) client: Client,
    pub(super) operation: &'static Operation,
    /// One place for each parameter of the operation, in its order.
    pub(super) arguments: Vec<Option<Argument>>,
    /// The media type of the body, if there is one.
    pub(super) media_type: Option<&'static str>,
    pub(super) body: Body,
    pub(super) error: Option<ArgumentError>,
    /// What is asked for instead of what the operation says.
    pub(super) accept: Option<&'static str>,
    /// What the client's token sources gave for this call.
    pub(super) tokens: Tokens,
}

impl Call {
    pub(super) fn new(client: Client, operation: &'static Operation) -> Self {
        let arguments = operation.parameters.iter().map(|_| None).collect();
        Self {
            client,
            operation,
            arguments,
            media_type: None,
            body: Body::empty(),
            error: None,
            accept: None,
            tokens: Tokens::default(),
        }
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
        self.path(name, &value.into())
    }

    /// As [`query`](Self::query), of whatever becomes a text.
    pub fn query_text(self, name: &str, value: impl Into<String>) -> Self {
        self.query(name, &value.into())
    }

    /// As [`header`](Self::header), of whatever becomes a text.
    pub fn header_text(self, name: &str, value: impl Into<String>) -> Self {
        self.header(name, &value.into())
    }

    /// As [`cookie`](Self::cookie), of whatever becomes a text.
    pub fn cookie_text(self, name: &str, value: impl Into<String>) -> Self {
        self.cookie(name, &value.into())
    }

    fn argument<V: Serialize + ?Sized>(self, location: Location, name: &str, value: &V) -> Self {
        let style = self.style(location, name);
        let argument = if style == Some(Style::Json) { Argument::json(value) } else { Argument::of(value) };
        self.set(location, name, argument)
    }

    fn style(&self, location: Location, name: &str) -> Option<Style> {
        let mut parameters = self.operation.parameters.iter();
        parameters
            .find(|parameter| parameter.location == location && parameter.name == name)
            .map(|found| found.style)
    }

    /// Not generic, so that it is compiled once.
    fn set(mut self, location: Location, name: &str, value: Result<Option<Argument>, NotAnArgument>) -> Self {
        let parameters = self.operation.parameters.iter();
        let place = parameters.zip(&mut self.arguments);
        let place = place.into_iter().find(|(is, _)| is.location == location && is.name == name);
        match (place, value) {
            (Some((_, place)), Ok(argument)) => *place = argument,
            (Some(_), Err(NotAnArgument(why))) => self.fail(name, why),
            (None, _) => self.fail(name, "is not a parameter of the operation".to_owned()),
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, media_type: &'static str, body: Body) -> Self {
        (self.media_type, self.body) = (Some(media_type), body);
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
        self.encoded(media_type, items.into().into_body().map_err(|error| error.to_string()))
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
                self.fail(name, why);
                self
            }
        }
    }

    /// Sets a body with a part for each property of a value.
    pub fn multipart_of<V: Serialize + ?Sized>(mut self, media_type: &'static str, value: &V) -> Self {
        match Multipart::of(value) {
            Ok(parts) => self.multipart(media_type, parts),
            Err(NotAnArgument(why)) => {
                self.fail("body", why);
                self
            }
        }
    }

    /// Asks for another media type than the operation says.
    pub fn accept(self, accept: &'static str) -> Self {
        Self { accept: Some(accept), ..self }
    }

    fn encoded(mut self, media_type: &'static str, body: Result<Body, String>) -> Self {
        match body {
            Ok(body) => self.body(media_type, body),
            Err(why) => {
                self.fail("body", format!("cannot be encoded: {why}"));
                self
            }
        }
    }

    /// Remembers the first argument that cannot be sent.
    fn fail(&mut self, name: &str, why: String) {
        self.error.get_or_insert_with(|| ArgumentError::new(self.operation.id, name.to_owned(), why));
    }

    /// Whether the request may be sent again when it is not known what became of it.
    pub(super) fn is_idempotent(&self) -> bool {
        let given = |name: &str| {
            let mut arguments = self.operation.parameters.iter().zip(&self.arguments);
            arguments.any(|(parameter, argument)| {
                parameter.name == name && argument.as_ref().is_some_and(|value| !value.is_false())
            })
        };
        match self.operation.repeat {
            Repeat::Always => true,
            Repeat::Never => false,
            Repeat::Unless(names) => !names.iter().any(|name| given(name)),
        }
    }

    /// Sends the request and decodes the JSON body of the answer.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let answer = self.send_stream().await?;
        let (answer, body) = answer.take_body();
        let body = body.bytes().await?;
        let value = decode::json(answer.attempt(), answer.status(), answer.headers(), &body)?;
        Ok(answer.map(|()| value))
    }

    /// Sends the request; a body of the answer is of no interest.
    pub async fn send_empty(self) -> Result<Response<()>, Error> {
        let (answer, mut body) = exchange(self).await?.take_body();
        // A short rest is read so that the connection can be used again. It cannot make the call a failure.
        body.head(SHORT_REST).await;
        Ok(answer)
    }

    /// Sends the request; the body of the answer is read as it comes in.
    pub async fn send_stream(self) -> Result<Response<ByteStream>, Error> {
        let answer = exchange(self).await?;
        decode::plain(answer.attempt(), answer.status(), answer.headers())?;
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
        let answer = self.collect().await?;
        let (response, value) = answer.split(|answer| by_status::optional_json(answer, without_body))?;
        Ok(response.map(|()| value))
    }

    /// Sends the request and reads the body of the answer as its status says.
    pub async fn send_by_status<T: ByStatus>(self) -> Result<Response<T>, Error> {
        let (response, value) = self.collect().await?.split(T::read)?;
        Ok(response.map(|()| value))
    }

    /// Not generic, so that it is compiled once.
    async fn collect(self) -> Result<Answer, Error> {
        let (response, body) = self.send_stream().await?.take_body();
        Ok(Answer::new(response, body.bytes().await?))
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
    pub async fn send_json_lines<T: DeserializeOwned>(self) -> Result<Response<JsonLines<T>>, Error> {
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

    /// The same call once more; `None` if its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        let body = self.body.try_clone()?;
        Some(Self {
            client: self.client.clone(),
            operation: self.operation,
            arguments: self.arguments.clone(),
            media_type: self.media_type,
            body,
            // A call with an error is not sent, nor is its copy.
            error: None,
            accept: self.accept,
            tokens: Tokens::default(),
        })
    }
}

/// Bodies up to this length are read to their end even if nobody wants them.
const SHORT_REST: usize = 64 * 1024;

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}
