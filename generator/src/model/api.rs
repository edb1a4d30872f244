//! The API, its groups of operations, and its servers.

use std::collections::BTreeMap;

use super::docs::Docs;
use super::operation::Operation;
use super::rate_limit::RateLimit;
use super::security::Credential;
use super::types::{CustomType, Type, Types};

/// The API of one generated crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The package name, in kebab case.
    pub package: String,
    /// The documentation of the document's `info`.
    pub docs: Docs,
    /// The document's `info.version`.
    pub version: String,
    /// The default base URL, without a trailing slash; empty if the document has none.
    pub server: String,
    /// The servers, if there is a choice: more than one, or one with variables.
    pub servers: Vec<Server>,
    /// The credentials that the API accepts.
    pub credentials: Vec<Credential>,
    /// The alternatives of the credentials of a request that is not one of the operations: lists of schemes.
    pub security: Vec<Vec<String>>,
    /// The response headers with the number of remaining requests, if the API has them.
    pub rate_limit: Option<RateLimit>,
    /// The operations, one group per tag, in the document's order.
    pub groups: Vec<Group>,
    /// Every named type.
    pub types: Types,
}

impl Api {
    /// The name of the crate in code.
    pub fn crate_name(&self) -> String {
        self.package.replace('-', "_")
    }

    /// Whether any argument, body or named type of the API contains the type `wanted`.
    pub fn uses(&self, wanted: &Type) -> bool {
        self.parts().any(|ty| ty.core() == wanted)
    }

    /// The types of the user's that the API contains, by path.
    pub fn custom_types(&self) -> Vec<CustomType> {
        let found = self.parts().filter_map(|ty| match ty.core() {
            Type::Custom(custom) => Some((custom.path.clone(), custom.clone())),
            _ => None,
        });
        let by_path: BTreeMap<String, CustomType> = found.collect();
        by_path.into_values().collect()
    }

    /// The types of all arguments, bodies and parts of named types.
    fn parts(&self) -> impl Iterator<Item = Type> {
        let operations = self.groups.iter().flat_map(|group| &group.operations);
        let types = self
            .types
            .iter()
            .flat_map(|(_, definition)| definition.kind.parts());
        types.chain(operations.flat_map(|operation| operation.sent().chain(operation.received())))
    }
}

/// The operations of one tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The tag, as in the document.
    pub tag: String,
    /// The name of the accessor on the client and of the module, in snake case.
    pub module: String,
    /// The name of the struct, in Pascal case.
    pub type_name: String,
    /// The documentation of the tag.
    pub docs: Docs,
    /// In the order of the paths in the document, then of the methods in `openapiv3`.
    pub operations: Vec<Operation>,
}

/// A server of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The name of its constant, in upper case; or of its struct, in Pascal case, if its URL has variables.
    pub name: String,
    /// The URL, with `{name}` for each variable, without a trailing slash.
    pub url: String,
    /// Its documentation.
    pub docs: Docs,
    /// The variables in its URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name in the URL.
    pub wire_name: String,
    /// The name of the setter, in snake case.
    pub name: String,
    /// The default value; `None` if callers must pass a value.
    pub default: Option<String>,
    /// The allowed values; any value if empty.
    pub values: Vec<String>,
    /// Its documentation.
    pub docs: Docs,
}
