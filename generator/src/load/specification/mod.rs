//! The objects of OpenAPI 3.0.4 and the Overlay Specification 1.1, with the kinds of their keywords.
//!
//! Every walk over a document uses these tables: the ones that resolve references, repair a document, and check it. They
//! include the additions of OpenAPI 3.2, which apply only to documents of that version. Those of 3.1 are in `v3_1`.

mod keywords;
mod object;
mod operation;

pub(super) use self::keywords::STYLES;
pub(super) use self::object::{Field, Kind, Object, Presence};
pub(super) use self::operation::{
    ADDITIONAL_OPERATIONS, METHODS, operation_at, operation_at_mut, operations, operations_in,
    retain_operations,
};
