//! Comparison of media types, which ignores case and parameters (RFC 9110, section 8.3.1).

/// Returns a media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a media type is JSON, or has a structure that is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Returns whether a media type is a sequence of JSON values that each start with a record separator (RFC 7464).
pub(crate) fn is_json_sequence(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

#[cfg(test)]
mod tests {
    use super::{is_json, is_json_sequence};

    #[test]
    fn a_json_sequence_is_not_json() {
        for sequence in ["application/json-seq", "Application/GEO+JSON-seq; v=1"] {
            assert!(
                is_json_sequence(sequence) && !is_json(sequence),
                "{sequence}"
            );
        }
        assert!(!is_json_sequence("application/jsonl"));
    }

    #[test]
    fn parameters_and_case_are_ignored() {
        for json in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json ;charset=utf-8",
            "text/json",
            "application/vnd.x+json; v=1",
            "application/Problem+JSON",
        ] {
            assert!(is_json(json), "{json}");
        }
        for other in [
            "",
            "text/plain",
            "text/plain; of=application/json",
            "application/x-ndjson",
            "application/notjson",
        ] {
            assert!(!is_json(other), "{other}");
        }
    }
}
