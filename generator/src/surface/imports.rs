//! The imports of a generated file: the names that its items need.

use std::collections::BTreeSet;

use crate::model::extern_name::ExternName;

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

    /// One `use` per module, in the order of rustfmt.
    pub(crate) fn uses(&self) -> Vec<Use> {
        let mut uses: Vec<Use> = Vec::new();
        for name in &self.names {
            // Names are sorted by module, so those of one module are adjacent.
            match uses.last_mut() {
                Some(last) if last.module == name.module() => last.names.push(name.name()),
                _ => uses.push(Use {
                    module: name.module(),
                    names: vec![name.name()],
                }),
            }
        }
        // Other crates before this one.
        uses.sort_by_key(|one| rank(one.module));
        uses
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
            .uses()
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
}
