//! The imports of a generated file, by the names that its items need.

use std::collections::BTreeSet;

use crate::model::extern_name::{ExternName, Module};

/// A set of imported names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Imports {
    names: BTreeSet<ExternName>,
}

impl Imports {
    pub(crate) fn add(&mut self, name: ExternName) {
        self.names.insert(name);
    }

    /// Adds all of these names.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.names.extend(&other.names);
    }

    /// The names.
    #[cfg(test)]
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().map(|name| name.name())
    }

    /// The paths that a module of this kind imports: all names of the runtime at once, if it needs any, and the module of
    /// the API's types.
    pub(crate) fn paths(&self, kind: Module) -> Vec<String> {
        let mut paths = Vec::new();
        if self.names.iter().any(|name| *name != ExternName::TYPES) {
            paths.push(format!("{}::*", kind.prelude()));
        }
        if self.names.contains(&ExternName::TYPES) {
            paths.push("crate::types".to_owned());
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_has_the_same_import_for_any_name() {
        let paths = |names: &[ExternName]| {
            let mut imports = Imports::default();
            for name in names {
                imports.add(*name);
            }
            imports.paths(Module::Operations)
        };
        assert_eq!(paths(&[]), [""; 0]);
        assert_eq!(
            paths(&[ExternName::CALL]),
            ["crate::runtime::for_operations::*"]
        );
        assert_eq!(
            paths(&[ExternName::TYPES, ExternName::BYTES, ExternName::CALL]),
            ["crate::runtime::for_operations::*", "crate::types"]
        );
    }
}
