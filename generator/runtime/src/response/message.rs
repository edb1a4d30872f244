//! The message of an error response.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

/// The longest message in bytes: a line of a log, not a page.
const MAX_LENGTH: usize = 300;

/// The message in an error's body, on one line: from a JSON problem, text, or an HTML page's title.
pub(crate) fn message(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).map_or_else(
        // The limit may have cut a character in two.
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
    if media_type.contains("html") || text.trim_start().starts_with('<') {
        return html(&text).and_then(|title| line(&title));
    }
    line(&text)
}

/// The message of a JSON error in one of the usual shapes.
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
    let what = [
        "title",
        "msg",
        "message",
        "error",
        "error_description",
        "reason",
    ]
    .into_iter()
    .find_map(field);
    match (what, field("detail")) {
        (Some(what), Some(detail)) if what != detail => Some(format!("{what}: {detail}")),
        (Some(what), _) => Some(what.to_owned()),
        (None, Some(detail)) => Some(detail.to_owned()),
        (None, None) => json
            .get("error")
            .filter(|error| error.is_object())
            .and_then(problem),
    }
}

/// The page's title, else its first heading.
fn html(page: &str) -> Option<String> {
    ["title", "h1", "h2"].into_iter().find_map(|tag| {
        // ASCII case alone, so that offsets stay the same.
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

/// One line without control characters, cut if it is long; `None` if nothing is left.
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
    (!line.is_empty()).then_some(line)
}
