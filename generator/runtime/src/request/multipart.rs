//! Multipart bodies: `multipart/form-data` (RFC 7578), whose parts have names, and other subtypes (RFC 2046, RFC 2387),
//! whose parts have positions.

use std::borrow::Cow;
use std::fmt::Write as _;

use http::HeaderValue;
use http::header::HeaderName;
use serde::Serialize;

use super::argument::{NotAnArgument, json_text};
use super::form::{Field, fields, named_fields};
use super::http::{Body, essence, is_json, parameters, random};
use super::part::{Parameter, Part};

/// The media type whose parts have names.
const FORM_DATA: &str = "multipart/form-data";

/// The parts of a request, in the order in which they are sent.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Multipart {
    parts: Vec<(Cow<'static, str>, Part)>,
    /// The number of parts before the last call that added any.
    before: usize,
    error: Option<(Cow<'static, str>, String)>,
}

impl Multipart {
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a header of the parts that the last call added, except for those on which the caller set it.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value))
        else {
            return self;
        };
        for (_, part) in self.parts.iter_mut().skip(self.before) {
            part.headers.entry(&name).or_insert_with(|| value.clone());
        }
        self
    }

    /// Adds any number of files. `content_type` applies to files that do not have one.
    #[must_use]
    pub fn files(
        mut self,
        name: &'static str,
        content_type: Option<&'static str>,
        files: impl IntoIterator<Item = Part>,
    ) -> Self {
        self.before = self.parts.len();
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
        self.before = self.parts.len();
        self.add_value(name.into(), content_type, value);
        self
    }

    /// Adds one part for each value, even if the content type is JSON.
    #[must_use]
    pub fn items<V: Serialize>(
        mut self,
        name: &'static str,
        content_type: Option<&'static str>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.before = self.parts.len();
        for value in values {
            self.add_value(name.into(), content_type, &value);
        }
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
        self.before = self.parts.len();
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
        self.before = self.parts.len();
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
                    self.push(name.clone(), default, Part::text(text));
                }
            }
        }
    }

    /// Creates one part for each property of a value without files.
    pub(crate) fn of<V: Serialize + ?Sized>(value: &V) -> Result<Self, NotAnArgument> {
        let part = |(name, field): (String, Field)| match field {
            Field::Text(text) => (name.into(), Part::text(text)),
            Field::Json(text) => (
                name.into(),
                Part::text(text).content_type("application/json"),
            ),
        };
        Ok(Self {
            parts: named_fields(value)?.into_iter().map(part).collect(),
            ..Self::default()
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

    /// Joins the parts to one body of this media type, or returns the name of an invalid part and the reason.
    ///
    /// The length is known if that of every part is. The request can be retried if every part can be read twice.
    pub(crate) fn into_body(self, media_type: &str) -> Result<Body, (Cow<'static, str>, String)> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let boundary = boundary();
        let is_form = essence(media_type).eq_ignore_ascii_case(FORM_DATA);
        let content_type = if is_form {
            format!("{FORM_DATA}; boundary={boundary}")
        } else {
            content_type(media_type, &boundary, &self.parts)
        };
        let mut bodies = Vec::with_capacity(self.parts.len() * 3 + 1);
        if self.parts.is_empty() && !is_form {
            // A body without any part is not valid (RFC 2046, section 5.1.1), but one with an empty part is.
            bodies.push(Body::from(format!("--{boundary}\r\n\r\n\r\n")));
        }
        for (name, part) in self.parts {
            let head = if is_form {
                part.form_head(&name, &boundary)
            } else {
                part.positional_head(&boundary)
            };
            bodies.push(Body::from(head));
            bodies.push(part.body);
            bodies.push(Body::from("\r\n"));
        }
        bodies.push(Body::from(format!("--{boundary}--\r\n")));
        Ok(joined(bodies).with_content_type(&content_type))
    }
}

/// Returns the content type of a body whose parts have positions: the document's, with the boundary.
///
/// `multipart/related` requires the media type of its root, which is the part that `start` names, or else the first
/// (RFC 2387, section 3).
fn content_type(media_type: &str, boundary: &str, parts: &[(Cow<'static, str>, Part)]) -> String {
    let essence = essence(media_type);
    let mut content_type = essence.to_owned();
    let mut start = None;
    let mut has_type = false;
    for (name, value) in parameters(media_type) {
        match name.to_ascii_lowercase().as_str() {
            "boundary" => continue,
            "start" => start = Some(value.clone()),
            "type" => has_type = true,
            _ => {}
        }
        let _ = write!(content_type, "; {name}={}", Parameter(&value));
    }
    if essence.eq_ignore_ascii_case("multipart/related") && !has_type {
        let is_root = |part: &&Part| {
            let id = part.headers.get("content-id");
            id.is_some_and(|id| Some(id.as_bytes()) == start.as_deref().map(str::as_bytes))
        };
        let mut roots = parts.iter().map(|(_, part)| part);
        let root = roots.find(is_root).or(parts.first().map(|(_, part)| part));
        let root = root.map_or("text/plain", Part::media_type);
        let _ = write!(content_type, "; type={}", Parameter(root));
    }
    let _ = write!(content_type, "; boundary={boundary}");
    content_type
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

/// Returns 128 random bits, so that no content can contain the boundary, by accident or on purpose.
fn boundary() -> String {
    format!("{:016x}{:016x}", random(), random())
}
