//! A call that is being put together: its arguments and its body.

use std::fmt;

use serde::Serialize;

use super::client::Client;
use super::http::Body;
use super::json::write_json;
use super::prepare::Draft;
use super::request::{Multipart, NdJson, NotAnArgument, urlencoded};
use super::spec::{Location, Operation, Parameter};

/// One call of an operation that is being put together.
///
/// An argument that cannot be sent is kept, and sending the call returns
/// [`Error::Argument`](super::error::Error::Argument) without sending anything.
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    client: Client,
    /// In a box, since each setter and each `async fn` moves it.
    draft: Box<Draft>,
}

impl Client {
    /// Starts a call of an operation.
    #[doc(hidden)]
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call {
            client: self.clone(),
            draft: Box::new(Draft::new(operation)),
        }
    }
}

impl Call {
    pub(super) fn into_parts(self) -> (Client, Box<Draft>) {
        (self.client, self.draft)
    }

    /// Sets a path argument.
    pub fn path<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Path, name, value)
    }

    /// Sets a query argument; an absent value (`None`) removes it.
    pub fn query<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Query, name, value)
    }

    /// Sets a header argument; an absent value (`None`) removes it.
    pub fn header<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Header, name, value)
    }

    /// Sets a cookie argument; an absent value (`None`) removes it.
    pub fn cookie<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Cookie, name, value)
    }

    /// As [`path`](Self::path), for anything that becomes a string.
    pub fn path_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Path, name, value.into())
    }

    /// As [`query`](Self::query), for anything that becomes a string.
    pub fn query_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Query, name, value.into())
    }

    /// As [`header`](Self::header), for anything that becomes a string.
    pub fn header_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Header, name, value.into())
    }

    /// As [`cookie`](Self::cookie), for anything that becomes a string.
    pub fn cookie_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Cookie, name, value.into())
    }

    fn argument<V: Serialize + ?Sized>(
        mut self,
        location: Location,
        name: &str,
        value: &V,
    ) -> Self {
        self.draft.set(location, name, value);
        self
    }

    /// Not generic, so that it is compiled once.
    fn text(mut self, location: Location, name: &str, value: String) -> Self {
        self.draft.set_text(location, name, value);
        self
    }

    /// Sets the body.
    pub fn body(mut self, media_type: &'static str, body: Body) -> Self {
        (self.draft.media_type, self.draft.body) = (Some(media_type), body);
        self
    }

    /// Sets a JSON body.
    pub fn json<V: Serialize + ?Sized>(self, media_type: &'static str, value: &V) -> Self {
        let mut text = Vec::new();
        let body = write_json(&mut text, value).map(|()| Body::from(text));
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

    /// Sets a body of the fields of a form. The fields in `styled` are written in a style of their own.
    pub fn form<V: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &V,
        styled: &[Parameter],
    ) -> Self {
        let body = urlencoded(value, styled).map(Body::from);
        self.encoded(media_type, body.map_err(|error| error.to_string()))
    }

    /// Sets a body of several parts.
    pub fn multipart(mut self, media_type: &'static str, parts: impl Into<Multipart>) -> Self {
        match parts.into().into_body() {
            Ok(body) => self.body(media_type, body),
            Err((name, why)) => {
                self.draft.fail(name, why);
                self
            }
        }
    }

    /// Sets a body that has one part for each property of a value.
    pub fn multipart_of<V: Serialize + ?Sized>(
        mut self,
        media_type: &'static str,
        value: &V,
    ) -> Self {
        match Multipart::of(value) {
            Ok(parts) => self.multipart(media_type, parts),
            Err(NotAnArgument(why)) => {
                self.draft.fail("body", why);
                self
            }
        }
    }

    /// Asks for these media types instead of the operation's.
    pub fn accept(mut self, accept: &'static str) -> Self {
        self.draft.accept = Some(accept);
        self
    }

    fn encoded(mut self, media_type: &'static str, body: Result<Body, String>) -> Self {
        match body {
            Ok(body) => self.body(media_type, body),
            Err(why) => {
                self.draft.fail("body", format!("cannot be encoded: {why}"));
                self
            }
        }
    }

    /// The text of a query argument.
    pub(super) fn query_argument(&self, name: &str) -> Option<&str> {
        self.draft.query_argument(name)
    }

    /// A second call with the same arguments; `None` if its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            client: self.client.clone(),
            draft: Box::new(self.draft.try_clone()?),
        })
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.draft.operation.id)
            .finish_non_exhaustive()
    }
}
