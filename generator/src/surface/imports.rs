//! The imports of a generated file, by the names that its items need.

use std::collections::BTreeSet;

use crate::model::extern_name::{ExternName, Module};
use crate::target::Runtime;

/// The names that the client's module defines if the runtime is a dependency.
const OWN: [ExternName; 2] = [ExternName::CLIENT, ExternName::CLIENT_BUILDER];

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

    /// The paths that a module of this kind imports, if it needs them: all names of the runtime at once, the client, and the
    /// module of the API's types.
    ///
    /// The file itself defines the names `defined`. With the runtime as a dependency, each API has its own client, which
    /// has precedence over that of the runtime.
    pub(crate) fn paths(
        &self,
        kind: Module,
        runtime: Runtime,
        defined: &[ExternName],
    ) -> Vec<String> {
        let is_own = |name: &ExternName| runtime == Runtime::Crate && OWN.contains(name);
        let imported = |name: &&ExternName| !defined.contains(name);
        let names = || self.names.iter().filter(imported);
        let mut paths = Vec::new();
        if names().any(|name| *name != ExternName::TYPES && !is_own(name)) {
            paths.push(format!("{}::*", kind.prelude()));
        }
        let own = names().filter(|name| is_own(name));
        paths.extend(own.map(|name| format!("crate::client::{}", name.name())));
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
            imports.paths(Module::Operations, Runtime::Embedded, &[])
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

    #[test]
    fn with_the_runtime_as_a_dependency_the_client_is_that_of_the_crate() {
        let mut imports = Imports::default();
        for name in [ExternName::BYTES, ExternName::CLIENT, ExternName::CALL] {
            imports.add(name);
        }
        let paths =
            |defined: &[ExternName]| imports.paths(Module::Operations, Runtime::Crate, defined);
        let prelude = "crate::runtime::for_operations::*";
        assert_eq!(paths(&[]), [prelude, "crate::client::Client"]);
        assert_eq!(paths(&[ExternName::CLIENT]), [prelude]);
    }
}
