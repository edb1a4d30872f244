//! Setting a header of a request.

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};

/// As [`HeaderMap::insert`], which would be compiled into each of its callers.
#[inline(never)]
pub(crate) fn set_header(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    headers.insert(name, value.clone());
}
