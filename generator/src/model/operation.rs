//! The operations of an API: their requests and responses.

use std::fmt;

use serde_json::Value;

use super::docs::Docs;
pub use super::pagination::{
    ArgumentPlace, NextPage, PageArgument, PageFunction, Pagination, Paging,
};
use super::types::{ResponseBody, Type, TypeId};

/// One operation: a method on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The `operationId`, or one derived from the method and path if the document has none.
    pub id: String,
    /// The JSON pointer to it in the resolved document.
    pub pointer: String,
    /// The name of the Rust method, in snake case.
    pub name: String,
    /// The name of the struct that collects its arguments, in Pascal case.
    pub builder: String,
    /// The name of the static that describes it, in upper case.
    pub description: String,
    /// Its documentation.
    pub docs: Docs,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: Path,
    /// In the document's order, those of the path item first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The successful response.
    pub success: Success,
    /// The documented error responses.
    pub failures: Vec<Failure>,
    /// The name of the enum of the documented error responses, in Pascal case. Unused if there are none.
    pub failure: String,
    /// The pagination of its list, if there is one.
    pub pagination: Option<Pagination>,
    /// When the request may be retried.
    pub repeat: Repeat,
    /// The alternative sets of credentials, by name. A request needs all credentials of one set.
    pub security: Vec<Vec<String>>,
    /// The server of its requests, if it is not the server of the API.
    pub server: Option<String>,
}

impl Operation {
    /// The parameters that callers must pass.
    pub fn required_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.required)
    }

    /// The parameters that callers may set.
    pub fn optional_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.required)
    }

    /// The types of its parameters and request bodies.
    pub fn sent(&self) -> impl Iterator<Item = Type> {
        let body = self
            .body
            .iter()
            .flat_map(RequestBody::contents)
            .filter_map(RequestContent::ty);
        self.parameters
            .iter()
            .map(|parameter| parameter.ty.clone())
            .chain(body)
    }

    /// The types of its response bodies.
    pub fn received(&self) -> impl Iterator<Item = Type> {
        let others = self.success.others.iter().map(|other| &other.body);
        std::iter::once(&self.success.body)
            .chain(others)
            .filter_map(ResponseBody::ty)
            .chain(self.failures.iter().filter_map(|failure| failure.body.ty()))
    }
}

/// The path template of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The template in documentation, as in `/stores/{store_id}`.
    pub template: String,
    /// The segments of the path.
    pub segments: Vec<Segment>,
    /// The query that follows the path in the document, percent-encoded as on the wire.
    pub query: Option<String>,
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A literal string, percent-encoded as on the wire, including slashes.
    Literal(String),
    /// The argument of the operation's parameter with this index.
    Parameter(usize),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.template)
    }
}

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
    /// `QUERY`, a safe method with a body (OpenAPI 3.2).
    Query,
    /// Any other method (OpenAPI 3.2), as in the request line.
    Other(String),
}

impl Method {
    /// The name in the request line.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }

    /// Whether several identical requests have the same effect as one (RFC 9110, section 9.2.2). Nothing is known of
    /// other methods.
    pub const fn is_idempotent(&self) -> bool {
        !matches!(self, Self::Post | Self::Patch | Self::Other(_))
    }

    /// Whether the runtime's description of an operation has to name the method instead of using a constant.
    pub const fn is_extension(&self) -> bool {
        matches!(self, Self::Query | Self::Other(_))
    }
}

/// An argument that is not the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub wire_name: String,
    /// The JSON pointer to it in the resolved document.
    pub pointer: String,
    /// The name in Rust, in snake case, escaped if it is a keyword.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The part of the request that carries it.
    pub location: Location,
    /// The serialization style.
    pub style: Style,
    /// Whether each element of an array or object is serialized separately.
    pub explode: bool,
    /// Whether the reserved characters of RFC 3986 are not encoded.
    pub allow_reserved: bool,
    /// Whether every call must pass it.
    pub required: bool,
    /// The type of its value.
    pub ty: Type,
    /// An example value from the document.
    pub example: Option<Value>,
}

/// The part of a request that carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query string.
    Query,
    /// The whole query string (OpenAPI 3.2).
    Querystring,
    /// A header field.
    Header,
    /// The `cookie` header field.
    Cookie,
}

impl Location {
    /// The name in OpenAPI.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Querystring => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The default style of a parameter (OpenAPI 3.0.3, "Parameter Object").
    pub const fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Querystring | Self::Cookie => Style::Form,
        }
    }
}

/// The serialization style of a value (OpenAPI 3.0.3, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `3,4,5`
    Simple,
    /// `.3.4.5`
    Label,
    /// `;color=3,4,5`
    Matrix,
    /// `color=3,4,5`
    Form,
    /// `color=3%204%205`
    SpaceDelimited,
    /// `color=3%7C4%7C5`
    PipeDelimited,
    /// `color[R]=100&color[G]=200`
    DeepObject,
    /// `color=blue; color=black`, in cookies without percent-encoding (OpenAPI 3.2).
    Cookie,
    /// `color=["blue","black"]`: a parameter with `content` instead of a style.
    Json,
}

impl Style {
    /// The default of `explode`.
    pub const fn default_explode(self) -> bool {
        matches!(self, Self::Form | Self::Cookie)
    }
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Its `content-type`.
    pub media_type: String,
    /// The name of the argument or setter in Rust, in snake case.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// Whether every call must pass it.
    pub required: bool,
    /// The content.
    pub content: RequestContent,
    /// An example value from the document.
    pub example: Option<Value>,
    /// The other media types of the body, one function each.
    pub alternatives: Vec<AlternativeBody>,
}

/// An alternative media type of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct AlternativeBody {
    /// Its `content-type`.
    pub media_type: String,
    /// The name in Rust: of the method that starts the call if the body is required, of the setter otherwise.
    pub function: String,
    /// The content.
    pub content: RequestContent,
}

impl RequestBody {
    /// Returns each media type with its content.
    pub fn media_types(&self) -> impl Iterator<Item = (&str, &RequestContent)> {
        let main = (self.media_type.as_str(), &self.content);
        std::iter::once(main).chain(
            self.alternatives
                .iter()
                .map(|other| (other.media_type.as_str(), &other.content)),
        )
    }

    /// The contents of all media types, the default first.
    pub fn contents(&self) -> impl Iterator<Item = &RequestContent> {
        std::iter::once(&self.content).chain(
            self.alternatives
                .iter()
                .map(|alternative| &alternative.content),
        )
    }
}

/// The content of a request body.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestContent {
    /// JSON of this type.
    Json(Type),
    /// JSON values of this type, one per line.
    JsonLines(Type),
    /// A form, or parts without files, with the properties of this type as fields.
    Form {
        /// The type with the properties.
        ty: Type,
        /// The fields with a style in the document.
        styled: Vec<StyledField>,
    },
    /// The parts of this type, which is a [`TypeKind::Multipart`](super::types::TypeKind::Multipart).
    Multipart(TypeId),
    /// Bytes, including text.
    Bytes,
}

impl RequestContent {
    /// The type of the value, unless it is bytes.
    pub fn ty(&self) -> Option<Type> {
        match self {
            Self::Json(ty) | Self::JsonLines(ty) | Self::Form { ty, .. } => Some(ty.clone()),
            Self::Multipart(id) => Some(Type::Named(*id)),
            Self::Bytes => None,
        }
    }
}

/// A field of a form that is serialized like a query parameter of that style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyledField {
    /// The name of the property.
    pub wire_name: String,
    /// The serialization style.
    pub style: Style,
    /// Whether each element of an array or object is serialized separately.
    pub explode: bool,
    /// Whether the reserved characters of RFC 3986 are not encoded.
    pub allow_reserved: bool,
}

/// The successful response of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Success {
    /// Its documentation.
    pub docs: Docs,
    /// The media types in the `accept` header.
    pub accept: Vec<String>,
    /// The type of the body.
    pub body: ResponseBody,
    /// The successful statuses without a body, if others have JSON: the body is then optional.
    pub without_body: Vec<u16>,
    /// The other media types that a caller can request.
    pub others: Vec<Representation>,
    /// Whether the successful response is a redirect, which is not followed.
    pub is_redirect: bool,
    /// The type with the declared headers and the body, if there are declared headers.
    pub headed: Option<TypeId>,
    /// The documented statuses of the success, in the document's order.
    pub statuses: Vec<SuccessStatus>,
}

/// A documented status of the success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessStatus {
    /// `200`, `2XX` or `default`.
    pub status: String,
    /// The media types of its body; none for a response without a body.
    pub media_types: Vec<String>,
    /// The names of its typed headers.
    pub headers: Vec<String>,
}

/// An alternative media type of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Representation {
    /// The media type for the `accept` header.
    pub media_type: String,
    /// The type of the body: events, lines, or bytes.
    pub body: ResponseBody,
}

/// A documented error response.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// The name of the variant, in Pascal case.
    pub variant: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type of its body: empty, JSON, text or bytes.
    pub body: ResponseBody,
    /// The media types of its body, that of `body` first; none for a response without a body.
    pub media_types: Vec<String>,
    /// The names of its declared headers, without those of the rate limit.
    pub headers: Vec<String>,
}

impl Failure {
    /// The documented statuses.
    pub fn statuses(&self) -> Statuses {
        match self.status.as_bytes() {
            [class @ b'0'..=b'9', b'X', b'X'] => Statuses::Class(u16::from(class - b'0')),
            _ => self.status.parse().map_or(Statuses::Others, Statuses::One),
        }
    }
}

/// The statuses of a documented response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statuses {
    /// One status.
    One(u16),
    /// All statuses with this first digit.
    Class(u16),
    /// All statuses that are not documented separately.
    Others,
}

/// When a request may be retried although its outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The request is idempotent.
    Always,
    /// The request is not idempotent.
    Never,
    /// The request is idempotent unless one of these parameters (wire names) is set.
    Unless(Vec<String>),
}
