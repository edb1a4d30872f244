//! The media types whose body is a sequence of values (OpenAPI 3.2, "Sequential Media Types").

/// The form of a sequence of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// One JSON value per line.
    Lines,
    /// JSON values that each start with a record separator (RFC 7464).
    Records,
    /// Server-sent events.
    Events,
}

/// Returns the form of the sequence of a media type, which is in lower case and without parameters.
pub(crate) fn sequence(essence: &str) -> Option<Sequence> {
    match essence {
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/x-jsonlines"
        | "application/stream+json"
        | "application/json-lines" => Some(Sequence::Lines),
        "application/json-seq" => Some(Sequence::Records),
        "text/event-stream" => Some(Sequence::Events),
        _ if essence.ends_with("+json-seq") => Some(Sequence::Records),
        _ => None,
    }
}
