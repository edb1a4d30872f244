//! The names in the file of the double: the re-exports, and those of the operations.

use crate::model::name::unraw;
use crate::model::operation::Operation;
use crate::model::scope::Scope;
use crate::model::{Api, Group};

/// The names of functions that the double has anyway.
const RESERVED: &[&str] = &[
    "borrow",
    "calls",
    "clone",
    "clone_into",
    "custom",
    "default",
    "deref",
    "fmt",
    "into",
    "new",
    "problems",
    "to_owned",
    "try_into",
    "type_id",
    "verify",
];

/// The re-exports from the runtime, which the items of the file use by their names.
pub(super) const EXPORTS: &[&str] = &[
    "BytesReply",
    "CustomCall",
    "EmptyReply",
    "EventsReply",
    "Expectation",
    "Failing",
    "Fault",
    "Faults",
    "JsonReply",
    "LinesReply",
    "On",
    "OptionalJsonReply",
    "ReceivedPart",
    "Recorded",
    "Reply",
    "Respond",
    "TextEventsReply",
    "TextReply",
    "TypedBytesReply",
    "TypedCall",
    "TypedReply",
    "UntypedDouble",
];

/// The names of an operation in the file.
pub(super) struct Names {
    /// The method of the double.
    pub(super) method: String,
    /// The struct of its calls.
    pub(super) call: String,
}

/// Every operation with its group, in the order of the document.
pub(super) fn operations(api: &Api) -> impl Iterator<Item = (&Group, &Operation)> {
    let groups = api.groups.iter();
    groups.flat_map(|group| group.operations.iter().map(move |one| (group, one)))
}

/// The names of all operations: those in their groups, or with the name of the group where another group has the same.
pub(super) fn names(api: &Api) -> Vec<Names> {
    let mut methods = Scope::reserving(RESERVED);
    let mut calls = Scope::reserving(EXPORTS);
    operations(api)
        .map(|(group, operation)| {
            let prefixed = format!("{}_{}", unraw(&group.module), unraw(&operation.name));
            let call = format!("{}Call", operation.builder);
            Names {
                method: claim(&mut methods, &operation.name, &prefixed),
                call: claim(&mut calls, &call, &format!("{}{call}", group.type_name)),
            }
        })
        .collect()
}

/// Takes a name, or the other one if it is taken.
fn claim(scope: &mut Scope, wanted: &str, prefixed: &str) -> String {
    if scope.has(wanted) {
        scope.claim(prefixed, "")
    } else {
        scope.claim(wanted, "")
    }
}
