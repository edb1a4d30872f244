//! The shape of a schema that is not an object, by its type, its `enum`, or the type that its keywords apply to.

use serde_json::Value;

use super::{NamedShape, SchemaShape};
use crate::lower::merge::keywords::Keywords;
use crate::lower::string_enum::Listed;
use crate::lower::{Lowering, scalar};
use crate::model::types::Type;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The shape of the keywords of a schema, or of several that all apply.
    pub(super) fn shape_of_keywords(
        &mut self,
        keywords: Keywords<'a>,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        let is_typed = keywords.limits.typ.is_some();
        if let Some(shape) = keywords
            .values
            .as_ref()
            .and_then(|values| self.shape_of_values(values, is_typed, pointer))
        {
            return shape;
        }
        let limits = &keywords.limits;
        let format = limits.format.as_deref().unwrap_or_default();
        match keywords.json_type() {
            Some("string") => SchemaShape::Plain(self.string_format(format, pointer)),
            Some("integer") => SchemaShape::Plain(Type::Integer(scalar::width(
                format,
                limits.minimum.is_some_and(|minimum| minimum >= 0.0),
                limits
                    .maximum
                    .is_some_and(|maximum| maximum > 9_223_372_036_854_775_807.0),
            ))),
            Some("number") => SchemaShape::Plain(match format {
                "float" => Type::Float,
                _ => Type::Double,
            }),
            Some("boolean") => SchemaShape::Plain(Type::Boolean),
            Some("array") => SchemaShape::Array(keywords.items),
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
        values: &[Listed<Value>],
        is_typed: bool,
        pointer: &Pointer<'_>,
    ) -> Option<SchemaShape<'a>> {
        if values.is_empty() {
            return None;
        }
        if let Some(texts) = all(values, |value| value.as_str().map(str::to_owned)) {
            return Some(SchemaShape::Named(NamedShape::StringEnum(texts)));
        }
        if let Some(numbers) = all(values, Value::as_i64) {
            return Some(SchemaShape::Named(NamedShape::IntegerEnum(numbers)));
        }
        let are_all = |is: fn(&Value) -> bool| values.iter().all(|listed| is(&listed.value));
        if are_all(Value::is_boolean) {
            return Some(SchemaShape::Plain(Type::Boolean));
        }
        if are_all(Value::is_number) {
            return Some(SchemaShape::Plain(Type::Double));
        }
        if !is_typed {
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

/// The values of an `enum`, if all are of a type.
fn all<T>(values: &[Listed<Value>], of: impl Fn(&Value) -> Option<T>) -> Option<Vec<Listed<T>>> {
    let convert = |listed: &Listed<Value>| {
        Some(Listed {
            value: of(&listed.value)?,
            name: listed.name.clone(),
            docs: listed.docs.clone(),
        })
    };
    values.iter().map(convert).collect()
}
