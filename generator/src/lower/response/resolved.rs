//! A resolved response with its status and pointer.

use openapiv3::Response;

/// A resolved response with its status and pointer.
pub(super) struct Resolved<'a> {
    pub(super) status: String,
    pub(super) response: &'a Response,
    pub(super) place: String,
}
