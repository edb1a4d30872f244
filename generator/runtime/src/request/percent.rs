//! Percent-encoding (RFC 3986): which characters are escaped where.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but `unreserved` (RFC 3986, section 2.3).
pub(super) const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As [`VALUE`], without the reserved characters that can be in a query as they are. `&` would start another argument,
/// `=` end a name, `+` be read as a space, `#` end the query, and URL parsers encode `'` on their own: these are escaped.
pub(super) const RESERVED_VALUE: &AsciiSet = &RESERVED_PART.remove(b',');

/// As [`RESERVED_VALUE`], for one value among others that a comma may separate.
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

/// The characters that a path cannot hold. Escapes stay as they are.
const PATH: &AsciiSet = &VALUE
    .remove(b'%')
    .remove(b'/')
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
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A path with everything escaped that a path cannot hold.
pub(crate) fn path_text(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// Text as one value, with everything escaped that is not `unreserved`.
pub(super) fn value(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// A name and a value, in a query or a form.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!(
        "{}={}",
        utf8_percent_encode(name, VALUE),
        utf8_percent_encode(value, VALUE)
    )
}

/// Whether URL parsing would drop this path segment, or its parent with it; `%2e` counts as a dot there.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    let after_dot = |text| {
        [".", "%2e", "%2E"]
            .iter()
            .find_map(|dot| str::strip_prefix(text, *dot))
    };
    let rest = after_dot(segment);
    rest == Some("") || rest.and_then(after_dot) == Some("")
}
