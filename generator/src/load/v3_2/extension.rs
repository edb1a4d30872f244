//! The extensions in which a document that is rewritten for 3.0 keeps what 3.2 added.

/// The extension of a query parameter that is the whole query string.
pub(crate) const QUERYSTRING: &str = "x-openapi-crate-querystring";

/// The extension of a cookie parameter that is sent without percent-encoding.
pub(crate) const COOKIE_STYLE: &str = "x-openapi-crate-cookie-style";

/// The extension of a path or cookie parameter in which reserved characters are not encoded.
pub(crate) const ALLOW_RESERVED: &str = "x-openapi-crate-allow-reserved";

/// The extension with the default mapping of a discriminator: a reference to a schema.
pub(crate) const DEFAULT_MAPPING: &str = "x-openapi-crate-default-mapping";

/// The extension with the parent of a tag.
pub(crate) const TAG_PARENT: &str = "x-openapi-crate-parent";

/// The extension with the kind of a tag.
pub(crate) const TAG_KIND: &str = "x-openapi-crate-kind";

/// The extension with the name of a server.
pub(crate) const SERVER_NAME: &str = "x-openapi-crate-name";
