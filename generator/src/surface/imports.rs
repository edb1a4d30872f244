//! The imports of a generated file: the names that its items need.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::extern_name::ExternName;
use crate::target::Runtime;

/// A set of imported names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Imports {
    names: BTreeSet<ExternName>,
}

/// One `use` item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    /// The module of the names.
    pub(crate) module: &'static str,
    pub(crate) names: Vec<&'static str>,
}

impl Imports {
    pub(crate) fn add(&mut self, name: ExternName) {
        self.names.insert(name);
    }

    /// Adds all of these names.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.names.extend(&other.names);
    }

    /// One `use` per module, in the order of rustfmt, without the names that the file defines.
    pub(crate) fn uses(&self, runtime: Runtime, defined: &[ExternName]) -> Vec<Use> {
        let mut modules: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        for name in self.names.iter().filter(|name| !defined.contains(name)) {
            let module = modules.entry(module(*name, runtime)).or_default();
            module.push(name.name());
        }
        let mut uses: Vec<Use> = modules
            .into_iter()
            .map(|(module, names)| Use { module, names })
            .collect();
        // Other crates before this one.
        uses.sort_by_key(|one| rank(one.module));
        uses
    }
}

/// The module that defines a name. With the runtime as a dependency, each API has its own client, and the runtime
/// re-exports the other dependencies.
fn module(name: ExternName, runtime: Runtime) -> &'static str {
    if runtime == Runtime::Embedded {
        return name.module();
    }
    match name {
        ExternName::CLIENT | ExternName::CLIENT_BUILDER => "crate::client",
        ExternName::BYTES => "crate::runtime::bytes",
        ExternName::TIMESTAMP => "crate::runtime::jiff",
        ExternName::DATE => "crate::runtime::jiff::civil",
        name => name.module(),
    }
}

/// The standard library, other crates, this crate.
fn rank(module: &str) -> u8 {
    match module.split("::").next() {
        Some("std") => 0,
        Some("crate") => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_module_share_a_use() {
        let mut imports = Imports::default();
        for name in [
            ExternName::TYPES,
            ExternName::RESPONSE,
            ExternName::CALL,
            ExternName::BYTES,
            ExternName::B_TREE_MAP,
            ExternName::CALL,
        ] {
            imports.add(name);
        }
        let uses: Vec<_> = imports
            .uses(Runtime::Embedded, &[])
            .into_iter()
            .map(|one| (one.module, one.names))
            .collect();
        assert_eq!(
            uses,
            [
                ("std::collections", vec!["BTreeMap"]),
                ("bytes", vec!["Bytes"]),
                ("crate", vec!["types"]),
                ("crate::runtime", vec!["Call", "Response"]),
            ]
        );
    }

    #[test]
    fn the_runtime_as_a_dependency_reexports_other_crates() {
        let mut imports = Imports::default();
        for name in [ExternName::BYTES, ExternName::CLIENT, ExternName::CALL] {
            imports.add(name);
        }
        let modules = |defined: &[ExternName]| -> Vec<&str> {
            let uses = imports.uses(Runtime::Crate, defined);
            uses.into_iter().map(|one| one.module).collect()
        };
        assert_eq!(
            modules(&[]),
            ["crate::client", "crate::runtime", "crate::runtime::bytes"]
        );
        assert_eq!(
            modules(&[ExternName::CLIENT]),
            ["crate::runtime", "crate::runtime::bytes"]
        );
    }
}
