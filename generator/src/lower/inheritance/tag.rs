//! The discriminator value of a struct.

use crate::model::types::TypeId;

/// The discriminator value of a struct.
pub(in crate::lower) struct Tag {
    pub(in crate::lower) ty: TypeId,
    pub(in crate::lower) property: String,
    pub(in crate::lower) value: String,
}
