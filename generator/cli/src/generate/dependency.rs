//! Parts of a dependency in a manifest.

use toml_edit::{Item, Value};

/// The package whose features have the conversions of types.
pub(super) const RUNTIME: &str = "openapi-crate-runtime";

/// The strings of an array.
pub(super) fn strings(array: Option<&Item>) -> Vec<String> {
    let list = array.and_then(Item::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether a dependency is optional.
pub(super) fn is_optional(dependency: &Item) -> bool {
    let optional = dependency
        .as_table_like()
        .and_then(|table| table.get("optional"));
    optional.and_then(Item::as_bool) == Some(true)
}

/// Whether two names are those of one crate, whose name in code has no hyphens.
pub(super) fn is_same_crate(a: &str, b: &str) -> bool {
    a.replace('-', "_") == b.replace('-', "_")
}
