//! The kinds of values, the objects of the specifications, and the properties of a keyword.

use serde_json::Value;

/// The kind of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::load) enum Kind {
    /// Any value; a `$ref` in it is data.
    Any,
    String,
    Boolean,
    Number,
    /// A non-negative integer.
    Natural,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    Object(Object),
    /// The object, or a reference to one.
    Reference(Object),
    /// `true`, `false`, the object, or a reference to one.
    BooleanOrReference(Object),
    Array(&'static Kind),
    /// An object whose members have custom names.
    Map(&'static Kind),
}

impl Kind {
    /// The reference that replaces a value of this kind, though the specification does not allow one there.
    ///
    /// Only a string `$ref` in place of a value that cannot have such a member is a reference. In a map of any values or
    /// strings, and in an example, a default or an extension, it is data.
    pub(in crate::load) fn misplaced_reference(self, value: &Value) -> Option<&str> {
        match self {
            Self::Any
            | Self::Map(Self::Any | Self::String)
            | Self::Object(Object::Document)
            | Self::Reference(_)
            | Self::BooleanOrReference(_) => None,
            _ => value.as_object()?.get("$ref")?.as_str(),
        }
    }

    /// The object that a reference of this kind is to, where the specification allows one.
    pub(in crate::load) const fn referenced(self) -> Option<Object> {
        match self {
            Self::Reference(object) | Self::BooleanOrReference(object) => Some(object),
            _ => None,
        }
    }
}

/// The objects of the specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::load) enum Object {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocumentation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OauthFlows,
    ImplicitFlow,
    TokenFlow,
    AuthorizationCodeFlow,
    DeviceAuthorizationFlow,
    Overlay,
    OverlayInfo,
    OverlayAction,
}

/// A keyword of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::load) struct Field {
    pub(in crate::load) name: &'static str,
    pub(in crate::load) kind: Kind,
    pub(in crate::load) presence: Presence,
    /// Whether the generated code does not depend on it: a mistake in it is a warning, and the invalid part is removed.
    pub(in crate::load) advisory: bool,
    /// Whether OpenAPI 3.2 added it.
    pub(in crate::load) newest: bool,
}

/// Whether a keyword is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Presence {
    Optional,
    Required,
    /// The specification requires it, but an empty string can replace it.
    EmptyString,
    /// The specification requires it, but an empty object can replace it.
    EmptyObject,
}

/// The members of an object whose names are not keywords, such as paths and status codes.
pub(in crate::load) struct Pattern {
    pub(in crate::load) matches: fn(&str) -> bool,
    pub(in crate::load) kind: Kind,
    /// The expected name, to complete "… must be ".
    pub(in crate::load) names: &'static str,
}

impl Object {
    /// The specification's name of the object, with an article.
    pub(in crate::load) const fn name(self) -> &'static str {
        match self {
            Self::Document => "an OpenAPI document",
            Self::Info => "an info object",
            Self::Contact => "a contact object",
            Self::License => "a license object",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "a components object",
            Self::Paths => "a paths object",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::ExternalDocumentation => "an external documentation object",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type object",
            Self::Encoding => "an encoding object",
            Self::Responses => "a responses object",
            Self::Response => "a response",
            Self::Callback => "a callback",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Header => "a header",
            Self::Tag => "a tag",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "an XML object",
            Self::SecurityScheme => "a security scheme",
            Self::OauthFlows => "an OAuth flows object",
            Self::ImplicitFlow
            | Self::TokenFlow
            | Self::AuthorizationCodeFlow
            | Self::DeviceAuthorizationFlow => "an OAuth flow",
            Self::Overlay => "an overlay",
            Self::OverlayInfo => "an overlay's info object",
            Self::OverlayAction => "an overlay action",
        }
    }

    /// The objects that a section of `components` contains.
    pub(in crate::load) fn of_section(section: &str) -> Option<Self> {
        let objects = [
            Self::Schema,
            Self::Response,
            Self::Parameter,
            Self::Example,
            Self::RequestBody,
            Self::Header,
            Self::SecurityScheme,
            Self::Link,
            Self::Callback,
        ];
        objects
            .into_iter()
            .find(|object| object.section() == Some(section))
    }

    /// The member of `components` that contains objects of this kind.
    pub(in crate::load) const fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            _ => None,
        }
    }
}
