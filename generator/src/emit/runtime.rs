//! The embedded runtime: exact copies of the files of `generator/runtime/src`.

use crate::OutputFile;

/// Embeds each file by its path.
macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../runtime/src/", $path, ".rs")))),*]
    };
}

/// The source files of the runtime by path. A test compares this list with the folder.
pub(super) const SOURCES: &[(&str, &str)] = embed![
    "call/arguments",
    "call/builder",
    "call/client",
    "call/mod",
    "call/pages",
    "call/send",
    "call/send_as",
    "error/api_error",
    "error/argument_error",
    "error/attempt",
    "error/body_error",
    "error/cause",
    "error/config_error",
    "error/connection_error",
    "error/decode_error",
    "error/mod",
    "error/rate_limit",
    "error/response_head",
    "error/retry_after",
    "error/timeout_error",
    "error/token_error",
    "http/body",
    "http/content_encoding",
    "http/deadline",
    "http/exclusive",
    "http/failure",
    "http/gunzip",
    "http/header",
    "http/mod",
    "http/response_body",
    "http/streaming",
    "http/timer",
    "http/trace",
    "http/upload",
    "json/base64",
    "json/convert",
    "json/escape",
    "json/generated_types",
    "json/limit",
    "json/mismatch",
    "json/mod",
    "json/object",
    "json/one_of",
    "json/property",
    "json/secret",
    "json/standard_types",
    "json/timestamp",
    "json/writer",
    "lib",
    "prepare/auth",
    "prepare/base_url",
    "prepare/draft",
    "prepare/mod",
    "prepare/path",
    "prepare/request_parts",
    "prepare/retry",
    "prepare/settings",
    "prepare/token_source",
    "request/argument",
    "request/file",
    "request/form",
    "request/mod",
    "request/multipart",
    "request/ndjson",
    "request/percent",
    "request/reader",
    "request/style",
    "response/by_status",
    "response/byte_stream",
    "response/content_disposition",
    "response/decode",
    "response/events",
    "response/headers",
    "response/json_lines",
    "response/json_position",
    "response/json_size",
    "response/lines",
    "response/message",
    "response/mod",
    "response/stream_head",
    "spec/api",
    "spec/mod",
    "spec/operation",
    "spec/parameter",
    "spec/segment",
    "transport/http_client",
    "transport/mod",
    "transport/pools",
    "transport/redirect",
    "transport/service",
];

pub(super) fn files() -> impl Iterator<Item = OutputFile> {
    SOURCES.iter().map(|(path, source)| {
        let path = if *path == "lib" { "mod" } else { path };
        OutputFile {
            path: format!("src/runtime/{path}.rs"),
            contents: (*source).to_owned(),
        }
    })
}
