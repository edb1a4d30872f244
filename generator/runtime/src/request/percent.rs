//! Percent-encoding (RFC 3986).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except `unreserved` (RFC 3986, section 2.3).
pub(super) const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// [`VALUE`] without the reserved characters that are safe in a query value.
///
/// Still escaped are `&` (separates arguments), `=` (ends a name), `+` (decoded as a space), `#` (ends the query) and
/// `'` (escaped by URL parsers anyway).
pub(super) const RESERVED_VALUE: &AsciiSet = &RESERVED_PART.remove(b',');

/// [`RESERVED_VALUE`] for one of several values that a comma may separate.
pub(super) const RESERVED_PART: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';');

/// [`VALUE`] without the reserved characters that are safe in a path argument. Those that separate segments or the values
/// of an array are escaped.
pub(super) const RESERVED_PATH: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b'=');

/// [`RESERVED_PART`] without the character that separates cookies.
pub(super) const RESERVED_COOKIE: &AsciiSet = &RESERVED_PART.add(b';');

/// The characters that are not allowed in a query. Existing escapes are left unchanged.
const QUERY: &AsciiSet = &PATH.remove(b'?');

/// Escapes the characters that are not allowed in a query.
pub(super) fn query_text(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

/// The characters that are not allowed in a path. Existing escapes are left unchanged.
const PATH: &AsciiSet = &RESERVED_PATH
    .remove(b'%')
    .remove(b'/')
    .remove(b',')
    .remove(b';');

/// The characters that are not allowed in a path or a query.
const URL: &AsciiSet = &PATH.remove(b'?').remove(b'[').remove(b']');

/// Escapes the characters that are not allowed in a path.
pub(crate) fn path_text(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// Escapes the characters that are not allowed in a URL. Reserved characters and existing escapes are left unchanged.
pub(crate) fn url_text(text: &str) -> String {
    utf8_percent_encode(text, URL).to_string()
}

/// Escapes everything but `unreserved` characters.
pub(super) fn value(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// Encodes a `name=value` pair of a query or a form.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!(
        "{}={}",
        utf8_percent_encode(name, VALUE),
        utf8_percent_encode(value, VALUE)
    )
}

/// Returns whether a path segment is `.` or `..`, which URL parsers resolve. An escaped dot (`%2e`) counts as a dot.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    let after_dot = |text| {
        [".", "%2e", "%2E"]
            .iter()
            .find_map(|dot| str::strip_prefix(text, *dot))
    };
    let rest = after_dot(segment);
    rest == Some("") || rest.and_then(after_dot) == Some("")
}
