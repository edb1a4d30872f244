//! The nesting depth of objects and arrays.

use serde_json::Value;

/// The maximum depth of objects and arrays: three times that of real documents, and low enough for every walk to
/// recurse.
pub(in crate::load) const DEPTH: usize = 64;

/// Whether a tree nests more deeply than a parser allows, which resolved references can cause.
pub(in crate::load) fn too_deep(value: &Value) -> bool {
    depth(value) > DEPTH
}

/// The number of levels of objects and arrays in a tree.
pub(in crate::load) fn depth(value: &Value) -> usize {
    let (mut pending, mut deepest) = (vec![(value, 0)], 0);
    while let Some((value, depth)) = pending.pop() {
        deepest = deepest.max(depth);
        match value {
            Value::Array(elements) => {
                pending.extend(elements.iter().map(|element| (element, depth + 1)));
            }
            Value::Object(members) => {
                pending.extend(members.values().map(|member| (member, depth + 1)));
            }
            _ => {}
        }
    }
    deepest
}
