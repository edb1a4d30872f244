//! Decoding of JSON bodies, with errors that show where decoding failed.

use std::ops::Range;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::error::{ApiError, BoxError, DecodeError, Error, ResponseHead, Secrets};
use super::http::{content_encodings, essence, is_json};
use super::json::{Json, JsonPath, Mismatch, Step, shortened, whole};
use super::json_position::position;
use super::json_size::exceeds;

/// The number of bytes shown on either side of the value that failed to decode.
const EXCERPT: usize = 40;

/// Rejects an encoded body, which could be mistaken for the value.
///
/// A transport that decodes the body removes the header.
pub(crate) fn check_content_encoding(head: &ResponseHead) -> Result<(), Error> {
    if !head.headers.contains_key(CONTENT_ENCODING) {
        return Ok(());
    }
    let codings = content_encodings(&head.headers);
    if codings.is_empty() {
        return Ok(());
    }
    let codings = codings.join(", ");
    let codings = shortened(&codings);
    let reason = format!("the body has an unsupported encoding (`content-encoding: {codings}`)");
    Err(undecoded(head, reason, None, None))
}

impl ApiError {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Decode`] if the body does not match the type, is [incomplete](Self::is_body_complete), or has
    /// an unsupported encoding.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_any_json(self.head(), self.body(), self.is_body_complete())
    }
}

/// Decodes a JSON body as any type of `serde`.
fn decode_any_json<T: DeserializeOwned>(
    head: &ResponseHead,
    body: &Bytes,
    is_complete: bool,
) -> Result<T, Error> {
    let body = &without_bom(body);
    check_whole_json(head, body, is_complete)?;
    serde_json::from_slice(body).or_else(|error| {
        // An integer may have a zero fraction, which only types of this crate decode.
        let fits = error.is_data() && !exceeds(head.max_decoded, body);
        let whole = fits.then(|| with_whole_numbers(body));
        if let Some(decoded) = whole.flatten().and_then(|value| T::deserialize(value).ok()) {
            return Ok(decoded);
        }
        Err(undecoded_json::<T>(head, body, is_complete, error))
    })
}

/// Creates the error of a body that does not match the type.
fn undecoded_json<T: DeserializeOwned>(
    head: &ResponseHead,
    body: &Bytes,
    is_complete: bool,
    error: serde_json::Error,
) -> Error {
    if !error.is_data() {
        return if is_complete {
            not_json(head, body, error)
        } else {
            cut(head, body)
        };
    }
    // Decoding again on error is cheaper than always tracking the path.
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let path = serde_path_to_error::deserialize::<_, T>(&mut deserializer)
        .err()
        .map(|error| JsonPath(error.path().iter().map(step).collect()))
        .unwrap_or_default();
    let end = (error.line(), error.column());
    // The message of a custom type may repeat text of the body.
    mismatched(head, body, &path, end, Mismatch::new(error))
}

/// Parses a body, with floating-point numbers without a fraction as integers. Returns `None` if it has none.
fn with_whole_numbers(body: &[u8]) -> Option<Value> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    let mut waiting = vec![&mut value];
    let mut found = false;
    while let Some(value) = waiting.pop() {
        if let Some(whole) = whole(value) {
            *value = Value::from(whole);
            found = true;
            continue;
        }
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(properties) => waiting.extend(properties.values_mut()),
            _ => {}
        }
    }
    found.then_some(value)
}

/// Rejects a body that is encoded or incomplete.
pub(super) fn check_whole(
    head: &ResponseHead,
    body: &Bytes,
    is_complete: bool,
) -> Result<(), Error> {
    check_content_encoding(head)?;
    if is_complete {
        Ok(())
    } else {
        Err(cut(head, body))
    }
}

/// Rejects a JSON body that is encoded or incomplete. A cut number or an empty prefix could be mistaken for a value,
/// but not a whole object or array.
pub(super) fn check_whole_json(
    head: &ResponseHead,
    body: &Bytes,
    is_complete: bool,
) -> Result<(), Error> {
    let ends = matches!(body.trim_ascii_end().last(), Some(b'}' | b']'));
    check_whole(head, body, is_complete || ends)
}

/// Creates the error of a body that is incomplete.
fn cut(head: &ResponseHead, body: &Bytes) -> Error {
    let length = body.len();
    let reason = format!(
        "the body is incomplete: only its first {length} bytes were received or fit into `body_limit`"
    );
    undecoded(head, reason, None, None)
}

/// Removes a byte order mark, which some servers send although JSON does not allow it (RFC 8259, section 8.1).
fn without_bom(body: &Bytes) -> Bytes {
    let start = if body.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    body.slice(start..)
}

fn step(segment: &Segment) -> Step {
    match segment {
        Segment::Seq { index } => Step::Index(*index),
        Segment::Map { key } => Step::Key(key.clone()),
        Segment::Enum { variant } => Step::Key(variant.clone()),
        Segment::Unknown => Step::Key("?".to_owned()),
    }
}

/// Rejects a body whose JSON values would take too much memory.
fn check_memory(head: &ResponseHead, body: &Bytes) -> Result<(), Error> {
    if !exceeds(head.max_decoded, body) {
        return Ok(());
    }
    let reason = format!(
        "the JSON values of the body would take more than {} bytes of memory; raise `body_limit` to decode them",
        head.max_decoded
    );
    Err(undecoded(head, reason, None, None))
}

/// Decodes the JSON body of a success as any type of `serde`.
pub(super) fn decode_success<T: DeserializeOwned>(
    head: &ResponseHead,
    body: &Bytes,
) -> Result<T, Error> {
    check_memory(head, body)?;
    decode_any_json(head, body, true)
}

/// Decodes a JSON body.
pub(crate) fn decode_json<T: Json>(head: &ResponseHead, body: &Bytes) -> Result<T, Error> {
    inspect_json(head, body, |_| ())
}

/// Decodes a JSON body, whose value is inspected first.
pub(crate) fn inspect_json<T: Json>(
    head: &ResponseHead,
    body: &Bytes,
    inspect: impl FnOnce(&Value),
) -> Result<T, Error> {
    check_memory(head, body)?;
    let body = &without_bom(body);
    let value = serde_json::from_slice(body).map_err(|error| not_json(head, body, error))?;
    inspect(&value);
    T::from_json(value).map_err(|mismatch| {
        let path = mismatch.path();
        let end = position(&JsonPath::default(), body).unwrap_or_default();
        mismatched(head, body, &path, end, mismatch)
    })
}

/// Creates the error of a body that is empty or not JSON, which concerns a position rather than a field.
fn not_json(head: &ResponseHead, body: &Bytes, error: serde_json::Error) -> Error {
    if body.is_empty() {
        return undecoded(head, "the body is empty, expected JSON", None, None);
    }
    let near = (error.line(), error.column());
    let reason = reason(head, body, "is not valid JSON", near);
    undecoded(head, reason, None, Some(error.into()))
}

/// Creates the error of a value that does not match its type. `end` is the position of a value that is not found by
/// its path.
fn mismatched(
    head: &ResponseHead,
    body: &Bytes,
    path: &JsonPath,
    end: (usize, usize),
    error: Mismatch,
) -> Error {
    let path = (!path.0.is_empty()).then_some(path);
    let near = path.and_then(|path| position(path, body)).unwrap_or(end);
    let path = path.map(JsonPath::to_string);
    let problem = match &path {
        Some(path) => format!("does not match the schema at `{path}`"),
        None => "does not match the schema".to_owned(),
    };
    let reason = reason(head, body, &problem, near);
    undecoded(head, reason, path, Some(error.into()))
}

fn reason(head: &ResponseHead, body: &Bytes, problem: &str, near: (usize, usize)) -> String {
    let content_type = foreign_media_type(&head.headers).map_or_else(String::new, |media_type| {
        format!(" (content type `{}`)", shortened(media_type))
    });
    let (line, column) = near;
    let near = excerpt(body, offset(body, line, column), &head.secrets);
    format!("the body {problem}{content_type}, near `{near}`")
}

/// Creates a decode error, without the secrets that the server may have repeated.
fn undecoded(
    head: &ResponseHead,
    reason: impl AsRef<str>,
    path: Option<String>,
    source: Option<BoxError>,
) -> Error {
    let secrets = &head.secrets;
    let reason = secrets.redacted(reason.as_ref());
    let path = path.map(|path| secrets.redacted(&path));
    let source = source.map(|source| {
        let message = source.to_string();
        if secrets.are_in(&message) {
            secrets.redacted(&message).into()
        } else {
            source
        }
    });
    DecodeError::new(head.attempt.clone(), head.status, reason, path, source)
        .with_request_id(head)
        .into()
}

/// Returns the body's media type, if it is not JSON.
fn foreign_media_type(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = essence(text);
    (!is_json(text) && !essence.is_empty()).then_some(essence)
}

/// Returns the offset of a line (from 1) and column (from 0, in bytes) in the body.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let start = body
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(line.wrapping_sub(2))
        .map_or(0, |(newline, _)| newline + 1);
    (start + column).min(body.len())
}

/// Returns the part of the body around an offset, on one line.
fn excerpt(body: &[u8], at: usize, secrets: &Secrets) -> String {
    let (from, to) = (at.saturating_sub(EXCERPT), (at + EXCERPT).min(body.len()));
    let Range {
        start: from,
        end: to,
    } = secrets.extended(body, from..to);
    let text = String::from_utf8_lossy(body.get(from..to).unwrap_or_default());
    let text = secrets
        .redacted(&text)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>();
    let before = if from > 0 { "…" } else { "" };
    let after = if to < body.len() { "…" } else { "" };
    format!(
        "{before}{}{after}",
        text.trim_matches(char::REPLACEMENT_CHARACTER)
    )
}
