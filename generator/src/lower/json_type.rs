//! The JSON kind of a schema's values.

use openapiv3::{SchemaKind, Type as SchemaType};

use super::node::Node;

/// The kind with an article, if the schema itself declares it.
pub(super) fn json_type(node: Node<'_>) -> Option<&'static str> {
    let Node::Schema(schema) = node else {
        return None;
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(_)) => Some("a string"),
        SchemaKind::Type(SchemaType::Integer(_)) => Some("an integer"),
        SchemaKind::Type(SchemaType::Number(_)) => Some("a number"),
        SchemaKind::Type(SchemaType::Boolean(_)) => Some("a boolean"),
        SchemaKind::Type(SchemaType::Array(_)) => Some("an array"),
        SchemaKind::Type(SchemaType::Object(_)) => Some("an object"),
        SchemaKind::Any(any) => match any.typ.as_deref() {
            Some("string") => Some("a string"),
            Some("integer") => Some("an integer"),
            Some("number") => Some("a number"),
            Some("boolean") => Some("a boolean"),
            Some("array") => Some("an array"),
            Some("object") => Some("an object"),
            None if !any.properties.is_empty() => Some("an object"),
            _ => None,
        },
        SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => None,
    }
}
