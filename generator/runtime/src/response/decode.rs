//! Decoding of JSON bodies, with errors that show where decoding failed.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::error::{ApiError, DecodeError, Error, ResponseHead};
use super::json::{JsonPath, Mismatch, Step};
use super::json_position::position;

/// The number of bytes shown on either side of the value that failed to decode.
const EXCERPT: usize = 40;

/// Rejects a compressed body, which could be mistaken for the value.
///
/// A transport that decompresses removes the header, as `reqwest` does with the `gzip` feature.
pub(crate) fn check_content_encoding(head: &ResponseHead) -> Result<(), Error> {
    let coding = head
        .headers
        .get(CONTENT_ENCODING)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    match coding {
        Some(coding) if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") => {
            let reason =
                format!("the body has an unsupported encoding (`content-encoding: {coding}`)");
            Err(DecodeError::new(head.attempt, head.status, reason, None, None).into())
        }
        _ => Ok(()),
    }
}

impl ApiError {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Decode`] if the body does not match the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(self.head(), self.body())
    }
}

/// Decodes a JSON body.
pub(crate) fn decode_json<T: DeserializeOwned>(
    head: &ResponseHead,
    body: &Bytes,
) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|error| {
        // Decoding again on error is cheaper than always tracking the path.
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let path = serde_path_to_error::deserialize::<_, T>(&mut deserializer)
            .err()
            .map(|error| path_of(&error));
        not_json(head, body, path, error)
    })
}

/// Returns the path to the value that failed to decode, including the path within a type that implements `Json`.
fn path_of(error: &serde_path_to_error::Error<serde_json::Error>) -> JsonPath {
    let mut steps: Vec<_> = error.path().iter().map(step).collect();
    if let Some(mismatch) = Mismatch::last(&error.inner().to_string()) {
        steps.extend(mismatch.into_path().0);
    }
    JsonPath(steps)
}

fn step(segment: &Segment) -> Step {
    match segment {
        Segment::Seq { index } => Step::Index(*index),
        Segment::Map { key } => Step::Key(key.clone()),
        Segment::Enum { variant } => Step::Key(variant.clone()),
        Segment::Unknown => Step::Key("?".to_owned()),
    }
}

/// Not generic, so that it is compiled once.
fn not_json(
    head: &ResponseHead,
    body: &Bytes,
    path: Option<JsonPath>,
    error: serde_json::Error,
) -> Error {
    let ResponseHead {
        attempt,
        status,
        headers,
        ..
    } = head;
    if let Err(compressed) = check_content_encoding(head) {
        return compressed;
    }
    if body.is_empty() {
        return DecodeError::new(
            *attempt,
            *status,
            "the body is empty, expected JSON",
            None,
            None,
        )
        .into();
    }
    // A syntax error concerns a position rather than a field.
    let path = path.filter(|path| error.is_data() && !path.0.is_empty());
    let problem = match &path {
        Some(path) => format!("does not match the schema at `{path}`"),
        None if error.is_data() => "does not match the schema".to_owned(),
        None => "is not valid JSON".to_owned(),
    };
    let content_type = foreign_media_type(headers).map_or_else(String::new, |media_type| {
        format!(" (content type `{media_type}`)")
    });
    // The position of the error is the end of the outermost generated type, so the value is located by its path.
    let found = path.as_ref().and_then(|path| position(path, body));
    let (line, column) = found.unwrap_or((error.line(), error.column()));
    let near = excerpt(body, offset(body, line, column));
    let reason = format!("the body {problem}{content_type}, near `{near}`");
    DecodeError::new(
        *attempt,
        *status,
        reason,
        path.map(|path| path.to_string()),
        Some(error.into()),
    )
    .into()
}

/// Returns the body's media type, if it is not JSON.
fn foreign_media_type(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next()?.trim();
    let json = essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json");
    (!json && !essence.is_empty()).then_some(essence)
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
fn excerpt(body: &[u8], at: usize) -> String {
    let from = at.saturating_sub(EXCERPT);
    let to = (at + EXCERPT).min(body.len());
    let text = String::from_utf8_lossy(body.get(from..to).unwrap_or_default())
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
