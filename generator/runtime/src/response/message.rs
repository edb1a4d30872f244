//! Extraction of the message from an error response.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::charset::decode;
use super::error::{ResponseHead, Secrets};
use super::html;
use super::http::essence;
use super::json::escape;

/// The maximum length of a message in bytes, suitable for a log line.
const MAX_LENGTH: usize = 300;

/// The maximum length of the start of a message that is searched for secrets, which its length limit could cut.
const MAX_SEARCHED: usize = 16 * 1024;

/// Returns the message of an error body on one line, without secrets: from a JSON error object or a list of them, plain
/// text, or the title or text of an HTML page.
pub(crate) fn message(head: &ResponseHead, body: &[u8]) -> Option<String> {
    let line = |text: &str| line(text, &head.secrets);
    let headers = &head.headers;
    let text = decode(body);
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if let Ok(json) = serde_json::from_str::<Value>(&text) {
        return problem(&json).as_deref().and_then(line);
    }
    if essence(media_type).to_ascii_lowercase().contains("html")
        || text.trim_start().starts_with('<')
    {
        return html::text_of(&text).and_then(|title| line(&title));
    }
    line(&text)
}

/// Returns the message of a JSON error in one of the common formats.
fn problem(json: &Value) -> Option<String> {
    if let Some(text) = json.as_str() {
        return Some(text.to_owned());
    }
    if let Some(errors) = json.as_array() {
        return list(errors);
    }
    let errors = json.get("errors").and_then(listed).unwrap_or_default();
    match (main_message(json), list_in(&errors)) {
        (Some(message), Some(errors)) => Some(format!("{message} ({errors})")),
        (Some(message), None) => Some(message),
        (None, _) => list(&errors),
    }
}

/// Returns the errors of a list, or of an object that has a list of messages or one message for each field.
fn listed(errors: &Value) -> Option<Cow<'_, [Value]>> {
    if let Some(errors) = errors.as_array() {
        return Some(errors.into());
    }
    let of_fields = errors.as_object()?.iter().flat_map(|(field, messages)| {
        let messages = match messages {
            Value::Array(messages) => messages.as_slice(),
            message => std::slice::from_ref(message),
        };
        let messages = messages.iter().filter_map(problem);
        messages.map(move |message| Value::String(format!("{field}: {message}")))
    });
    Some(of_fields.collect())
}

/// Returns the message of an error object, without its list of errors.
fn main_message(json: &Value) -> Option<String> {
    let field = |name: &str| {
        json.get(name)?
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let title = [
        "title",
        "msg",
        "message",
        "error",
        "error_description",
        "reason",
    ]
    .into_iter()
    .find_map(field);
    match (title, field("detail")) {
        (Some(title), Some(detail)) if title != detail => Some(format!("{title}: {detail}")),
        (Some(title), _) => Some(title.to_owned()),
        (None, Some(detail)) => Some(detail.to_owned()),
        (None, None) => json
            .get("error")
            .filter(|error| error.is_object())
            .and_then(problem),
    }
}

/// Returns the number of errors and the first one that has a message, or only the message of a single error.
fn list(errors: &[Value]) -> Option<String> {
    match errors {
        [error] => item(error),
        _ => list_in(errors),
    }
}

/// Returns the number of errors and the first one that has a message.
fn list_in(errors: &[Value]) -> Option<String> {
    let first = errors.iter().find_map(item)?;
    Some(match errors.len() {
        1 => format!("1 error: {first}"),
        count => format!("{count} errors, the first: {first}"),
    })
}

/// Returns the message of an error in a list, with what it concerns.
fn item(error: &Value) -> Option<String> {
    let message = problem(error)?;
    let about = ["index", "line", "key", "field", "path", "pointer"];
    let about = about.into_iter().filter_map(|name| match error.get(name)? {
        Value::Number(number) => Some(format!("{name} {number}")),
        Value::String(text) => Some(format!("{name} `{text}`")),
        _ => None,
    });
    let about = about.collect::<Vec<_>>().join(", ");
    Some(if about.is_empty() {
        message
    } else {
        format!("{message} ({about})")
    })
}

/// Collapses whitespace and control characters, truncates the result, and escapes what could still change its display.
/// Returns `None` if nothing is left.
fn line(text: &str, secrets: &Secrets) -> Option<String> {
    let (text, _) = secrets.start(text.trim_start(), MAX_SEARCHED);
    let words = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty());
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > MAX_LENGTH {
            let end = (0..=MAX_LENGTH)
                .rev()
                .find(|end| line.is_char_boundary(*end))
                .unwrap_or(0);
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    (!line.is_empty()).then(|| escape(&line))
}
