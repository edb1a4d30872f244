//! How does a body become a value, and what is said when it does not?

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::DeserializeOwned;

use super::error::{DecodeError, Error};
use super::json;
use super::place;
use super::response::Head;

/// How much of the body is shown on either side of the place that does not fit.
const EXCERPT: usize = 40;

/// Refuses a body that is compressed, which would pass for the value.
///
/// A transport that decompresses takes the header away, as `reqwest` does with the feature `gzip`.
pub(super) fn plain(head: &Head) -> Result<(), Error> {
    let coding = head
        .headers
        .get(CONTENT_ENCODING)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    match coding {
        Some(coding) if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") => {
            let what = format!(
                "its body has `content-encoding: {coding}`, which the client does not decode"
            );
            Err(DecodeError::new(head.attempt, head.status, what, None, None).into())
        }
        _ => Ok(()),
    }
}

/// Decodes a JSON body.
pub(super) fn json<T: DeserializeOwned>(head: &Head, body: &Bytes) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|error| {
        // To keep track of the place costs more than to look for it a second time where it is needed.
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let place = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err();
        let path = place.map(|place| {
            joined(
                &place.path().to_string(),
                json::place(&place.inner().to_string()),
            )
        });
        not_json(head, body, path, error)
    })
}

/// The place of a value in the body, and the place in that value that it names itself.
fn joined(outer: &str, inner: Option<&str>) -> String {
    match inner {
        Some(inner) if outer == "." => inner.to_owned(),
        Some(inner) if inner.starts_with('[') => format!("{outer}{inner}"),
        Some(inner) => format!("{outer}.{inner}"),
        None => outer.to_owned(),
    }
}

/// Not generic, so that it is compiled once.
fn not_json(head: &Head, body: &Bytes, path: Option<String>, error: serde_json::Error) -> Error {
    let Head {
        attempt,
        status,
        headers,
        ..
    } = head;
    if let Err(compressed) = plain(head) {
        return compressed;
    }
    if body.is_empty() {
        return DecodeError::new(
            *attempt,
            *status,
            "its body is empty where JSON is promised",
            None,
            None,
        )
        .into();
    }
    // A body of the wrong syntax has a place, but no field that is to blame.
    let path = path.filter(|path| error.is_data() && path != ".");
    let wrong = match &path {
        Some(path) => format!("does not fit at `{path}`"),
        None if error.is_data() => "does not fit".to_owned(),
        None => "is not JSON".to_owned(),
    };
    let claimed = foreign_media_type(headers)
        .map_or_else(String::new, |media_type| format!(" (it is `{media_type}`)"));
    // A generated type is read from a value: where the value ends is not where it is wrong.
    let found = path.as_deref().and_then(|path| place::of(path, body));
    let (line, column) = found.unwrap_or((error.line(), error.column()));
    let near = excerpt(body, offset(body, line, column));
    let what = format!("its body {wrong}{claimed}, near `{near}`");
    DecodeError::new(*attempt, *status, what, path, Some(error.into())).into()
}

/// The body's media type, if it is not JSON.
fn foreign_media_type(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next()?.trim();
    let json = essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json");
    (!json && !essence.is_empty()).then_some(essence)
}

/// Where a line (from 1) and column (from 0, in bytes) are in the body.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let start = body
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(line.wrapping_sub(2))
        .map_or(0, |(newline, _)| newline + 1);
    (start + column).min(body.len())
}

/// The text around a place, on one line.
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
