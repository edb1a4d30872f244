//! `contentEncoding` and `contentMediaType`: encoded or raw bytes.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use crate::pointer::Pointer;

/// The extension in which a schema that is rewritten for 3.0 keeps its `contentMediaType`.
pub(crate) const CONTENT_MEDIA_TYPE: &str = "x-content-media-type";

impl Rewriting<'_> {
    /// Rewrites them as the formats of 3.0: `byte` is Base64 and `binary` is raw bytes.
    pub(super) fn content(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let encoding = self.take_text("contentEncoding", members, at);
        let media_type = self.take_text("contentMediaType", members, at);
        if members.shift_remove("contentSchema").is_some() {
            self.unsupported(
                &at.key("contentSchema"),
                "`contentSchema` is not supported",
                "values are strings, not decoded",
            );
        }
        let format = match encoding.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("base64") => Some("byte"),
            Some("binary") => Some("binary"),
            None if media_type.as_deref().is_some_and(is_binary) => Some("binary"),
            None | Some("7bit" | "8bit" | "identity") => None,
            Some(other) => {
                self.unsupported(
                    &at.key("contentEncoding"),
                    format!("`contentEncoding: {other}` is not supported"),
                    "values are strings, not decoded",
                );
                None
            }
        };
        if let Some(media_type) = media_type {
            members.insert(CONTENT_MEDIA_TYPE.to_owned(), json!(media_type));
        }
        if let Some(format) = format {
            members.entry("type").or_insert_with(|| json!("string"));
            // An explicit format is more specific.
            members.entry("format").or_insert_with(|| json!(format));
        }
    }

    fn take_text(
        &mut self,
        name: &str,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) -> Option<String> {
        match members.shift_remove(name)? {
            Value::String(text) => Some(text),
            _ => {
                self.wrong(&at.key(name), "a string");
                None
            }
        }
    }
}

/// Whether values of a media type are bytes, not text.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.split_once('/') {
        Some(_) if essence.ends_with("+xml") || essence.ends_with("+json") => false,
        Some(("audio" | "font" | "image" | "video", _)) => true,
        Some(("application", subtype)) => !TEXTS.contains(&subtype),
        _ => false,
    }
}

/// The subtypes of `application` that are text.
const TEXTS: [&str; 14] = [
    "ecmascript",
    "graphql",
    "javascript",
    "json",
    "jsonl",
    "jwt",
    "pem-certificate-chain",
    "sql",
    "toml",
    "x-ndjson",
    "x-www-form-urlencoded",
    "x-yaml",
    "xml",
    "yaml",
];

#[cfg(test)]
mod tests {
    use super::is_binary;

    #[test]
    fn binary_and_text_media_types_are_distinguished() {
        for binary in [
            "application/octet-stream",
            "image/png",
            "Video/MP4; codecs=x",
            "application/vnd.ms-excel",
        ] {
            assert!(is_binary(binary), "{binary}");
        }
        for text in [
            "text/plain",
            "text/csv",
            "application/json",
            "image/svg+xml",
            "application/jwt",
        ] {
            assert!(!is_binary(text), "{text}");
        }
    }
}
