//! Setting a request header.

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};

/// Calls [`HeaderMap::insert`], which would otherwise be inlined into every caller.
#[inline(never)]
pub(crate) fn set_header(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    headers.insert(name, value.clone());
}
