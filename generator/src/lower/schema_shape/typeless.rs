//! The shape of schemas without a `type`, or with keywords of a different type.

use openapiv3::{AnySchema, Schema};
use serde_json::Value;

use super::{NamedShape, SchemaShape, list_of};
use crate::lower::all_of::says_something;
use crate::lower::string_enum::listed;
use crate::lower::{Lowering, scalar};
use crate::model::types::Type;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The shape of a schema without a `type`, or with keywords of a different type: by its `enum`, its type, or the
    /// type that its keywords apply to.
    pub(super) fn shape_without_type(
        &mut self,
        any: &'a AnySchema,
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        if let Some(shape) = self.shape_of_values(any, schema, pointer) {
            return shape;
        }
        let text = any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some();
        let number = any.minimum.is_some() || any.maximum.is_some() || any.multiple_of.is_some();
        let list = any.items.is_some() || any.min_items.is_some() || any.max_items.is_some();
        match any.typ.as_deref() {
            Some("string") => SchemaShape::Plain(
                self.string_format(any.format.as_deref().unwrap_or_default(), pointer),
            ),
            Some("integer") => SchemaShape::Plain(Type::Integer(scalar::width(
                any.format.as_deref().unwrap_or_default(),
                any.minimum.is_some_and(|minimum| minimum >= 0.0),
                any.maximum
                    .is_some_and(|maximum| maximum > 9_223_372_036_854_775_807.0),
            ))),
            Some("number") => SchemaShape::Plain(match any.format.as_deref() {
                Some("float") => Type::Float,
                _ => Type::Double,
            }),
            Some("boolean") => SchemaShape::Plain(Type::Boolean),
            Some("array") => list_of(any.items.as_ref(), pointer),
            None if list => list_of(any.items.as_ref(), pointer),
            None if text && !number => SchemaShape::Plain(
                self.string_format(any.format.as_deref().unwrap_or_default(), pointer),
            ),
            None if number && !text => SchemaShape::Plain(Type::Double),
            // Required properties alone do not make a type.
            None if !any.required.is_empty() && !says_something(any) => {
                self.composed_shape(schema, pointer)
            }
            _ => {
                self.unsupported(
                    pointer.place(),
                    "this combination of schema keywords is not supported",
                    "values are `serde_json::Value`; use one `type` and only keywords of that type",
                );
                SchemaShape::Plain(Type::Untyped)
            }
        }
    }

    /// The shape of an `enum`, by the type of its values.
    fn shape_of_values(
        &mut self,
        any: &'a AnySchema,
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) -> Option<SchemaShape<'a>> {
        let values: Vec<&Value> = any
            .enumeration
            .iter()
            .filter(|value| !value.is_null())
            .collect();
        if values.is_empty() {
            return None;
        }
        let data = &schema.schema_data;
        if let Some(texts) = values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
        {
            return Some(SchemaShape::Named(NamedShape::StringEnum(listed(
                texts, data,
            ))));
        }
        if let Some(numbers) = values
            .iter()
            .map(|value| value.as_i64())
            .collect::<Option<Vec<_>>>()
        {
            return Some(SchemaShape::Named(NamedShape::IntegerEnum(listed(
                numbers, data,
            ))));
        }
        if values.iter().all(|value| value.is_boolean()) {
            return Some(SchemaShape::Plain(Type::Boolean));
        }
        if values.iter().all(|value| value.is_number()) {
            return Some(SchemaShape::Plain(Type::Double));
        }
        if any.typ.is_none() {
            self.unsupported(
                pointer.key("enum").key_place(),
                "an `enum` with values of several types is not supported",
                "values are `serde_json::Value`",
            );
            return Some(SchemaShape::Plain(Type::Untyped));
        }
        None
    }
}
