//! Methods whose requests must not carry secrets: those that a response repeats, and those that are not sent at all.

use http::{HeaderMap, HeaderName};

/// Returns whether the response of a method repeats the request, as that of `TRACE` does: such a request must not have
/// credentials, cookies or a body (RFC 9110, section 9.3.8). Some servers call it `TRACK`, and some ignore case.
pub(super) fn is_reflected(method: &str) -> bool {
    method.eq_ignore_ascii_case("TRACE") || method.eq_ignore_ascii_case("TRACK")
}

/// Returns whether a method opens a tunnel, so that its credentials would be those of a proxy.
pub(super) fn opens_tunnel(method: &str) -> bool {
    method.eq_ignore_ascii_case("CONNECT")
}

/// Removes the headers that the user has marked as sensitive.
pub(super) fn remove_sensitive(headers: &mut HeaderMap) {
    let sensitive = headers.iter().filter(|(_, value)| value.is_sensitive());
    let names: Vec<HeaderName> = sensitive.map(|(name, _)| name.clone()).collect();
    for name in names {
        headers.remove(name);
    }
}
