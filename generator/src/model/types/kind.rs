//! The kinds of named types, and the data of each kind.

use serde_json::Value;

use super::ty::{Type, TypeId};
use crate::model::docs::Docs;

/// The kind of a named type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A JSON object with named properties.
    Object(Object),
    /// A string from a list of values.
    StringEnum(StringEnum),
    /// An integer from a list of values.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    OneOf(OneOf),
    /// A type whose values are validated before they are sent.
    Checked(Checked),
    /// An alias of a type.
    Alias(Type),
    /// A response with fields for its body and its declared headers.
    Response(HeadedResponse),
    /// A response whose body depends on the status.
    ByStatus(Vec<StatusVariant>),
    /// A multipart body.
    Multipart(Vec<Part>),
}

impl TypeKind {
    /// The types of its fields, variants or parts.
    pub fn parts(&self) -> Vec<Type> {
        match self {
            Self::Object(object) => {
                let additional = match &object.additional {
                    Additional::Denied => None,
                    Additional::Kept { ty, .. } => Some(ty),
                };
                object
                    .fields
                    .iter()
                    .map(|field| &field.ty)
                    .chain(additional)
                    .cloned()
                    .collect()
            }
            Self::Alias(ty) => vec![ty.clone()],
            Self::Checked(checked) => vec![checked.ty.clone()],
            Self::Response(response) => response
                .headers
                .iter()
                .map(|header| header.ty.clone())
                .chain(response.body.ty())
                .collect(),
            Self::OneOf(one_of) => one_of
                .variants
                .iter()
                .map(|variant| variant.ty.clone())
                .collect(),
            Self::ByStatus(variants) => variants
                .iter()
                .filter_map(|variant| variant.body.ty())
                .collect(),
            Self::Multipart(parts) => parts
                .iter()
                .filter_map(|part| part.content.ty().cloned())
                .collect(),
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
        }
    }
}

/// The response body for one status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusVariant {
    /// `200`, `2XX` or `default`.
    pub status: String,
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type of the body, which is never a stream.
    pub body: ResponseBody,
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The name on the wire.
    pub wire_name: String,
    /// The name in Rust, in snake case, escaped if it is a keyword.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The content.
    pub content: PartContent,
    /// Whether it is always present.
    pub required: bool,
    /// Its media type, if the document has one.
    pub content_type: Option<String>,
    /// The names and values of its constant headers.
    pub headers: Vec<(String, String)>,
    /// Whether each element of a list is a part, even if its media type is JSON.
    pub is_repeated: bool,
    /// An example value from the document.
    pub example: Option<Value>,
}

/// The content of a part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub enum PartContent {
    /// Bytes, streamed.
    File,
    /// Any number of files.
    Files,
    /// A map of contents.
    Entries {
        /// The content of each entry.
        content: Box<PartContent>,
        /// Whether the entries are undeclared properties. Otherwise the map is a property, whose name precedes theirs.
        additional: bool,
    },
    /// A value: text; JSON for an object; one part per element for an array.
    Value(Type),
}

impl PartContent {
    /// The type of a value, or of each value in a map.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::File | Self::Files => None,
            Self::Entries { content, .. } => content.ty(),
            Self::Value(ty) => Some(ty),
        }
    }
}

/// A JSON object with named properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// The handling of undeclared properties.
    pub additional: Additional,
    /// The name of the field that keeps properties whose value is not in their format, in snake case. `None` if the
    /// additional properties keep them, or if there are none.
    pub invalid: Option<String>,
}

/// The handling of undeclared properties.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Undeclared properties are forbidden.
    Denied,
    /// Undeclared properties are kept in a field.
    Kept {
        /// The name of the field, in snake case.
        field: String,
        /// The type of each value.
        ty: Type,
        /// Whether the document has `additionalProperties`; otherwise only received values have any.
        declared: bool,
    },
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a separate fact of the document"
)]
pub struct Field {
    /// The name in JSON.
    pub wire_name: String,
    /// The name in Rust, in snake case, escaped if it is a keyword.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type of a present value.
    pub ty: Type,
    /// Whether the property is always present.
    pub required: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// Whether an absent property differs from one that is `null`, as in a merge patch (RFC 7396).
    pub absent_or_null: bool,
    /// The side that sends it.
    pub sender: Sender,
    /// Whether the type is boxed to give it a finite size.
    pub boxed: bool,
    /// An example value from the document.
    pub example: Option<Value>,
    /// The fixed value in this struct, if the property is the discriminator of a parent.
    pub tag: Option<String>,
    /// The values of its `enum` as JSON, if the property is a boolean or a number with an `enum`, which is no Rust enum.
    pub constants: Vec<String>,
}

/// The side that sends a property; the other side omits it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sender {
    /// Both sides.
    #[default]
    Both,
    /// The server: `readOnly` in the document.
    Server,
    /// The client: `writeOnly` in the document.
    Client,
}

impl Field {
    /// Whether the field is an `Option`.
    pub fn is_optional(&self) -> bool {
        !self.required || self.nullable
    }

    /// Whether it is an argument of the constructor.
    pub fn is_argument(&self) -> bool {
        !self.is_optional() && self.tag.is_none()
    }
}

/// A string from an open list of values: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringEnum {
    /// In the document's order.
    pub variants: Vec<Variant>,
    /// The name of the variant for unknown values.
    pub other: String,
}

/// One value of a [`StringEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The value in JSON.
    pub wire_name: String,
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
}

/// A type whose values are validated before they are sent, at the request of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The type of the value.
    pub ty: Type,
    /// The limits, in the order in which they are checked.
    pub limits: Vec<Limit>,
}

/// A limit that a schema sets on values beyond their type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// `minLength`
    MinLength(usize),
    /// `maxLength`
    MaxLength(usize),
    /// `minItems` or `minProperties`
    MinItems(usize),
    /// `maxItems` or `maxProperties`
    MaxItems(usize),
    /// `minimum`
    Minimum(f64),
    /// `minimum` with `exclusiveMinimum`
    Above(f64),
    /// `maximum`
    Maximum(f64),
    /// `maximum` with `exclusiveMaximum`
    Below(f64),
    /// `multipleOf`
    MultipleOf(f64),
}

/// An integer from an open list of values: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerEnum {
    /// In the document's order.
    pub variants: Vec<IntegerVariant>,
    /// The name of the variant for unknown values.
    pub other: String,
}

/// One value of an [`IntegerEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerVariant {
    /// The value in JSON.
    pub value: i64,
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
}

/// One of several types, from `oneOf` or `anyOf`. A value that matches none is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOf {
    /// In the document's order; no two have the same type.
    pub variants: Vec<OneOfVariant>,
    /// The property whose value identifies the variant of an object, if there is one.
    pub discriminator: Option<String>,
    /// The name of the variant for unknown values.
    pub other: String,
}

/// One type of a [`OneOf`].
#[derive(Clone, Debug, PartialEq)]
pub struct OneOfVariant {
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// Whether the type is boxed to give it a finite size.
    pub boxed: bool,
    /// The name of its schema in `components`, if it has one.
    pub schema: Option<String>,
    /// The values of the discriminator for this variant.
    pub tags: Vec<String>,
    /// Whether it is for objects without the discriminator, or with an unknown value of it (`defaultMapping`).
    pub is_default: bool,
}

/// A response with fields for its body and its declared headers.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadedResponse {
    /// In the document's order.
    pub headers: Vec<HeaderField>,
    /// The type of the body.
    pub body: ResponseBody,
}

/// A declared response header.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderField {
    /// The name of the header, as in the document.
    pub wire_name: String,
    /// The name in Rust, in snake case.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// Whether its value is JSON.
    pub is_json: bool,
    /// Whether an empty value counts as absent.
    pub empty_is_absent: bool,
}

/// The type of a response body.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// No documented body.
    Empty,
    /// JSON of this type.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, streamed.
    Bytes,
    /// JSON values of this type, one per line, streamed.
    JsonLines(Type),
    /// Server-sent events, streamed: their data is JSON of this type, or text.
    Events(Option<Type>),
    /// A [`TypeKind::ByStatus`].
    ByStatus(TypeId),
}

impl ResponseBody {
    /// The type that is decoded.
    pub fn ty(&self) -> Option<Type> {
        match self {
            Self::Json(ty) | Self::JsonLines(ty) | Self::Events(Some(ty)) => Some(ty.clone()),
            Self::ByStatus(id) => Some(Type::Named(*id)),
            Self::Empty | Self::Text | Self::Bytes | Self::Events(None) => None,
        }
    }
}
