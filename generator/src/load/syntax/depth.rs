//! How deeply objects and arrays nest.

use serde_json::Value;

/// How deeply objects and arrays may nest: three times what real documents do, and little enough for every walk over
/// them to recurse.
pub(in crate::load) const DEPTH: usize = 64;

/// Whether a tree nests more deeply than a parser would have let it: what references put together.
pub(in crate::load) fn too_deep(value: &Value) -> bool {
    depth(value) > DEPTH
}

/// How many levels of objects and arrays there are in a tree.
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
