//! Comparison of a received request with the recorded one.

use std::fmt::Write;

use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::recording::Request;
use super::{TOKEN, USER_AGENT};

/// The strictness of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matching {
    /// Compares the raw path and query, all headers, and every byte of the body.
    Exact,
    /// Compares the decoded path and query, and the JSON values of a JSON body. For recordings of other clients.
    Meaning,
}

/// Headers that HTTP libraries set differently.
const TRANSPORT_HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
];

/// Describes all differences, or returns an empty string if there are none.
pub(super) fn describe(
    recorded: &Request,
    sent: &Parts,
    body: &Bytes,
    matching: Matching,
) -> String {
    let mut report = String::new();
    let mut compare = |part: &str, recorded: &[u8], sent: &[u8]| {
        if recorded != sent {
            let (recorded, sent) = (readable(recorded), readable(sent));
            let _ = write!(
                report,
                "  {part}\n    recorded  {recorded}\n    sent      {sent}\n"
            );
        }
    };
    compare(
        "method",
        recorded.method.as_bytes(),
        sent.method.as_str().as_bytes(),
    );
    let target = sent
        .uri
        .path_and_query()
        .map_or("", |target| target.as_str());
    match matching {
        Matching::Exact => {
            compare("target", recorded.target.as_bytes(), target.as_bytes());
            compare(
                "headers",
                &recorded_headers(recorded),
                &sent_headers(&sent.headers),
            );
            compare("body", &recorded.body, body);
        }
        Matching::Meaning => {
            compare(
                "target",
                decoded(&recorded.target).as_bytes(),
                decoded(target).as_bytes(),
            );
            let content_type =
                |(name, _): &&(String, String)| name.eq_ignore_ascii_case("content-type");
            if let Some((name, media_type)) = recorded.headers.iter().find(content_type) {
                compare(name, media_type.as_bytes(), header(sent, "content-type"));
                compare(
                    "body",
                    json_lines(&recorded.body).as_bytes(),
                    json_lines(body).as_bytes(),
                );
            } else {
                compare("body", &recorded.body, body);
            }
        }
    }
    compare("fastly-key", TOKEN.as_bytes(), header(sent, "fastly-key"));
    let agent = header(sent, "user-agent");
    compare(
        "user-agent",
        USER_AGENT.as_bytes(),
        agent.get(..USER_AGENT.len()).unwrap_or(agent),
    );
    report
}

fn header<'a>(sent: &'a Parts, name: &str) -> &'a [u8] {
    sent.headers
        .get(name)
        .map_or(b"", http::HeaderValue::as_bytes)
}

fn recorded_headers(recorded: &Request) -> Vec<u8> {
    let line = |(name, value): &(String, String)| {
        format!("{}: {value}", name.to_ascii_lowercase()).into_bytes()
    };
    sorted(recorded.headers.iter().map(line).collect())
}

fn sent_headers(headers: &HeaderMap) -> Vec<u8> {
    let ours = headers.iter().filter(|(name, _)| {
        let name = name.as_str();
        !TRANSPORT_HEADERS.contains(&name) && name != "fastly-key" && name != "user-agent"
    });
    sorted(
        ours.map(|(name, value)| [name.as_str().as_bytes(), b": ", value.as_bytes()].concat())
            .collect(),
    )
}

fn sorted(mut lines: Vec<Vec<u8>>) -> Vec<u8> {
    lines.sort();
    lines.join(&b" | "[..])
}

/// Returns UTF-8 unchanged, and escapes other bytes.
fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.escape_ascii().to_string(),
    }
}

/// Decodes the path segments and the query arguments, and sorts the arguments.
fn decoded(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decode = |text: &str| format!("{:?}", percent_decode_str(text).decode_utf8_lossy());
    let path: Vec<String> = path.split('/').map(decode).collect();
    let mut query: Vec<String> = query.split('&').map(decode).collect();
    query.sort();
    format!("{} ? {}", path.join("/"), query.join(" & "))
}

/// Normalizes the white space and field order of each line of a JSON body.
fn json_lines(body: &[u8]) -> String {
    let values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
    let line = |value: Result<Value, _>| match value {
        Err(_) => format!("not JSON: {}", readable(body)),
        Ok(value) => value.to_string(),
    };
    values.map(line).collect::<Vec<_>>().join("\n")
}
