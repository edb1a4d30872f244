//! A name from a hint, and the place of the hint.

use crate::diagnostic::Place;
use crate::hints::NAME;
use crate::pointer::Pointer;

/// A name from a hint.
#[derive(Clone)]
pub(super) struct NameHint {
    pub(super) name: String,
    /// The pointer of the hint.
    pub(super) pointer: String,
}

impl NameHint {
    /// The hint `x-rust-name` of the object at a pointer.
    pub(super) fn of(name: String, object: &str) -> Self {
        Self {
            name,
            pointer: Pointer::base(object).key(NAME).to_string(),
        }
    }

    pub(super) fn place(&self) -> Place {
        Pointer::base(&self.pointer).place()
    }
}
