//! Extraction of the message from an error response.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::http::essence;
use super::json::escape;

/// The maximum length of a message in bytes, suitable for a log line.
const MAX_LENGTH: usize = 300;

/// Returns the message of an error body on one line: from a JSON error object, plain text, or the title of an HTML
/// page.
pub(crate) fn message(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).map_or_else(
        // The body may have been truncated within a character.
        |error| String::from_utf8_lossy(body.get(..error.valid_up_to()).unwrap_or_default()),
        Into::into,
    );
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
        return html(&text).and_then(|title| line(&title));
    }
    line(&text)
}

/// Returns the message of a JSON error in one of the common formats.
fn problem(json: &Value) -> Option<String> {
    if let Some(text) = json.as_str() {
        return Some(text.to_owned());
    }
    if let Some(errors) = json.as_array().or_else(|| json.get("errors")?.as_array())
        && json.get("title").is_none()
    {
        return errors.iter().find_map(problem);
    }
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

/// Returns the page's title, or else its first heading.
fn html(page: &str) -> Option<String> {
    ["title", "h1", "h2"].into_iter().find_map(|tag| {
        // Only ASCII is lowercased, so offsets remain valid.
        let lower = page.to_ascii_lowercase();
        let open = lower.find(&format!("<{tag}"))?;
        let start = open + lower.get(open..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find(&format!("</{tag}"))?;
        let text = strip_tags(page.get(start..end)?);
        (!text.trim().is_empty()).then_some(text)
    })
}

fn strip_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    entities
        .into_iter()
        .fold(text, |text, (entity, c)| text.replace(entity, c))
}

/// Collapses whitespace and control characters, truncates the result, and escapes what could still change its display. Returns `None` if nothing is left.
fn line(text: &str) -> Option<String> {
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
