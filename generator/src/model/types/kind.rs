//! What the named types of an API are made of, a kind each.

use serde_json::Value;

use super::ty::{Type, TypeId};
use crate::model::docs::Docs;

/// What a named type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A JSON object with named properties.
    Object(Object),
    /// A string out of a list.
    StringEnum(StringEnum),
    /// A whole number out of a list.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    OneOf(OneOf),
    /// A type whose values are checked before they are sent.
    Checked(Checked),
    /// Another name for a type.
    Alias(Type),
    /// A response whose declared headers are fields beside its body.
    Response(HeadedResponse),
    /// A response that is another thing for another status.
    ByStatus(Vec<StatusVariant>),
    /// The parts of a request's body.
    Multipart(Vec<Part>),
}

impl TypeKind {
    /// The types that it is made of.
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
                .filter_map(|part| match &part.content {
                    PartContent::Value(ty) => Some(ty.clone()),
                    PartContent::File | PartContent::Files => None,
                })
                .collect(),
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
        }
    }
}

/// What comes back with one status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusVariant {
    /// `200`, `2XX` or `default`.
    pub status: String,
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// What the body is read as; nothing that is read as it comes.
    pub body: ResponseBody,
}

/// A part of a `multipart/form-data` body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The name on the wire.
    pub wire_name: String,
    /// The name in Rust, in snake case, escaped where it is a keyword.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// What it holds.
    pub content: PartContent,
    /// Whether it is always there.
    pub required: bool,
    /// Its media type, where the document names one.
    pub content_type: Option<String>,
    /// A value the document shows as an example.
    pub example: Option<Value>,
}

/// What a part of a `multipart/form-data` body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum PartContent {
    /// Bytes, read as they are sent.
    File,
    /// As many files as the user likes.
    Files,
    /// A value: text, JSON where it is an object, a part an element where it is a list.
    Value(Type),
}

/// A JSON object with named properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// What becomes of properties that the document does not name.
    pub additional: Additional,
}

/// What an object does with properties that the document does not name.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// The document forbids them, so there is nothing to keep.
    Denied,
    /// Kept, in a field of this name, as values of this type.
    Kept {
        /// The field's name, in snake case.
        field: String,
        /// The type of each value.
        ty: Type,
        /// Whether the document speaks of them; where it does not, only what the server sends can have any.
        declared: bool,
    },
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in JSON.
    pub wire_name: String,
    /// The name in Rust, in snake case, escaped where it is a keyword.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The type of a value that is there.
    pub ty: Type,
    /// Whether the property is always there.
    pub required: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// Which side sends it.
    pub sender: Sender,
    /// Whether the type needs a box to have a size.
    pub boxed: bool,
    /// A value the document shows as an example.
    pub example: Option<Value>,
    /// The text that it is in this struct, where a parent's discriminator tells the struct by it.
    pub tag: Option<String>,
}

/// Which side sends a property; the other leaves it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sender {
    /// Either.
    #[default]
    Both,
    /// The server: the document says `readOnly`.
    Server,
    /// The client: the document says `writeOnly`.
    Client,
}

impl Field {
    /// Whether a value of the object can be without it.
    pub fn is_optional(&self) -> bool {
        !self.required || self.nullable
    }

    /// Whether the user has to pass it when a value is made.
    pub fn is_argument(&self) -> bool {
        !self.is_optional() && self.tag.is_none()
    }
}

/// A string out of a list that may grow: values that are not in it are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringEnum {
    /// In the document's order.
    pub variants: Vec<Variant>,
    /// The name of the variant that keeps any other value.
    pub other: String,
}

/// One value of a [`StringEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The value in JSON.
    pub wire_name: String,
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
}

/// A type whose values are checked before they are sent: the document asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The type of the value.
    pub ty: Type,
    /// What is checked, in this order.
    pub limits: Vec<Limit>,
}

/// What a schema says of a value beyond its type.
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

/// A whole number out of a list that may grow: values that are not in it are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerEnum {
    /// In the document's order.
    pub variants: Vec<IntegerVariant>,
    /// The name of the variant that keeps any other value.
    pub other: String,
}

/// One value of an [`IntegerEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerVariant {
    /// The value in JSON.
    pub value: i64,
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
}

/// One of several types: what `oneOf` and `anyOf` list. A value that fits none is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOf {
    /// In the document's order; no two have the same type.
    pub variants: Vec<OneOfVariant>,
    /// The property whose value says which variant an object is, where there is one.
    pub discriminator: Option<String>,
    /// The name of the variant that keeps any other value.
    pub other: String,
}

/// One type of a [`OneOf`].
#[derive(Clone, Debug, PartialEq)]
pub struct OneOfVariant {
    /// The name in Rust, in Pascal case.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// Whether the type needs a box to have a size.
    pub boxed: bool,
    /// The values of the discriminator that mean it.
    pub tags: Vec<String>,
}

/// A response whose declared headers are fields beside its body.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadedResponse {
    /// In the document's order.
    pub headers: Vec<HeaderField>,
    /// What the body is read as.
    pub body: ResponseBody,
}

/// A declared response header.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderField {
    /// The header's name as the document has it.
    pub wire_name: String,
    /// The name in Rust, in snake case.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The type its value is read as.
    pub ty: Type,
    /// Whether its value is JSON.
    pub is_json: bool,
    /// Whether an empty value means that there is none.
    pub empty_is_absent: bool,
}

/// What the body of a response is read as.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// Nothing that the document promises.
    Empty,
    /// JSON of this type.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, read as they come.
    Bytes,
    /// JSON values of this type, one a line, read as they come.
    JsonLines(Type),
    /// Server-sent events, read as they come: their data is JSON of this type, or text.
    Events(Option<Type>),
    /// A [`TypeKind::ByStatus`].
    ByStatus(TypeId),
}

impl ResponseBody {
    /// The type of what is decoded.
    pub fn ty(&self) -> Option<Type> {
        match self {
            Self::Json(ty) | Self::JsonLines(ty) | Self::Events(Some(ty)) => Some(ty.clone()),
            Self::ByStatus(id) => Some(Type::Named(*id)),
            Self::Empty | Self::Text | Self::Bytes | Self::Events(None) => None,
        }
    }
}
