//! The boundary and the headers before the content of a part.

use std::fmt::{self, Write as _};

use http::HeaderValue;
use http::header::CONTENT_DISPOSITION;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::http::essence;
use super::multipart::Part;

/// The characters that are escaped in an extended parameter value (RFC 8187, section 3.2.1).
const EXTENDED_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

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
