//! A version of a type, and the items generated for it.

use super::view::{View, undocumented};
use crate::model::Api;
use crate::model::types::{Direction, TypeDefinition};
use crate::surface::item::Item;

/// A version of a type, and the items generated for it.
pub(super) struct Written<'a> {
    pub(super) api: &'a Api,
    pub(super) definition: &'a TypeDefinition,
    /// Without documentation.
    pub(super) items: Vec<Item>,
    pub(super) view: View,
}

impl<'a> Written<'a> {
    pub(super) fn of(api: &'a Api, definition: &'a TypeDefinition, documented: Vec<Item>) -> Self {
        let items = undocumented(documented);
        Self {
            api,
            definition,
            view: View::of(&items),
            items,
        }
    }
}

/// Describes how operations use values of a type.
pub(super) fn use_of(direction: Direction) -> &'static str {
    match (direction.request, direction.response) {
        (true, true) => "sent and received",
        (true, false) => "only sent",
        (false, true) => "only received",
        (false, false) => "unused",
    }
}
