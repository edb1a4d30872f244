//! The hints: the names of the generator's `x-rust-…` extensions, and the objects of a document that each is for.

use self::Object::{Document, Header, Operation, Parameter, Property, Schema, SecurityScheme, Tag};

/// The prefix of the hints.
pub(crate) const PREFIX: &str = "x-rust-";

/// The name of the setter of a security scheme, and its environment variable.
pub(crate) const CREDENTIAL: &str = "x-rust-credential";

/// The traits to derive for the type of a schema, or for all types.
pub(crate) const DERIVE: &str = "x-rust-derive";

/// Whether an empty header is an absent one.
pub(crate) const EMPTY_IS_ABSENT: &str = "x-rust-empty-is-absent";

/// The name of an item of the crate.
pub(crate) const NAME: &str = "x-rust-name";

/// The step from a page of a list to the next one.
pub(crate) const PAGINATION: &str = "x-rust-pagination";

/// The response headers with the rate limit.
pub(crate) const RATE_LIMIT: &str = "x-rust-rate-limit";

/// The conditions for a retry of a call.
pub(crate) const RETRY: &str = "x-rust-retry";

/// The Rust type of a schema, a property, a parameter or a header.
pub(crate) const TYPE: &str = "x-rust-type";

/// The name of the type of a property, whose field [`NAME`] names.
pub(crate) const TYPE_NAME: &str = "x-rust-type-name";

/// Whether a type checks its values.
pub(crate) const VALIDATE: &str = "x-rust-validate";

/// All hints, by name.
///
/// A new one needs an entry here: any other `x-rust-…` extension is an error.
pub const HINTS: &[Hint] = &[
    Hint::new(CREDENTIAL, &[SecurityScheme]),
    Hint::new(DERIVE, &[Document, Schema, Property]),
    Hint::new(EMPTY_IS_ABSENT, &[Header]),
    Hint::new(NAME, &[Tag, Operation, Parameter, Schema, Property, Header]),
    Hint::new(PAGINATION, &[Operation]),
    Hint::new(RATE_LIMIT, &[Document]),
    Hint::new(RETRY, &[Operation]),
    // That of a parameter or a header is moved to its schema when the document is loaded.
    Hint::new(TYPE, &[Schema, Property]),
    Hint::new(TYPE_NAME, &[Property]),
    Hint::new(VALIDATE, &[Schema, Property]),
];

/// A hint.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Hint {
    /// The name of the extension, such as `x-rust-name`.
    pub name: &'static str,
    /// The objects that can have it.
    pub on: &'static [Object],
}

impl Hint {
    const fn new(name: &'static str, on: &'static [Object]) -> Self {
        Self { name, on }
    }
}

/// A kind of object of a document that can have hints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Object {
    /// The document itself.
    Document,
    /// A tag.
    Tag,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A response header.
    Header,
    /// A schema that is not that of a property.
    Schema,
    /// The schema of a property.
    Property,
    /// A security scheme.
    SecurityScheme,
}

/// The names of the hints of an object.
pub(crate) fn on(object: Object) -> Vec<&'static str> {
    let hints = HINTS.iter().filter(|hint| hint.on.contains(&object));
    hints.map(|hint| hint.name).collect()
}
