//! The operations of the crate in the main document.

use std::collections::HashMap;

use serde_json::Value;

use crate::model::Api;
use crate::model::operation::Operation;
use crate::output::Reading;

/// An operation of the crate, and the object that it is in the main document.
pub(super) struct Written<'o> {
    pub(super) operation: &'o Operation,
    pub(super) pointer: String,
    pub(super) members: &'o Value,
}

/// The operations that the main document has. Those that several paths share are left out, since an edit would change
/// them all.
pub(super) fn operations<'o>(api: &'o Api, reading: &Reading, tree: &'o Value) -> Vec<Written<'o>> {
    let all = || api.groups.iter().flat_map(|group| &group.operations);
    let mut uses: HashMap<String, usize> = HashMap::new();
    for pointer in all().filter_map(|operation| reading.sources.address(&operation.pointer)) {
        *uses.entry(pointer).or_default() += 1;
    }
    let written = all().filter_map(|operation| {
        let pointer = reading.sources.address(&operation.pointer)?;
        let members = tree.pointer(&pointer)?;
        (uses.get(&pointer) == Some(&1)).then_some(Written {
            operation,
            pointer,
            members,
        })
    });
    written.collect()
}
