//! The operations of a path item.

use serde_json::{Map, Value};

use crate::pointer::{escape, steps};

/// The members of a path item that are operations.
pub(in crate::load) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The member of a path item with the operations of all other methods (OpenAPI 3.2).
pub(in crate::load) const ADDITIONAL_OPERATIONS: &str = "additionalOperations";

/// Returns the operations of a path item, each with its pointer below the item: `/get`, or `/additionalOperations/COPY`.
pub(in crate::load) fn operations(item: &Value) -> impl Iterator<Item = (String, &Value)> {
    item.as_object().into_iter().flat_map(operations_in)
}

/// The same for the members of a path item.
pub(in crate::load) fn operations_in(
    item: &Map<String, Value>,
) -> impl Iterator<Item = (String, &Value)> {
    let fixed = METHODS
        .iter()
        .filter_map(|method| Some((format!("/{method}"), item.get(*method)?)));
    let additional = item.get(ADDITIONAL_OPERATIONS).and_then(Value::as_object);
    fixed.chain(additional.into_iter().flatten().map(|(method, operation)| {
        let pointer = format!("/{ADDITIONAL_OPERATIONS}/{}", escape(method));
        (pointer, operation)
    }))
}

/// Returns the operation at a pointer from [`operations`].
pub(in crate::load) fn operation_at<'v>(
    item: &'v Map<String, Value>,
    below: &str,
) -> Option<&'v Map<String, Value>> {
    let mut steps = steps(below);
    let first = item.get(steps.next()?.as_ref())?;
    steps
        .try_fold(first, |value, step| value.get(step.as_ref()))?
        .as_object()
}

/// Returns the operation at a pointer from [`operations`], to change it.
pub(in crate::load) fn operation_at_mut<'v>(
    item: &'v mut Map<String, Value>,
    below: &str,
) -> Option<&'v mut Map<String, Value>> {
    let mut steps = steps(below);
    let first = item.get_mut(steps.next()?.as_ref())?;
    steps
        .try_fold(first, |value, step| value.get_mut(step.as_ref()))?
        .as_object_mut()
}

/// Removes the operations that are not wanted, and the member with additional operations if none is left in it.
pub(in crate::load) fn retain_operations(
    item: &mut Map<String, Value>,
    mut is_wanted: impl FnMut(&str, &Value) -> bool,
) {
    if let Some(Value::Object(additional)) = item.get_mut(ADDITIONAL_OPERATIONS) {
        additional.retain(|method, operation| {
            is_wanted(
                &format!("/{ADDITIONAL_OPERATIONS}/{}", escape(method)),
                operation,
            )
        });
        if additional.is_empty() {
            item.shift_remove(ADDITIONAL_OPERATIONS);
        }
    }
    item.retain(|name, value| {
        !METHODS.contains(&name.as_str()) || is_wanted(&format!("/{name}"), value)
    });
}
