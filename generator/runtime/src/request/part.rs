//! A part of a multipart body, and the boundary and the headers before its content.

use std::fmt::{self, Write as _};

use http::header::{CONTENT_DISPOSITION, HeaderName, InvalidHeaderName, InvalidHeaderValue};
use http::{HeaderMap, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::BoxError;
use super::http::{Body, essence};

/// The characters that are escaped in an extended parameter value (RFC 8187, section 3.2.1).
const EXTENDED_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A file in a multipart request, or other content with its own media type.
///
/// Anything that converts to a [`Body`] also converts to a `Part`. The content type is the body's (see
/// [`Body::with_content_type`]) if it has one, then the one in the OpenAPI document, then `application/octet-stream`.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{Part, bytes::Bytes};
/// # fn example(png: Bytes) {
/// let photo = Part::new(png)
///     .file_name("photo.png")
///     .content_type("image/png");
/// # }
/// ```
#[derive(Debug)]
pub struct Part {
    pub(super) body: Body,
    pub(super) file_name: Option<String>,
    /// Whether the part is text or a value, which has no file name.
    pub(super) is_field: bool,
    pub(super) headers: HeaderMap,
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

    /// Sets the file name. In a form, it defaults to the part's name, because most servers treat a part without a file
    /// name as a form field, not a file. In other multipart bodies, there is no default.
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

impl Part {
    /// Returns the media type without its parameters.
    pub(super) fn media_type(&self) -> &str {
        let content_type = self.body.content_type().ok().flatten();
        let content_type = content_type.and_then(|value| value.to_str().ok());
        content_type.map_or("text/plain", essence)
    }

    /// Returns the boundary and the headers of a part of a form.
    pub(super) fn form_head(&self, name: &str, boundary: &str) -> Vec<u8> {
        let mut text = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
            Quoted(name)
        );
        let default = (!self.is_field).then_some(name);
        if let Some(file_name) = self.file_name.as_deref().or(default) {
            let _ = write!(text, "; filename=\"{}\"", Quoted(file_name));
        }
        text.push_str("\r\n");
        self.with_headers(text.into_bytes(), None)
    }

    /// Returns the boundary and the headers of a part without a name. It always has a content type, because the default
    /// is ASCII, and a message in `multipart/digest` (RFC 2046, section 5.1).
    pub(super) fn positional_head(&self, boundary: &str) -> Vec<u8> {
        let mut text = format!("--{boundary}\r\n");
        if let Some(file_name) = &self.file_name
            && !self.headers.contains_key(CONTENT_DISPOSITION)
        {
            let _ = write!(
                text,
                "content-disposition: attachment; {}\r\n",
                FileName(file_name)
            );
        }
        self.with_headers(text.into_bytes(), Some("text/plain; charset=utf-8"))
    }

    fn with_headers(&self, mut head: Vec<u8>, default: Option<&str>) -> Vec<u8> {
        let content_type = self.body.content_type().ok().flatten();
        let content_type = content_type.map(HeaderValue::as_bytes);
        let content_type = content_type
            .or(default.map(str::as_bytes))
            .map(|value| ("content-type", value));
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()));
        for (name, value) in content_type.into_iter().chain(headers) {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

/// The value of a parameter, quoted unless it is a token (RFC 2045, section 5.1).
pub(super) struct Parameter<'a>(pub(super) &'a str);

impl fmt::Display for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_token = |c: char| c.is_ascii_graphic() && !"()<>@,;:\\\"/[]?=".contains(c);
        if !self.0.is_empty() && self.0.chars().all(is_token) {
            return f.write_str(self.0);
        }
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                // A line break would end the header.
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// The parameter with a file name: percent-encoded if it is not ASCII (RFC 2183, RFC 8187).
struct FileName<'a>(&'a str);

impl fmt::Display for FileName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_ascii() {
            return write!(f, "filename={}", Parameter(self.0));
        }
        let encoded = utf8_percent_encode(self.0, EXTENDED_VALUE);
        write!(f, "filename*=UTF-8''{encoded}")
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
