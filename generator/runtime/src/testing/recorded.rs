//! The calls that a double has received.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};
use serde_json::Value;

use super::form_data::{ReceivedPart, parts};
use super::http::boundary;
use super::json::{Json, Mismatch};
use super::prepare::{CUSTOM, SeenCall};
use super::spec::Location;

/// A call of an operation with its arguments as types of the API.
///
/// Generated code implements it for a struct for each operation.
pub trait TypedCall: Sized + fmt::Debug + 'static {
    /// The operation id.
    const OPERATION: &'static str;
    /// The documented status of success.
    const STATUS: u16;
    /// The media type of the successful response; empty if it has no body.
    const MEDIA_TYPE: &'static str;
    /// The values that a successful response can be created from.
    type Reply: Into<super::Reply>;
    /// The documented failures.
    type Failure: super::Respond;

    /// Reads the arguments and the body. Fails with the reason if they do not have their types.
    fn read(call: &Recorded) -> Result<Self, String>;
}

/// One attempt of a call, as received by a double, without credentials.
///
/// `Debug` shows the typed call, in which secrets are redacted.
#[derive(Clone)]
pub struct Recorded(Arc<Received>);

struct Received {
    seen: SeenCall,
    headers: HeaderMap,
    body: Bytes,
    waited: Duration,
    describe: Option<Describe>,
}

/// A function that formats a call with its types.
pub(super) type Describe = fn(&Recorded) -> String;

impl Recorded {
    pub(super) fn new(
        seen: SeenCall,
        headers: &HeaderMap,
        body: Bytes,
        describe: Option<Describe>,
    ) -> Self {
        Self(Arc::new(Received {
            waited: seen.time.waited(),
            seen,
            headers: without_credentials(headers),
            body,
            describe,
        }))
    }

    pub(super) fn seen(&self) -> &SeenCall {
        &self.0.seen
    }

    /// Returns the operation id, or `Client::request` for a call without an operation.
    pub fn operation(&self) -> &str {
        if self.0.seen.is_custom {
            return CUSTOM;
        }
        self.0.seen.operation.id
    }

    /// Returns whether this is a call of the operation.
    pub(super) fn is_of(&self, operation: &str) -> bool {
        self.operation() == operation
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> Method {
        self.0.seen.method.clone()
    }

    /// Returns the path and query of the request, percent-encoded, without credentials.
    pub fn target(&self) -> &str {
        &self.0.seen.target
    }

    /// Returns the headers of the request, without credentials and cookies.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the value of a parameter, by its name in the OpenAPI document, as JSON. Returns `None` if it is not set.
    pub fn argument(&self, name: &str) -> Option<&Value> {
        let mut arguments = self.0.seen.arguments.iter();
        let (_, value) = arguments.find(|(parameter, _)| parameter.name == name)?;
        Some(value)
    }

    /// Returns the complete body.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns the number of the attempt, starting at 1.
    pub fn attempt(&self) -> u32 {
        self.0.seen.attempt
    }

    /// Returns the time that the client had waited before this attempt: for retries, resets of rate limits and
    /// timeouts, since its first call. No real time passes. If the clock of `tokio` is paused, this is the time on that
    /// clock since the first call, including the waits of the code.
    pub fn waited(&self) -> Duration {
        self.0.waited
    }

    /// Returns whether the request may be repeated although it may have been processed.
    pub(super) fn is_idempotent(&self) -> bool {
        self.0.seen.is_idempotent
    }

    /// Whether another call has the same operation, arguments and body.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.operation() == other.operation()
            && self.method() == other.method()
            && self.target() == other.target()
            && self.same_arguments(other)
            && self.same_body(other)
    }

    fn same_arguments(&self, other: &Self) -> bool {
        let values = |call: &Self| -> Vec<(&'static str, Value)> {
            let arguments = call.0.seen.arguments.iter();
            arguments
                .map(|(parameter, value)| (parameter.name, value.clone()))
                .collect()
        };
        values(self) == values(other)
    }

    /// Compares bodies. Two multipart bodies with the same parts differ in their boundaries.
    fn same_body(&self, other: &Self) -> bool {
        match (self.parts(), other.parts()) {
            (Ok(parts), Ok(of_other)) => parts == of_other,
            _ => self.0.body == other.0.body,
        }
    }

    /// Reads a required argument.
    #[doc(hidden)]
    pub fn required<T: Json>(&self, location: Location, name: &str) -> Result<T, String> {
        let value = self.value(location, name).cloned().unwrap_or(Value::Null);
        read_argument(value).map_err(|why| format!("`{name}` does not have its type: {why}"))
    }

    /// Reads an optional argument.
    #[doc(hidden)]
    pub fn optional<T: Json>(&self, location: Location, name: &str) -> Result<Option<T>, String> {
        let value = self.value(location, name).cloned();
        let read = value.map(read_argument).transpose();
        read.map_err(|why| format!("`{name}` does not have its type: {why}"))
    }

    fn value(&self, location: Location, name: &str) -> Option<&Value> {
        let mut arguments = self.0.seen.arguments.iter();
        let found = arguments
            .find(|(parameter, _)| parameter.location == location && parameter.name == name);
        found.map(|(_, value)| value)
    }

    /// Reads a body of any kind, or returns `None` if no body was set.
    #[doc(hidden)]
    pub fn if_set<T>(
        &self,
        read: impl FnOnce(&Self) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        if self.0.seen.has_body {
            read(self).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    ///
    /// Returns the reason if the body is not JSON of this type.
    pub fn json<T: Json>(&self) -> Result<T, String> {
        json(&self.0.body)
    }

    /// Reads a body of JSON values, one per line.
    #[doc(hidden)]
    pub fn lines<T: Json>(&self) -> Result<Vec<T>, String> {
        let lines = self.0.body.split(|byte| *byte == b'\n');
        lines
            .filter(|line| !line.trim_ascii().is_empty())
            .map(json)
            .collect()
    }

    /// Reads the fields of a form.
    #[doc(hidden)]
    pub fn form<T: Json>(&self) -> Result<T, String> {
        let form = self.0.seen.form.clone().unwrap_or(Value::Null);
        T::from_json(form).map_err(|why| format!("the form does not have its type: {why}"))
    }

    /// Returns the body.
    #[doc(hidden)]
    #[allow(clippy::unnecessary_wraps, reason = "other kinds of bodies can fail")]
    pub fn bytes(&self) -> Result<Bytes, String> {
        Ok(self.0.body.clone())
    }

    /// Splits a multipart body into its parts.
    ///
    /// # Errors
    ///
    /// Returns the reason if the body is not multipart.
    pub fn parts(&self) -> Result<Vec<ReceivedPart>, String> {
        let content_type = self.0.headers.get(CONTENT_TYPE);
        let boundary = content_type
            .and_then(|value| value.to_str().ok())
            .and_then(boundary)
            .ok_or("the body has no boundary of parts")?;
        parts(&self.0.body, &boundary)
    }

    /// Returns the call as its type, for messages.
    pub(super) fn describe(&self) -> String {
        match self.0.describe {
            Some(describe) => describe(self),
            None => format!("{} {}", self.method(), self.target()),
        }
    }
}

/// Reads an argument. One from the URL of a next page is a string, or a list of strings.
fn read_argument<T: Json>(value: Value) -> Result<T, Mismatch> {
    T::from_json(value.clone()).or_else(|mismatch| {
        let text = value
            .as_str()
            .ok_or(())
            .and_then(|text| serde_json::from_str(text).map_err(drop))
            .and_then(|value| T::from_json(value).map_err(drop));
        text.or_else(|()| T::from_json(Value::Array(vec![value])))
            .map_err(|_| mismatch)
    })
}

fn json<T: Json>(text: &[u8]) -> Result<T, String> {
    let value =
        serde_json::from_slice(text).map_err(|why| format!("the body is not JSON: {why}"))?;
    T::from_json(value).map_err(|why| format!("the body does not have its type: {why}"))
}

/// Removes the headers with credentials. Credentials may be cookies.
fn without_credentials(headers: &HeaderMap) -> HeaderMap {
    let mut shown = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if !value.is_sensitive() && name != http::header::COOKIE {
            shown.append(name.clone(), value.clone());
        }
    }
    shown
}

/// Formats a call of a type.
pub(super) fn described<C: TypedCall>(call: &Recorded) -> String {
    match C::read(call) {
        Ok(call) => format!("{call:?}"),
        Err(why) => format!(
            "`{}` with arguments that cannot be read: {why}",
            C::OPERATION
        ),
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())?;
        match self.attempt() {
            1 => Ok(()),
            number => write!(f, " (attempt {number})"),
        }
    }
}
