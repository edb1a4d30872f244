//! The embedded runtime: the files of `generator/runtime/src`, word for word.

use crate::OutputFile;

/// Embeds each file under its own name, and the crate's root as the module's.
macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../runtime/src/", $name, ".rs")))),*]
    };
}

/// Every source file of the runtime by its name; a test holds this list against the folder.
pub(super) const SOURCES: &[(&str, &str)] = embed![
    "api",
    "argument",
    "attempt",
    "auth",
    "base64",
    "base_url",
    "body",
    "builder",
    "by_status",
    "byte_stream",
    "call",
    "client",
    "content_disposition",
    "deadline",
    "decode",
    "draft",
    "encode",
    "error",
    "events",
    "exchange",
    "exclusive",
    "form",
    "generated_types",
    "headers",
    "http_client",
    "json",
    "json_lines",
    "lib",
    "limit",
    "lines",
    "message",
    "multipart",
    "ndjson",
    "operation",
    "pages",
    "place",
    "rate_limit",
    "reader",
    "redirect",
    "request",
    "response",
    "retry",
    "retry_after",
    "secret",
    "timestamp",
    "trace",
    "transport"
];

pub(super) fn files() -> impl Iterator<Item = OutputFile> {
    SOURCES.iter().map(|(name, source)| {
        let name = if *name == "lib" { "mod" } else { name };
        OutputFile {
            path: format!("src/runtime/{name}.rs"),
            contents: (*source).to_owned(),
        }
    })
}
