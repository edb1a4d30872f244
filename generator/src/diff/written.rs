//! One version of a type, and the items that are generated for it.

use super::view::{View, undocumented};
use crate::model::Api;
use crate::model::types::{Direction, TypeDefinition};
use crate::surface::item::Item;

/// One version of a type, and the items that are generated for it.
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

/// Which way values travel, in words.
pub(super) fn way(direction: Direction) -> &'static str {
    match (direction.request, direction.response) {
        (true, true) => "both ways",
        (true, false) => "to the server",
        (false, true) => "from the server",
        (false, false) => "nowhere",
    }
}
