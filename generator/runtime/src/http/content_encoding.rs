//! The encodings of a body (RFC 9110, section 8.4).

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// Returns the encodings of a body in lowercase, in the order in which they were applied, from all lines of
/// `content-encoding`. The identity is omitted, because it changes nothing.
pub(crate) fn content_encodings(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let text = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).to_ascii_lowercase());
    text.flat_map(|line| {
        line.split(',')
            .map(|coding| coding.trim().to_owned())
            .collect::<Vec<_>>()
    })
    .filter(|coding| !coding.is_empty() && coding != "identity")
    .collect()
}

/// Removes the header if the body has one encoding, which is gzip. Returns whether that is the case.
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
pub(crate) fn take_gzip(headers: &mut HeaderMap) -> bool {
    let is_gzip = match content_encodings(headers).as_slice() {
        [coding] => coding == "gzip" || coding == "x-gzip",
        _ => false,
    };
    if is_gzip {
        headers.remove(CONTENT_ENCODING);
        headers.remove(http::header::CONTENT_LENGTH);
    }
    is_gzip
}
