//! The value of a discriminator that a struct has.

use crate::model::types::TypeId;

/// The value that a property has in a struct.
pub(in crate::lower) struct Tag {
    pub(super) ty: TypeId,
    pub(super) property: String,
    pub(super) value: String,
}
