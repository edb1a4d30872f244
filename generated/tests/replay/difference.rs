//! How does a request that arrived differ from the recorded one?

use std::fmt::Write;

use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::recording::Request;
use super::{TOKEN, USER_AGENT};

/// How much has to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matching {
    /// Everything: raw path and query, all headers, every byte of the body.
    Exact,
    /// What it means: decoded path and query, the JSON of a JSON body. For recordings of another client.
    Meaning,
}

/// Headers that every HTTP library sets as it likes.
const OF_THE_TRANSPORT: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
];

/// All differences, for a person to read; empty if there are none.
pub(super) fn describe(
    recorded: &Request,
    sent: &Parts,
    body: &Bytes,
    matching: Matching,
) -> String {
    let mut report = String::new();
    let mut compare = |what: &str, recorded: &[u8], sent: &[u8]| {
        if recorded != sent {
            let (recorded, sent) = (readable(recorded), readable(sent));
            let _ = write!(
                report,
                "  {what}\n    recorded  {recorded}\n    sent      {sent}\n"
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
        !OF_THE_TRANSPORT.contains(&name) && name != "fastly-key" && name != "user-agent"
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

/// Text as it is, other bytes escaped.
fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.escape_ascii().to_string(),
    }
}

/// The path's segments and the query's arguments without encoding, the arguments sorted.
fn decoded(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decode = |text: &str| format!("{:?}", percent_decode_str(text).decode_utf8_lossy());
    let path: Vec<String> = path.split('/').map(decode).collect();
    let mut query: Vec<String> = query.split('&').map(decode).collect();
    query.sort();
    format!("{} ? {}", path.join("/"), query.join(" & "))
}

/// Every line of a JSON body without what does not matter: spaces, and the order of the fields.
fn json_lines(body: &[u8]) -> String {
    let values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
    let line = |value: Result<Value, _>| match value {
        Err(_) => format!("not JSON: {}", readable(body)),
        Ok(value) => value.to_string(),
    };
    values.map(line).collect::<Vec<_>>().join("\n")
}
