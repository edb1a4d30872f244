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

/// Returns a parameter of a media type, without quotes.
pub fn parameter<'m>(media_type: &'m str, name: &str) -> Option<&'m str> {
    let mut parameters = media_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        let is_found = found.trim().eq_ignore_ascii_case(name);
        is_found.then(|| value.trim().trim_matches('"'))
    })
}

/// Whether a media type is a range, such as `image/*` or `application/*+json`.
pub fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}
