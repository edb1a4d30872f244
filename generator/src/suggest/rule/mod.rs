//! The rules that need the whole document, one per file.

mod enumeration;
mod listed_values;
mod mapping;
mod operation_id;
mod other_pages;
mod pagination;
mod reference;

use std::collections::HashMap;

use serde_json::Value;

use super::proposal::Proposal;
use crate::load::Version;
use crate::model::Api;
use crate::model::operation::Operation;
use crate::output::Reading;

/// The proposals of all rules.
pub(super) fn proposals(reading: &Reading, tree: &Value) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    if let Some(api) = &reading.api {
        let operations = operations(api, reading, tree);
        proposals.extend(operation_id::proposals(&operations, &reading.diagnostics));
        proposals.extend(pagination::proposals(&operations, api));
    }
    let version = reading.version.unwrap_or(Version::V3_0);
    proposals.extend(reference::proposals(tree, version, &reading.diagnostics));
    proposals.extend(mapping::proposals(tree, version, &reading.diagnostics));
    proposals.extend(enumeration::proposals(tree, version));
    proposals
}

/// An operation of the crate, and the object that it is in the main document.
struct Written<'o> {
    operation: &'o Operation,
    pointer: String,
    members: &'o Value,
}

/// The operations that the main document has. Those that several paths share are left out, since an edit would change
/// them all.
fn operations<'o>(api: &'o Api, reading: &Reading, tree: &'o Value) -> Vec<Written<'o>> {
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
