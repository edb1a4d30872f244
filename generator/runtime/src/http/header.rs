//! Setting a request header, and copying those of a response.

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use bytes::{Bytes, BytesMut};
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};

/// Calls [`HeaderMap::insert`], which would otherwise be inlined into every caller.
#[inline(never)]
pub(crate) fn set_header(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    headers.insert(name, value.clone());
}

/// Moves the values to a separate buffer. Otherwise, they would keep the read buffer of the connection in memory as
/// long as the response is kept: at least 4 KiB, and up to 400 KiB after a large response.
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub(crate) fn unpin_headers(headers: &mut HeaderMap) {
    let length = headers.values().map(HeaderValue::len).sum();
    let mut buffer = BytesMut::with_capacity(length);
    for value in headers.values() {
        buffer.extend_from_slice(value.as_bytes());
    }
    let mut rest: Bytes = buffer.freeze();
    for value in headers.values_mut() {
        let copy = rest.split_to(value.len().min(rest.len()));
        let is_sensitive = value.is_sensitive();
        if let Ok(copy) = HeaderValue::from_maybe_shared(copy) {
            *value = copy;
            value.set_sensitive(is_sensitive);
        }
    }
}
