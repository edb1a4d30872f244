//! Request bodies whose schema allows any JSON.

use crate::model::operation::RequestContent;
use crate::model::types::{Type, Types};

/// A JSON body whose schema does not restrict it, so that callers can pass a value of any type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyJson {
    /// Any value.
    Value,
    /// An object with any properties.
    Object,
}

impl AnyJson {
    /// The kind of a type, if its schema does not restrict it.
    pub(super) fn of(types: &Types, ty: &Type) -> Option<Self> {
        match types.without_aliases(ty) {
            Type::Untyped => Some(Self::Value),
            Type::Map(value) if *types.without_aliases(value) == Type::Untyped => {
                Some(Self::Object)
            }
            _ => None,
        }
    }

    /// Adds a paragraph to the documentation of a body with this content, if it can have any type.
    pub(super) fn describe(text: &mut String, types: &Types, content: &RequestContent) {
        let any = match content {
            RequestContent::Json(ty) => Self::of(types, ty),
            _ => None,
        };
        if let Some(any) = any {
            text.push_str("\n\n");
            text.push_str(any.sentence());
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Value => {
                "The body can have any type that serializes to JSON, such as a struct of yours or \
                 [`serde_json::Value`](crate::serde_json::Value)."
            }
            Self::Object => {
                "The body can have any type that serializes to a JSON object, such as a struct or a map of yours."
            }
        }
    }
}
