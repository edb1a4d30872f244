//! The parts of a multipart body that a double has received.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedPart {
    /// The name, if the parts have names.
    pub name: Option<String>,
    /// The name of the file.
    pub file_name: Option<String>,
    /// The content type.
    pub content_type: Option<String>,
    /// All headers of the part.
    pub headers: HeaderMap,
    /// The content.
    pub body: Bytes,
}

/// Splits a body into its parts (RFC 2046, section 5.1.1).
pub(super) fn parts(body: &Bytes, boundary: &str) -> Result<Vec<ReceivedPart>, String> {
    let delimiter = format!("--{boundary}");
    let mut starts = find(body, delimiter.as_bytes());
    let mut parts = Vec::new();
    let mut start = starts.next().ok_or("the body has no boundary of parts")?;
    for end in starts {
        let from = start + delimiter.len();
        // The line breaks after the delimiter, and before the next one.
        let part = body.slice((from + 2).min(end)..end.saturating_sub(2).max(from + 2).min(end));
        parts.push(part_of(&part)?);
        start = end;
    }
    Ok(parts)
}

/// Returns the positions of a delimiter.
fn find<'a>(body: &'a [u8], text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let windows = body.windows(text.len().max(1)).enumerate();
    windows.filter_map(move |(at, window)| (window == text).then_some(at))
}

fn part_of(part: &Bytes) -> Result<ReceivedPart, String> {
    // A part without headers starts with an empty line.
    let (head, body) = if part.starts_with(b"\r\n") {
        (Bytes::new(), part.slice(2..))
    } else {
        let end = find(part, b"\r\n\r\n").next();
        let end = end.ok_or("a part has no empty line after its headers")?;
        (part.slice(..end), part.slice(end + 4..))
    };
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value))
        {
            headers.append(name, value);
        }
    }
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let disposition = headers.get(CONTENT_DISPOSITION).map(text);
    let parameter = |name: &str| quoted(disposition.as_deref()?, name);
    Ok(ReceivedPart {
        name: parameter("name"),
        file_name: parameter("filename"),
        content_type: headers.get(CONTENT_TYPE).map(text),
        headers,
        body,
    })
}

/// Returns the quoted value of a parameter, in which quotes and line breaks are percent-encoded (HTML standard,
/// "Multipart form data").
fn quoted(disposition: &str, name: &str) -> Option<String> {
    let start = disposition.find(&format!("; {name}=\""))? + name.len() + 4;
    let value = disposition.get(start..)?;
    let value = value.get(..value.find('"')?)?;
    Some(
        value
            .replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n"),
    )
}
