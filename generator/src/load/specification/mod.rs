//! The objects of OpenAPI 3.0.4 and the Overlay Specification 1.0, with the kinds of their keywords.
//!
//! Every walk over a document uses these tables: the ones that resolve references, repair a document, and check it. The
//! additions of OpenAPI 3.1 are in `v3_1`.

mod keywords;
mod object;

pub(super) use self::keywords::STYLES;
pub(super) use self::object::{Field, Kind, Object, Presence};

/// The members of a path item that are operations, in OpenAPI 3.0 and 3.1.
pub(super) const OPERATIONS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The same, with what OpenAPI 3.2 adds.
pub(super) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];
