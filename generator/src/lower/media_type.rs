//! The encoding that a media type implies for a body.

use openapiv3::MediaType;

use super::lowering::Lowering;
use crate::model::media_type::essence;
use crate::sequence::{Sequence, sequence};

/// The encoding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// One JSON value.
    Json,
    /// One JSON value per line.
    JsonLines,
    /// JSON values that each start with a record separator (RFC 7464).
    JsonRecords,
    /// Text.
    Text,
    /// XML: text with a structure that is not supported.
    Xml,
    /// Bytes.
    Bytes,
    /// The fields of a form.
    Form,
    /// The parts of a form, or of a different multipart body.
    Multipart,
    /// Server-sent events.
    Events,
}

impl<'a> Lowering<'a> {
    /// Returns the encoding of a body. One of any type is JSON if its schema describes more than text or bytes.
    pub(super) fn encoding_of(&self, media_type: &str, media: &'a MediaType) -> Encoding {
        let schema = media.schema.as_ref();
        match encoding(media_type) {
            Encoding::Bytes
                if is_unspecific(media_type)
                    && schema.is_some_and(|schema| self.has_structure(schema)) =>
            {
                Encoding::Json
            }
            other => other,
        }
    }
}

/// Whether a media type may be that of JSON, and of any other body.
pub(super) fn is_unspecific(media_type: &str) -> bool {
    matches!(essence(media_type).as_str(), "*/*" | "application/*" | "*")
}

/// Whether the parts of a multipart body have names. Those of other multipart bodies have positions.
pub(super) fn has_named_parts(media_type: &str) -> bool {
    matches!(
        essence(media_type).as_str(),
        "multipart/form-data" | "multipart/*"
    )
}

/// Whether a body is text for people: a `text/*` media type, or one of `application` that is text too.
fn is_text(essence: &str) -> bool {
    let text = [
        "application/ecmascript",
        "application/graphql",
        "application/javascript",
        "application/sql",
        "application/toml",
        "application/x-javascript",
        "application/x-yaml",
        "application/yaml",
    ];
    essence.starts_with("text/") || essence.ends_with("+yaml") || text.contains(&essence)
}

/// Returns the encoding of a media type, ignoring parameters and case.
pub(super) fn encoding(media_type: &str) -> Encoding {
    let essence = essence(media_type);
    match sequence(&essence) {
        Some(Sequence::Lines) => return Encoding::JsonLines,
        Some(Sequence::Records) => return Encoding::JsonRecords,
        Some(Sequence::Events) => return Encoding::Events,
        None => {}
    }
    match essence.as_str() {
        "application/json" | "text/json" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Form,
        "application/xml" | "text/xml" => Encoding::Xml,
        _ if essence.ends_with("+json") => Encoding::Json,
        _ if essence.ends_with("+xml") && !essence.starts_with("image/") => Encoding::Xml,
        _ if essence.starts_with("multipart/") => Encoding::Multipart,
        _ if is_text(&essence) => Encoding::Text,
        _ => Encoding::Bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_are_ignored_and_suffixes_recognised() {
        assert_eq!(encoding("Application/JSON; charset=utf-8"), Encoding::Json);
        for json in [
            "application/problem+json",
            "text/json",
            "application/vnd.x+json; v=1",
            "application/*+json",
            "Application/*+JSON",
        ] {
            assert_eq!(encoding(json), Encoding::Json, "{json}");
        }
        assert_eq!(encoding("application/x-ndjson"), Encoding::JsonLines);
        assert_eq!(encoding("application/geo+json-seq"), Encoding::JsonRecords);
        assert_eq!(encoding("text/plain;charset=utf-8"), Encoding::Text);
        assert_eq!(encoding("application/octet-stream"), Encoding::Bytes);
        assert_eq!(encoding("*/*"), Encoding::Bytes);
        assert_eq!(encoding("application/soap+xml"), Encoding::Xml);
        assert_eq!(encoding("image/svg+xml"), Encoding::Bytes);
        assert_eq!(
            encoding("multipart/form-data; boundary=x"),
            Encoding::Multipart
        );
        assert_eq!(encoding("multipart/mixed"), Encoding::Multipart);
        for text in [
            "text/csv; header=present",
            "Application/YAML",
            "application/x-yaml",
            "application/vnd.oai.openapi+yaml",
            "application/sql",
            "application/graphql",
        ] {
            assert_eq!(encoding(text), Encoding::Text, "{text}");
        }
        assert_eq!(encoding("application/graphql+json"), Encoding::Json);
        assert_eq!(encoding("text/event-stream"), Encoding::Events);
    }
}
