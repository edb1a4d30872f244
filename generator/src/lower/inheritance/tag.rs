//! The discriminator value of a struct.

use crate::model::types::TypeId;

/// The discriminator value of a struct.
pub(in crate::lower) struct Tag {
    pub(super) ty: TypeId,
    pub(super) property: String,
    pub(super) value: String,
}
