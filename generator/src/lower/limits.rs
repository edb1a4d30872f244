//! Schemas that describe only limits.

use openapiv3::{AnySchema, Schema, SchemaKind, Type as SchemaType};

use super::json_type::json_type;
use super::node::Node;

/// Whether a schema describes only limits, or its type and limits: `Some` of that type, if it has one.
pub(super) fn limits_only(schema: &Schema) -> Option<Option<&'static str>> {
    let is_limited = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => {
            string.format.is_empty() && string.enumeration.is_empty()
        }
        SchemaKind::Type(SchemaType::Integer(integer)) => {
            integer.format.is_empty() && integer.enumeration.is_empty()
        }
        SchemaKind::Type(SchemaType::Number(number)) => {
            number.format.is_empty() && number.enumeration.is_empty()
        }
        SchemaKind::Type(SchemaType::Boolean(boolean)) => boolean.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Array(array)) => array.items.is_none(),
        SchemaKind::Type(SchemaType::Object(object)) => {
            object.properties.is_empty()
                && object.required.is_empty()
                && object.additional_properties.is_none()
        }
        SchemaKind::Not { .. } => true,
        SchemaKind::Any(any) => {
            let without_limits = AnySchema {
                typ: None,
                pattern: None,
                multiple_of: None,
                exclusive_minimum: None,
                exclusive_maximum: None,
                minimum: None,
                maximum: None,
                min_properties: None,
                max_properties: None,
                min_items: None,
                max_items: None,
                unique_items: None,
                min_length: None,
                max_length: None,
                not: None,
                ..any.clone()
            };
            without_limits == AnySchema::default()
        }
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => false,
    };
    is_limited.then(|| json_type(Node::Schema(schema)))
}
