//! Comparison of media types, which ignores case and parameters (RFC 9110, section 8.3.1).

/// Returns a media type without its parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether a media type is a range, such as `image/*` or `application/*+json`.
pub fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}
