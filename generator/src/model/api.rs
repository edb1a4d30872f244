//! The whole API, its groups of operations, and its servers.

use super::docs::Docs;
use super::operation::Operation;
use super::rate_limit::RateLimit;
use super::security::Credential;
use super::types::{Type, Types};

/// A whole API: what one generated crate covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The package's name, in kebab case.
    pub package: String,
    /// What the document says of itself.
    pub docs: Docs,
    /// The document's `info.version`.
    pub version: String,
    /// The base URL used where the user names none, without a trailing slash; empty where the document has none.
    pub server: String,
    /// Every server, where there is a choice: more than one, or one with variables.
    pub servers: Vec<Server>,
    /// What the user proves their identity with.
    pub credentials: Vec<Credential>,
    /// The response headers that tell how many requests are left, where the API has them.
    pub rate_limit: Option<RateLimit>,
    /// The operations, one group a tag, in the document's order.
    pub groups: Vec<Group>,
    /// Every named type.
    pub types: Types,
}

impl Api {
    /// Whether a value of this type is in anything that is sent or received, or in a type of the API.
    pub fn uses(&self, wanted: &Type) -> bool {
        let operations = || self.groups.iter().flat_map(|group| &group.operations);
        let types = self
            .types
            .iter()
            .flat_map(|(_, definition)| definition.kind.parts());
        let mut all = types
            .chain(operations().flat_map(|operation| operation.sent().chain(operation.received())));
        all.any(|ty| ty.core() == wanted)
    }
}

/// The operations of one tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The tag as the document has it.
    pub tag: String,
    /// The name of the accessor on the client and of the module, in snake case.
    pub module: String,
    /// The name of the struct, in Pascal case.
    pub type_name: String,
    /// What the document says of the tag.
    pub docs: Docs,
    /// In the order of the document's paths, and for one path in that of the methods in `openapiv3`.
    pub operations: Vec<Operation>,
}

/// A server of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The name of its constant, in upper case, or of its struct, in Pascal case: a struct where its URL has variables.
    pub name: String,
    /// The URL, with `{name}` where a variable goes, without a trailing slash.
    pub url: String,
    /// What the document says of it.
    pub docs: Docs,
    /// What its URL leaves open.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the user may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name in the URL.
    pub wire_name: String,
    /// The name of the setter, in snake case.
    pub name: String,
    /// The value of those who choose none.
    pub default: String,
    /// The values that there are; any, where there are none.
    pub values: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
}
