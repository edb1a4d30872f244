//! A body of several parts: `multipart/form-data` (RFC 7578).

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::hash::{BuildHasher as _, RandomState};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{HeaderName, InvalidHeaderName, InvalidHeaderValue};
use http::{HeaderMap, HeaderValue};
use http_body_util::BodyExt;
use serde::Serialize;

use super::argument::NotAnArgument;
use super::error::BoxError;
use super::form::{Field, fields, named_fields};
use super::http::Body;

/// A part of a request that is sent as it is: a file, or other content with a media type of its own.
///
/// Anything that is a [`Body`] becomes one with `into()`. Its content type is that of the body, see
/// [`Body::with_content_type`], or `application/octet-stream` if it has none.
#[derive(Debug)]
pub struct Part {
    body: Body,
    file_name: Option<String>,
    headers: HeaderMap,
}

impl Part {
    /// A part with this content.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            file_name: None,
            headers: HeaderMap::new(),
        }
    }

    /// A part that is read from a file while it is sent, under the file's name.
    ///
    /// # Errors
    ///
    /// The error of opening the file.
    #[cfg(feature = "fs")]
    pub async fn from_file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let part = Self::new(Body::from_file(&path).await?);
        Ok(match path.as_ref().file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// Sets the name of the file. Unset, it is the name of the part: most servers read a part without one as text.
    #[must_use]
    pub fn file_name(self, name: impl Into<String>) -> Self {
        Self {
            file_name: Some(name.into()),
            ..self
        }
    }

    /// Sets the content type, as [`Body::with_content_type`] does.
    #[must_use]
    pub fn content_type(self, content_type: &str) -> Self {
        Self {
            body: self.body.with_content_type(content_type),
            ..self
        }
    }

    /// Sets a header of this part.
    ///
    /// # Errors
    ///
    /// A name or a value that a header cannot have.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, BoxError> {
        let name = name
            .parse::<HeaderName>()
            .map_err(|error: InvalidHeaderName| error)?;
        let value = value
            .parse::<HeaderValue>()
            .map_err(|error: InvalidHeaderValue| error)?;
        self.headers.insert(name, value);
        Ok(self)
    }
}

impl<B: Into<Body>> From<B> for Part {
    fn from(body: B) -> Self {
        Self::new(body)
    }
}

/// The parts of a request, in the order in which they are sent.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Multipart {
    parts: Vec<(Cow<'static, str>, Part)>,
    error: Option<(&'static str, String)>,
}

impl Multipart {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds any number of files. The media type that the document names is that of files without one of their own.
    #[must_use]
    pub fn files(
        mut self,
        name: &'static str,
        content_type: Option<&'static str>,
        files: impl IntoIterator<Item = Part>,
    ) -> Self {
        for mut part in files {
            if let (Ok(None), Some(content_type)) = (part.body.content_type(), content_type) {
                part = part.content_type(content_type);
            }
            part.file_name.get_or_insert_with(|| name.to_owned());
            self.push(name, "application/octet-stream", part);
        }
        self
    }

    /// Adds a value: JSON if it is an object, one part for each element if it is a list, no part if it is absent.
    #[must_use]
    pub fn value<V: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        content_type: Option<&'static str>,
        value: &V,
    ) -> Self {
        let json = content_type.is_some_and(|content_type| content_type.ends_with("json"));
        let values = if json { as_json(value) } else { fields(value) };
        match values {
            Err(NotAnArgument(why)) => {
                self.error.get_or_insert((name, why));
            }
            Ok(fields) => {
                for field in fields {
                    let (text, usual) = match field {
                        Field::Text(text) => (text, ""),
                        Field::Json(text) => (text, "application/json"),
                    };
                    self.push(name, content_type.unwrap_or(usual), Part::new(text));
                }
            }
        }
        self
    }

    /// One part for each property of a value that has no files.
    pub(crate) fn of<V: Serialize + ?Sized>(value: &V) -> Result<Self, NotAnArgument> {
        let part = |(name, field): (String, Field)| match field {
            Field::Text(text) => (name.into(), Part::new(text)),
            Field::Json(text) => (
                name.into(),
                Part::new(text).content_type("application/json"),
            ),
        };
        Ok(Self {
            parts: named_fields(value)?.into_iter().map(part).collect(),
            error: None,
        })
    }

    fn push(&mut self, name: &'static str, usual: &str, part: Part) {
        let part = match part.body.content_type() {
            Ok(None) if !usual.is_empty() => part.content_type(usual),
            Ok(_) => part,
            Err(_) => {
                self.error.get_or_insert((
                    name,
                    "has a content type that a header cannot carry".to_owned(),
                ));
                return;
            }
        };
        self.parts.push((name.into(), part));
    }

    /// The parts as one body, or the name of one that cannot be sent. The length is known if that of each part is, and
    /// the request can be retried if each part is bytes or a string.
    pub(crate) fn into_body(self) -> Result<Body, (&'static str, String)> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let boundary = boundary();
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let end = Bytes::from(format!("--{boundary}--\r\n"));
        let mut length = Some(end.len() as u64);
        let mut bodies = Vec::with_capacity(self.parts.len() * 3 + 1);
        for (name, part) in self.parts {
            let head = Bytes::from(part.head(&name, &boundary));
            let of_part = part
                .body
                .length()
                .map(|length| length + head.len() as u64 + 2);
            length = length.zip(of_part).map(|(sum, part)| sum + part);
            bodies.push(Body::from(head));
            bodies.push(part.body);
            bodies.push(Body::from("\r\n"));
        }
        bodies.push(Body::from(end));
        Ok(joined(bodies, length).with_content_type(&content_type))
    }
}

/// The whole value as JSON, also if it is a list, since the document asks for that.
fn as_json<V: Serialize + ?Sized>(value: &V) -> Result<Vec<Field>, NotAnArgument> {
    let text = serde_json::to_string(value).map_err(|error| NotAnArgument(error.to_string()))?;
    Ok(if text == "null" {
        Vec::new()
    } else {
        vec![Field::Json(text)]
    })
}

/// One body that yields the content of all bodies in turn.
fn joined(bodies: Vec<Body>, length: Option<u64>) -> Body {
    let mut pieces = Vec::with_capacity(bodies.len());
    let mut rest = bodies.into_iter();
    for body in rest.by_ref() {
        match body.into_pieces() {
            Ok(more) => pieces.extend(more),
            Err(stream) => {
                let bodies = [Body::from_pieces(pieces), stream].into_iter().chain(rest);
                let chunks = futures_util::stream::iter(bodies).flat_map(BodyExt::into_data_stream);
                let body = Body::from_stream(chunks);
                return match length {
                    Some(length) => body.with_length(length),
                    None => body,
                };
            }
        }
    }
    Body::from_pieces(pieces)
}

impl Part {
    fn head(&self, name: &str, boundary: &str) -> Vec<u8> {
        let mut text = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
            Quoted(name)
        );
        if let Some(file_name) = &self.file_name {
            let _ = write!(text, "; filename=\"{}\"", Quoted(file_name));
        }
        let mut head = text.into_bytes();
        head.extend_from_slice(b"\r\n");
        let content_type = self
            .body
            .content_type()
            .ok()
            .flatten()
            .map(|value| ("content-type", value));
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value));
        for (name, value) in content_type.into_iter().chain(headers) {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

/// A name between quotation marks: UTF-8 as it is, with the characters escaped that would end it (the HTML standard, "Multipart form
/// data", whose rule browsers and servers follow).
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '"' => f.write_str("%22"),
            '\r' => f.write_str("%0D"),
            '\n' => f.write_str("%0A"),
            other => f.write_char(other),
        })
    }
}

/// 128 random bits, which no content contains by accident or on purpose.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}
