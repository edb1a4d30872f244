//! The crates of the user's types and traits, which the generator cannot add to a manifest: it does not know where they
//! are.

use std::collections::BTreeMap;

use super::is_same;
use super::scan::dependencies;
use crate::model::Api;

/// The first segments of paths that are not dependencies.
const WITHOUT_DEPENDENCY: &[&str] = &["alloc", "core", "crate", "self", "std", "super"];

/// Returns the crates of the user's types and traits that a manifest lacks, each with the path of one of them.
///
/// `needed` is the [`dependencies`](crate::Output::dependencies) of an output, which [`missing`](super::missing) covers.
pub fn missing_crates(manifest: &str, needed: &str, api: &Api) -> Vec<(String, String)> {
    let existing = [dependencies(manifest), dependencies(needed)].concat();
    let is_there = |name: &str| existing.iter().any(|one| is_same(&one.name, name));
    let found = paths(api).into_iter().filter_map(|path| {
        let name = path.split_once("::")?.0.to_owned();
        let is_missing = !WITHOUT_DEPENDENCY.contains(&name.as_str()) && !is_there(&name);
        is_missing.then_some((name, path))
    });
    let mut crates = BTreeMap::new();
    for (name, path) in found {
        crates.entry(name).or_insert(path);
    }
    crates.into_iter().collect()
}

/// The paths of the user's types and traits, without those whose dependency the generator knows.
fn paths(api: &Api) -> Vec<String> {
    let types = api.custom_types().into_iter();
    let types = types.filter(|custom| custom.known().is_none());
    let definitions = api.types.iter();
    let traits = definitions.flat_map(|(_, definition)| definition.derives.iter().cloned());
    types.map(|custom| custom.path).chain(traits).collect()
}
