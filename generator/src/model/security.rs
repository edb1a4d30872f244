//! The credentials that an API accepts.

use super::docs::Docs;

/// A security scheme of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The scheme's name in the document.
    pub scheme: String,
    /// The name of the setter on the client's builder, in snake case.
    pub setter: String,
    /// The name of the setter that takes a source of tokens, for a scheme with tokens.
    pub source_setter: Option<String>,
    /// Its documentation.
    pub docs: Docs,
    /// Its place in a request.
    pub kind: CredentialKind,
    /// The environment variable that holds it.
    pub variable: Option<String>,
}

/// The place of a credential in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// The header field of this name.
    ApiKeyHeader(String),
    /// The query parameter of this name.
    ApiKeyQuery(String),
    /// The cookie of this name.
    ApiKeyCookie(String),
    /// `authorization: Basic …`: a user name and a password.
    Basic,
    /// `authorization: Bearer …`: a token or a source of tokens.
    Bearer,
}
