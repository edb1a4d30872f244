//! The operations of an API: what each sends, and its responses.

use std::fmt;

use serde_json::Value;

use super::docs::Docs;
use super::types::{ResponseBody, Type, TypeId};

/// One operation: a method on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The `operationId`, or one made of method and path where the document has none.
    pub id: String,
    /// Where in the resolved document it is, as a JSON pointer.
    pub pointer: String,
    /// The name of the method in Rust, in snake case.
    pub name: String,
    /// The name of the struct that collects its arguments, in Pascal case.
    pub builder: String,
    /// The name of the static that describes it, in upper case.
    pub description: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: Path,
    /// In the document's order; those of the path item come first.
    pub parameters: Vec<Parameter>,
    /// What is sent in the body.
    pub body: Option<RequestBody>,
    /// What comes back where all went well.
    pub success: Success,
    /// What comes back where it did not.
    pub failures: Vec<Failure>,
    /// How a list goes on.
    pub pagination: Option<Pagination>,
    /// When the request may be sent again.
    pub repeat: Repeat,
    /// Names of credentials: alternatives, each of which needs all of its list.
    pub security: Vec<Vec<String>>,
    /// Where its requests go, where that is not the API's own server.
    pub server: Option<String>,
}

impl Operation {
    /// What the user has to pass.
    pub fn required_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.required)
    }

    /// What the user may pass.
    pub fn optional_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.required)
    }

    /// The types of what it sends.
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

    /// The types of what comes back, in a body.
    pub fn received(&self) -> impl Iterator<Item = Type> {
        let others = self.success.others.iter().map(|other| &other.body);
        std::iter::once(&self.success.body)
            .chain(others)
            .filter_map(ResponseBody::ty)
            .chain(
                self.failures
                    .iter()
                    .filter_map(|failure| failure.body.clone()),
            )
    }
}

/// The path template of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The template as it is shown, as in `/stores/{store_id}`.
    pub template: String,
    /// The path in pieces.
    pub segments: Vec<Segment>,
    /// The query that the document writes behind the path, percent-encoded as it goes on the wire.
    pub query: Option<String>,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text that is percent-encoded as it goes on the wire, slashes included.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
}

impl Method {
    /// The name in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// Whether a repeated request has the effect of one (RFC 9110, section 9.2.2).
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }
}

/// An argument that is not the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub wire_name: String,
    /// Where in the resolved document it is, as a JSON pointer.
    pub pointer: String,
    /// The name in Rust, in snake case, escaped where it is a keyword.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// Which part of the request carries it.
    pub location: Location,
    /// How a value becomes text.
    pub style: Style,
    /// Whether each element of a list or object is written on its own.
    pub explode: bool,
    /// Whether the reserved characters of RFC 3986 stay as they are.
    pub allow_reserved: bool,
    /// Whether every call has to have it.
    pub required: bool,
    /// The type of the value.
    pub ty: Type,
    /// A value the document shows as an example.
    pub example: Option<Value>,
}

/// Which part of a request carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// A part of the path.
    Path,
    /// The query string.
    Query,
    /// A header field.
    Header,
    /// The `cookie` header field.
    Cookie,
}

impl Location {
    /// The word OpenAPI has for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The style of a parameter that names none (OpenAPI 3.0.3, "Parameter Object").
    pub const fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }
}

/// How a value becomes text (OpenAPI 3.0.3, "Style Values").
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
    /// `color=["blue","black"]`: a parameter with `content` instead of a style.
    Json,
}

impl Style {
    /// Whether elements are written on their own where the document does not say.
    pub const fn default_explode(self) -> bool {
        matches!(self, Self::Form)
    }
}

/// What is sent in the body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Its `content-type`.
    pub media_type: String,
    /// The name of the argument or setter in Rust, in snake case.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// Whether every call has to have it.
    pub required: bool,
    /// What it is made of.
    pub content: RequestContent,
    /// A value the document shows as an example.
    pub example: Option<Value>,
    /// The other media types that it may be sent as, one function each.
    pub alternatives: Vec<AlternativeBody>,
}

/// Another media type of a request's body.
#[derive(Clone, Debug, PartialEq)]
pub struct AlternativeBody {
    /// Its `content-type`.
    pub media_type: String,
    /// The name in Rust: of the method that starts a call with it where the body is required, of the setter otherwise.
    pub function: String,
    /// What it is made of.
    pub content: RequestContent,
}

impl RequestBody {
    /// Every kind of content, the first one first.
    pub fn contents(&self) -> impl Iterator<Item = &RequestContent> {
        std::iter::once(&self.content).chain(
            self.alternatives
                .iter()
                .map(|alternative| &alternative.content),
        )
    }
}

/// What the body of a request is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestContent {
    /// JSON of this type.
    Json(Type),
    /// A JSON value a line, each of this type.
    JsonLines(Type),
    /// The fields of a form, or parts without files, which are the properties of this type.
    Form {
        /// The type whose properties they are.
        ty: Type,
        /// Those that the document gives a style of their own.
        styled: Vec<StyledField>,
    },
    /// The parts of this type, a [`TypeKind::Multipart`](super::types::TypeKind::Multipart).
    Multipart(TypeId),
    /// Bytes as the user gives them; text is one kind of them.
    Bytes,
}

impl RequestContent {
    /// The type that users make a value of, where it is not bytes.
    pub fn ty(&self) -> Option<Type> {
        match self {
            Self::Json(ty) | Self::JsonLines(ty) | Self::Form { ty, .. } => Some(ty.clone()),
            Self::Multipart(id) => Some(Type::Named(*id)),
            Self::Bytes => None,
        }
    }
}

/// A field of a form that is written as a query parameter of that style would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyledField {
    /// The property's name.
    pub wire_name: String,
    /// How a value becomes text.
    pub style: Style,
    /// Whether each element of a list or object is written on its own.
    pub explode: bool,
    /// Whether the reserved characters of RFC 3986 stay as they are.
    pub allow_reserved: bool,
}

/// What comes back where all went well.
#[derive(Clone, Debug, PartialEq)]
pub struct Success {
    /// What the document says of it.
    pub docs: Docs,
    /// The media types the client asks for.
    pub accept: Vec<String>,
    /// What the body is read as.
    pub body: ResponseBody,
    /// The statuses of success without a body, where others have JSON: what comes back is optional then.
    pub without_body: Vec<u16>,
    /// What else can be asked for.
    pub others: Vec<Representation>,
    /// Whether success is a redirect, which is not followed.
    pub is_redirect: bool,
    /// The type that holds declared headers beside the body, where there are any.
    pub headed: Option<TypeId>,
}

/// Another media type of a response, for those who ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Representation {
    /// What to ask for.
    pub media_type: String,
    /// What the body is read as: events, lines, or bytes.
    pub body: ResponseBody,
}

/// A documented failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The type of its JSON body, where it has one.
    pub body: Option<Type>,
}

/// How a list goes on behind its first page: by a cursor in the body that becomes an argument of the next call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The wire name of the query parameter that takes the cursor.
    pub cursor: String,
    /// The type of a page.
    pub page: TypeId,
    /// The fields, by their names in Rust, that lead from the page to the next cursor.
    pub next: Vec<String>,
    /// The fields that lead from the page to its items.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: Type,
}

/// When a request may be sent again although its outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Its effect is the same however often it arrives.
    Always,
    /// Each arrival counts.
    Never,
    /// As `Always`, unless one of these parameters (wire names) is passed.
    Unless(Vec<String>),
}
