//! The rules that need the whole document, one per file.

mod enumeration;
mod listed_values;
mod mapping;
mod operation_id;
mod other_pages;
mod pagination;
mod reference;
mod written;

use serde_json::Value;

use self::written::operations;
use super::proposal::Proposal;
use crate::load::Version;
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
