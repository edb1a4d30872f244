//! The builder of a call.

use std::fmt;

use serde::Serialize;

use super::client::Client;
use super::http::Body;
use super::json::{write_any_json, write_json};
use super::prepare::{CallOptions, Draft, base_url, is_relative, next_target, target};
use super::request::{Multipart, NdJson, NotAnArgument, urlencoded};
use super::spec::{Location, Operation, Parameter};

/// A call of an operation that is being built.
///
/// If an argument is invalid, sending the call fails with [`Error::Argument`](super::error::Error::Argument) before
/// anything is sent.
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    pub(super) client: Client,
    /// Boxed because each setter and each `async fn` moves it.
    pub(super) draft: Box<Draft>,
}

impl Client {
    /// Starts building a call of an operation.
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

    /// Sets a query argument, or removes it if the value is absent (`None`).
    pub fn query<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Query, name, value)
    }

    /// Sets the argument that is the whole query string, or removes it if the value is absent (`None`).
    pub fn querystring<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Querystring, name, value)
    }

    /// Sets a header argument, or removes it if the value is absent (`None`).
    pub fn header<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Header, name, value)
    }

    /// Sets a cookie argument, or removes it if the value is absent (`None`).
    pub fn cookie<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.argument(Location::Cookie, name, value)
    }

    /// Sets a path argument to a string.
    pub fn path_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Path, name, value.into())
    }

    /// Sets a query argument to a string.
    pub fn query_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Query, name, value.into())
    }

    /// Sets the argument that is the whole query string to a string.
    pub fn querystring_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Querystring, name, value.into())
    }

    /// Sets a header argument to a string.
    pub fn header_text(self, name: &str, value: impl Into<String>) -> Self {
        self.text(Location::Header, name, value.into())
    }

    /// Sets a cookie argument to a string.
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

    /// Not generic, so it is compiled only once.
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

    /// Sets a JSON body of a type of the caller's.
    pub fn any_json<V: Serialize + ?Sized>(self, media_type: &'static str, value: &V) -> Self {
        let mut text = Vec::new();
        let body = write_any_json(&mut text, value).map(|()| Body::from(text));
        self.encoded(media_type, body)
    }

    /// Sets a JSON body of a type of the caller's, which must serialize to an object.
    pub fn any_json_object<V: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &V,
    ) -> Self {
        let mut text = Vec::new();
        let body = write_any_json(&mut text, value).and_then(|()| match text.first() {
            Some(b'{') => Ok(Body::from(text)),
            _ => Err("it must be a JSON object".to_owned()),
        });
        self.encoded(media_type, body)
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

    /// Sets a URL-encoded form as the body. `styled` lists the fields that have a style.
    pub fn form<V: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &V,
        styled: &[Parameter],
    ) -> Self {
        let this = self.seen_form(value);
        let body = urlencoded(value, styled).map(Body::from);
        this.encoded(media_type, body.map_err(|error| error.to_string()))
    }

    /// Keeps the fields of a form for a test double.
    #[cfg_attr(
        not(feature = "testing"),
        allow(
            clippy::unused_self,
            unused_mut,
            unused_variables,
            reason = "there is no double"
        )
    )]
    fn seen_form<V: Serialize + ?Sized>(mut self, value: &V) -> Self {
        #[cfg(feature = "testing")]
        {
            self.draft.seen.form = serde_json::to_value(value).ok();
        }
        self
    }

    /// Sets a multipart body.
    pub fn multipart(mut self, media_type: &'static str, parts: impl Into<Multipart>) -> Self {
        match parts.into().into_body(media_type) {
            Ok(body) => self.body(media_type, body),
            Err((name, why)) => {
                self.draft.fail(&name, why);
                self
            }
        }
    }

    /// Sets a multipart body with one part for each property of a value.
    pub fn multipart_of<V: Serialize + ?Sized>(self, media_type: &'static str, value: &V) -> Self {
        let mut this = self.seen_form(value);
        match Multipart::of(value) {
            Ok(parts) => this.multipart(media_type, parts),
            Err(NotAnArgument(why)) => {
                this.draft.fail("body", why);
                this
            }
        }
    }

    /// Sets the `accept` header, which defaults to the operation's.
    pub fn accept(mut self, accept: &'static str) -> Self {
        self.draft.accept = Some(accept);
        self
    }

    /// Sets the options of the call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.draft.options = Some(Box::new(options));
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

    /// Returns the path and query of the request, without credentials.
    pub(super) fn target(&self) -> Option<String> {
        let base_url = base_url(&self.client.shared.settings, &self.draft).ok()?;
        target(&base_url, &self.draft).ok()
    }

    /// Returns a call for a URL that the server has sent, and the path and query of that URL, or the reason why it must
    /// not be requested. A relative URL is resolved against that of the response (RFC 3986, section 5.1.3), which
    /// `final_url` is after redirects.
    pub(super) fn follow(
        mut self,
        reference: &str,
        final_url: Option<&str>,
    ) -> Result<(Self, String), String> {
        let settings = &self.client.shared.settings;
        let base_url = base_url(settings, &self.draft).map_err(|error| error.to_string())?;
        let current = target(&base_url, &self.draft).map_err(|error| error.to_string())?;
        let current = match final_url {
            Some(url) if is_relative(reference) => next_target(url, &base_url, &current)?,
            _ => current,
        };
        let next = next_target(reference, &base_url, &current)?;
        drop(base_url);
        self.draft.target = Some(next.clone());
        Ok((self, next))
    }

    /// Returns the origin of a body that cannot be read twice.
    pub(super) fn read_once_origin(&self) -> Option<&'static str> {
        self.draft.body.read_once_origin()
    }

    /// Clones the call, or returns `None` if the body cannot be read twice.
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
            .field("operation", &self.draft.name())
            .finish_non_exhaustive()
    }
}
