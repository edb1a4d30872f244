//! Multipart bodies: `multipart/form-data` (RFC 7578).

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::hash::{BuildHasher as _, RandomState};

use http::header::{HeaderName, InvalidHeaderName, InvalidHeaderValue};
use http::{HeaderMap, HeaderValue};
use serde::Serialize;

use super::argument::{NotAnArgument, json_text};
use super::error::BoxError;
use super::form::{Field, fields, named_fields};
use super::http::{Body, is_json};

/// A file in a multipart request, or other content with its own media type.
///
/// Anything that converts to a [`Body`] also converts to a `Part`. The content type is the body's (see
/// [`Body::with_content_type`]) if it has one, then the one in the OpenAPI document, then `application/octet-stream`.
///
/// # Examples
///
/// ```ignore
/// let photo = Part::new(png)
///     .file_name("photo.png")
///     .content_type("image/png");
/// ```
#[derive(Debug)]
pub struct Part {
    body: Body,
    file_name: Option<String>,
    /// Whether the part is a form field, which has no file name.
    is_field: bool,
    headers: HeaderMap,
}

impl Part {
    /// Creates a part with this content.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            file_name: None,
            is_field: false,
            headers: HeaderMap::new(),
        }
    }

    /// Creates a form field, which has neither a file name nor a content type, for a part that may also be a file.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            is_field: true,
            ..Self::new(text.into())
        }
    }

    /// Creates a part that is read from a file while it is sent, with the file's name.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened.
    #[cfg(feature = "fs")]
    pub async fn from_file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let part = Self::new(Body::from_file(&path).await?);
        Ok(match path.as_ref().file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// Sets the file name. Defaults to the part's name, because most servers treat a part without a file name as a form
    /// field, not a file.
    #[must_use]
    pub fn file_name(self, name: impl Into<String>) -> Self {
        Self {
            file_name: Some(name.into()),
            ..self
        }
    }

    /// Sets the content type, like [`Body::with_content_type`].
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
    /// Returns an error if the name or the value is not valid in a header.
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
    error: Option<(Cow<'static, str>, String)>,
}

impl Multipart {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds any number of files. `content_type` applies to files that do not have one.
    #[must_use]
    pub fn files(
        mut self,
        name: &'static str,
        content_type: Option<&'static str>,
        files: impl IntoIterator<Item = Part>,
    ) -> Self {
        self.add_files(name, content_type, files);
        self
    }

    /// Adds a value: JSON for an object, one part per item for an array, no part if it is absent.
    #[must_use]
    pub fn value<V: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        content_type: Option<&'static str>,
        value: &V,
    ) -> Self {
        self.add_value(name.into(), content_type, value);
        self
    }

    /// Adds the files of each entry, in parts with the entry's name.
    #[must_use]
    pub fn file_entries<F: IntoIterator<Item = Part>>(
        mut self,
        prefix: Option<&'static str>,
        content_type: Option<&'static str>,
        entries: impl IntoIterator<Item = (String, F)>,
    ) -> Self {
        for (name, files) in entries {
            self.add_files(&entry_name(prefix, &name), content_type, files);
        }
        self
    }

    /// Adds the value of each entry, in parts with the entry's name.
    #[must_use]
    pub fn value_entries<V: Serialize>(
        mut self,
        content_type: Option<&'static str>,
        entries: impl IntoIterator<Item = (impl AsRef<str>, V)>,
    ) -> Self {
        for (name, value) in entries {
            self.add_value(name.as_ref().to_owned().into(), content_type, &value);
        }
        self
    }

    fn add_files(
        &mut self,
        name: &str,
        content_type: Option<&'static str>,
        files: impl IntoIterator<Item = Part>,
    ) {
        for mut part in files {
            if part.is_field {
                self.push(name.to_owned().into(), "", part);
                continue;
            }
            if let (Ok(None), Some(content_type)) = (part.body.content_type(), content_type) {
                part = part.content_type(content_type);
            }
            part.file_name.get_or_insert_with(|| name.to_owned());
            self.push(name.to_owned().into(), "application/octet-stream", part);
        }
    }

    fn add_value<V: Serialize + ?Sized>(
        &mut self,
        name: Cow<'static, str>,
        content_type: Option<&'static str>,
        value: &V,
    ) {
        let values = if content_type.is_some_and(is_json) {
            as_json(value)
        } else {
            fields(value)
        };
        match values {
            Err(NotAnArgument(why)) => {
                self.error.get_or_insert((name, why));
            }
            Ok(fields) => {
                for field in fields {
                    let (text, default) = match field {
                        Field::Text(text) => (text, ""),
                        Field::Json(text) => (text, "application/json"),
                    };
                    let default = content_type.unwrap_or(default);
                    self.push(name.clone(), default, Part::new(text));
                }
            }
        }
    }

    /// Creates one part for each property of a value without files.
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

    fn push(&mut self, name: Cow<'static, str>, default: &str, part: Part) {
        let part = match part.body.content_type() {
            Ok(None) if !default.is_empty() => part.content_type(default),
            Ok(_) => part,
            Err(_) => {
                self.error.get_or_insert((
                    name,
                    "has a content type that is not a valid header value".to_owned(),
                ));
                return;
            }
        };
        self.parts.push((name, part));
    }

    /// Joins the parts to one body, or returns the name of an invalid part and the reason.
    ///
    /// The length is known if that of every part is. The request can be retried if every part can be read twice.
    pub(crate) fn into_body(self) -> Result<Body, (Cow<'static, str>, String)> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let boundary = boundary();
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let mut bodies = Vec::with_capacity(self.parts.len() * 3 + 1);
        for (name, part) in self.parts {
            bodies.push(Body::from(part.head(&name, &boundary)));
            bodies.push(part.body);
            bodies.push(Body::from("\r\n"));
        }
        bodies.push(Body::from(format!("--{boundary}--\r\n")));
        Ok(joined(bodies).with_content_type(&content_type))
    }
}

/// Returns the name of the part for an entry of a map: its key, in brackets if the map is a property.
fn entry_name(prefix: Option<&str>, key: &str) -> Cow<'static, str> {
    match prefix {
        Some(prefix) => format!("{prefix}[{key}]").into(),
        None => key.to_owned().into(),
    }
}

/// Encodes a value as a single JSON field, even if it is an array, because the OpenAPI document specifies JSON.
fn as_json<V: Serialize + ?Sized>(value: &V) -> Result<Vec<Field>, NotAnArgument> {
    let text = json_text(value)?;
    Ok(if text == "null" {
        Vec::new()
    } else {
        vec![Field::Json(text)]
    })
}

/// Concatenates bodies. Those in memory become one.
fn joined(bodies: Vec<Body>) -> Body {
    let mut all = Vec::new();
    let mut pieces = Vec::new();
    for body in bodies {
        match body.into_pieces() {
            Ok(more) => pieces.extend(more),
            Err(body) => {
                all.push(Body::from_pieces(pieces.drain(..)));
                all.push(body);
            }
        }
    }
    let end = Body::from_pieces(pieces);
    if all.is_empty() {
        return end;
    }
    all.push(end);
    Body::joined(all)
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

/// A name in quotes. UTF-8 is left unescaped; only characters that would end the name are escaped (HTML standard,
/// "Multipart form data", which browsers and servers follow).
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

/// Returns 128 random bits, so that no content can contain the boundary, by accident or on purpose.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}
