//! A documented response, and where it is.

use openapiv3::Response;

/// A documented response, and where it is.
pub(super) struct Resolved<'a> {
    pub(super) status: String,
    pub(super) response: &'a Response,
    pub(super) place: String,
}
