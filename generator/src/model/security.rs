//! What a user proves their identity with.

use super::Docs;

/// A security scheme of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The scheme's name in the document.
    pub scheme: String,
    /// The name of the setter on the client's builder, in snake case.
    pub setter: String,
    /// What the document says of it.
    pub docs: Docs,
    /// Where it goes.
    pub kind: CredentialKind,
    /// The environment variable that holds it.
    pub variable: Option<String>,
}

/// Where a credential goes in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// The header field of this name.
    ApiKeyHeader(String),
}
