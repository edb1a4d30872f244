//! Requests that are not operations of the document: their method, path and query.

use std::sync::Arc;

use http::{HeaderMap, Method};

use super::base_url::BaseUrl;
use super::request::{is_dot_segment, path_text, url_text};
use super::spec::Operation;

/// The media types of the response: any, preferably JSON.
const ACCEPT: &str = "application/json, */*;q=0.8";

/// The maximum length of a path in a message, in characters.
const MAX_SHOWN: usize = 200;

/// The part of a draft that only a request has that is not one of the document's operations.
#[derive(Clone)]
pub(crate) struct Custom {
    pub(crate) method: Method,
    /// The method and the path, for messages.
    line: Arc<str>,
    pub(crate) headers: HeaderMap,
}

impl Custom {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        // A query may have secrets.
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut line = format!("{method} ");
        line.extend(path.chars().take(MAX_SHOWN));
        if path.chars().nth(MAX_SHOWN).is_some() {
            line.push('…');
        }
        Self {
            method,
            line: line.into(),
            headers: HeaderMap::new(),
        }
    }

    pub(crate) fn line(&self) -> Arc<str> {
        Arc::clone(&self.line)
    }
}

const fn request(method: Method) -> Operation {
    Operation::new("request", method).path(&[]).accept(ACCEPT)
}

/// The descriptions of requests. They have only a method, and no path.
static OPERATIONS: [Operation; 8] = [
    request(Method::GET),
    request(Method::POST),
    request(Method::PUT),
    request(Method::PATCH),
    request(Method::DELETE),
    request(Method::HEAD),
    request(Method::OPTIONS),
    request(Method::TRACE),
];

/// The description of a request with any other method.
static OTHER: Operation = Operation::with_method("request", "OTHER")
    .path(&[])
    .accept(ACCEPT);

/// Returns the description of a request with this method.
pub(crate) fn operation_of(method: &Method) -> &'static Operation {
    let mut operations = OPERATIONS.iter();
    operations
        .find(|operation| operation.method == *method)
        .unwrap_or(&OTHER)
}

/// Returns the path and query of a request for a path below the base URL, or the reason why it must not be sent.
pub(crate) fn custom_target(base: &BaseUrl, path: &str) -> Result<String, String> {
    if !path.starts_with('/') {
        return Err(
            "must start with `/`: it is a path below the base URL, which no other server can replace"
                .to_owned(),
        );
    }
    if path.starts_with("//") {
        return Err("must not start with `//`, which a host follows".to_owned());
    }
    if path.contains(char::is_control) {
        return Err("must not have a control character".to_owned());
    }
    if path.contains('#') {
        return Err("must not have a fragment; write `%23` for `#`".to_owned());
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    if let Some(segment) = path.split('/').find(|segment| is_dot_segment(segment)) {
        return Err(format!(
            "must not have the segment `{segment}`, which refers to a different resource"
        ));
    }
    let prefix = base.as_str().get(base.origin().len()..).unwrap_or_default();
    let mut target = format!("{prefix}{}", path_text(&with_whole_escapes(path)));
    if !query.is_empty() {
        target.push('?');
        target.push_str(&url_text(&with_whole_escapes(query)));
    }
    Ok(target)
}

/// Appends pairs to the query of a target.
pub(crate) fn push_pairs(target: &mut String, pairs: &[String]) {
    for pair in pairs {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(pair);
    }
}

/// Escapes each `%` that does not start an escape.
fn with_whole_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.as_bytes().get(..2).unwrap_or_default();
        let is_escape = digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit);
        whole.push_str(if is_escape { "%" } else { "%25" });
        whole.push_str(part);
    }
    whole
}
