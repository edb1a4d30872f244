//! The keywords of a schema that is not an object, on their own or merged with those of others.

use std::collections::HashSet;

use openapiv3::{
    AnySchema, ArrayType, BooleanType, IntegerType, NumberType, ObjectType, Schema, SchemaData,
    SchemaKind, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::lower::node::Member;
use crate::lower::scalar;
use crate::lower::string_enum::{Listed, listed};
use crate::pointer::Pointer;

/// The keywords of a schema that is not an object.
#[derive(Default)]
pub(in crate::lower) struct Keywords<'a> {
    /// The type, the format and the limits. The `enum` and the items are in the other fields, and there are no
    /// compositions.
    pub(in crate::lower) limits: AnySchema,
    /// The values of the `enum` without `null`, if there is one.
    pub(in crate::lower) values: Option<Vec<Listed<Value>>>,
    /// The schemas of the items, which all apply.
    pub(in crate::lower) items: Vec<Member<'a>>,
    /// The pointers of these schemas, once others are added.
    pub(super) places: HashSet<String>,
}

impl<'a> Keywords<'a> {
    /// The keywords of a schema itself, without those of its compositions.
    pub(in crate::lower) fn of(schema: &'a Schema, pointer: &Pointer<'_>) -> Self {
        let data = &schema.schema_data;
        match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty, data, pointer),
            SchemaKind::Any(any) => Self {
                limits: without_parts(any),
                values: values(any.enumeration.iter().cloned(), data),
                items: items(any.items.as_ref(), pointer),
                places: HashSet::new(),
            },
            _ => Self::default(),
        }
    }

    fn of_type(ty: &'a SchemaType, data: &SchemaData, pointer: &Pointer<'_>) -> Self {
        let of = |limits: AnySchema, values| Self {
            limits,
            values,
            items: Vec::new(),
            places: HashSet::new(),
        };
        match ty {
            SchemaType::String(string) => {
                let listed = string.enumeration.iter().flatten();
                of(
                    of_string(string),
                    values(listed.map(|text| Value::from(text.as_str())), data),
                )
            }
            SchemaType::Integer(integer) => {
                let listed = integer.enumeration.iter().flatten();
                of(
                    of_integer(integer),
                    values(listed.map(|&number| Value::from(number)), data),
                )
            }
            SchemaType::Number(number) => {
                let listed = number.enumeration.iter().flatten();
                of(
                    of_number(number),
                    values(listed.map(|&number| Value::from(number)), data),
                )
            }
            SchemaType::Boolean(boolean) => {
                let listed = boolean.enumeration.iter().flatten();
                of(
                    typed("boolean"),
                    values(listed.map(|&value| Value::from(value)), data),
                )
            }
            SchemaType::Array(array) => Self {
                limits: AnySchema {
                    min_items: array.min_items,
                    max_items: array.max_items,
                    unique_items: array.unique_items.then_some(true),
                    ..typed("array")
                },
                values: None,
                items: items(array.items.as_ref(), pointer),
                places: HashSet::new(),
            },
            SchemaType::Object(object) => of(
                AnySchema {
                    min_properties: object.min_properties,
                    max_properties: object.max_properties,
                    ..typed("object")
                },
                None,
            ),
        }
    }

    /// A schema with these limits, as `openapiv3` describes a type.
    pub(in crate::lower) fn to_schema(&self) -> Option<Schema> {
        let limits = &self.limits;
        let format = limits.format.clone();
        let exclusive = (
            limits.exclusive_minimum.unwrap_or_default(),
            limits.exclusive_maximum.unwrap_or_default(),
        );
        let ty = match self.json_type()? {
            "string" => SchemaType::String(StringType {
                format: VariantOrUnknownOrEmpty::from(format),
                pattern: limits.pattern.clone(),
                enumeration: Vec::new(),
                min_length: limits.min_length,
                max_length: limits.max_length,
            }),
            "integer" => SchemaType::Integer(IntegerType {
                format: VariantOrUnknownOrEmpty::from(format),
                multiple_of: limits.multiple_of.map(whole),
                exclusive_minimum: exclusive.0,
                exclusive_maximum: exclusive.1,
                minimum: limits.minimum.map(f64::ceil).map(whole),
                maximum: limits.maximum.map(f64::floor).map(whole),
                enumeration: Vec::new(),
            }),
            "number" => SchemaType::Number(NumberType {
                format: VariantOrUnknownOrEmpty::from(format),
                multiple_of: limits.multiple_of,
                exclusive_minimum: exclusive.0,
                exclusive_maximum: exclusive.1,
                minimum: limits.minimum,
                maximum: limits.maximum,
                enumeration: self.listed(Value::as_f64),
            }),
            "boolean" => SchemaType::Boolean(BooleanType {
                enumeration: self.listed(Value::as_bool),
            }),
            "array" => SchemaType::Array(ArrayType {
                items: None,
                min_items: limits.min_items,
                max_items: limits.max_items,
                unique_items: limits.unique_items.unwrap_or_default(),
            }),
            _ => SchemaType::Object(ObjectType {
                min_properties: limits.min_properties,
                max_properties: limits.max_properties,
                ..ObjectType::default()
            }),
        };
        Some(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Type(ty),
        })
    }

    /// The values of the `enum` of one type.
    fn listed<T>(&self, of: impl Fn(&Value) -> Option<T>) -> Vec<Option<T>> {
        self.values
            .iter()
            .flatten()
            .map(|listed| of(&listed.value))
            .collect()
    }

    /// The type, or the one that the limits apply to.
    pub(in crate::lower) fn json_type(&self) -> Option<&str> {
        let limits = &self.limits;
        if let Some(name) = &limits.typ {
            return Some(name);
        }
        let text =
            limits.pattern.is_some() || limits.min_length.is_some() || limits.max_length.is_some();
        let number =
            limits.minimum.is_some() || limits.maximum.is_some() || limits.multiple_of.is_some();
        let list = !self.items.is_empty()
            || limits.min_items.is_some()
            || limits.max_items.is_some()
            || limits.unique_items.is_some();
        match (list, text, number) {
            (true, ..) => Some("array"),
            (false, true, false) => Some("string"),
            (false, false, true) => Some("number"),
            _ => None,
        }
    }
}

/// The keywords without the `enum`, the items, the keywords of objects, and compositions.
fn without_parts(any: &AnySchema) -> AnySchema {
    AnySchema {
        typ: any.typ.clone(),
        pattern: any.pattern.clone(),
        multiple_of: any.multiple_of,
        exclusive_minimum: any.exclusive_minimum,
        exclusive_maximum: any.exclusive_maximum,
        minimum: any.minimum,
        maximum: any.maximum,
        min_properties: any.min_properties,
        max_properties: any.max_properties,
        min_items: any.min_items,
        max_items: any.max_items,
        unique_items: any.unique_items,
        format: any.format.clone(),
        min_length: any.min_length,
        max_length: any.max_length,
        ..AnySchema::default()
    }
}

fn typed(name: &str) -> AnySchema {
    AnySchema {
        typ: Some(name.to_owned()),
        ..AnySchema::default()
    }
}

fn of_string(string: &StringType) -> AnySchema {
    AnySchema {
        pattern: string.pattern.clone(),
        format: written(scalar::format(string)),
        min_length: string.min_length,
        max_length: string.max_length,
        ..typed("string")
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the precision of limits beyond 2^53 is irrelevant"
)]
fn of_integer(integer: &IntegerType) -> AnySchema {
    AnySchema {
        multiple_of: integer.multiple_of.map(|number| number as f64),
        exclusive_minimum: integer.exclusive_minimum.then_some(true),
        exclusive_maximum: integer.exclusive_maximum.then_some(true),
        minimum: integer.minimum.map(|number| number as f64),
        maximum: integer.maximum.map(|number| number as f64),
        format: written(scalar::integer_format(integer)),
        ..typed("integer")
    }
}

fn of_number(number: &NumberType) -> AnySchema {
    AnySchema {
        multiple_of: number.multiple_of,
        exclusive_minimum: number.exclusive_minimum.then_some(true),
        exclusive_maximum: number.exclusive_maximum.then_some(true),
        minimum: number.minimum,
        maximum: number.maximum,
        format: written(scalar::number_format(number)),
        ..typed("number")
    }
}

fn written(format: &str) -> Option<String> {
    (!format.is_empty()).then(|| format.to_owned())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "limits beyond 64 bits are the widest ones"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

fn values(values: impl Iterator<Item = Value>, data: &SchemaData) -> Option<Vec<Listed<Value>>> {
    let values: Vec<Value> = values.collect();
    if values.is_empty() {
        return None;
    }
    let mut all = listed(values, data);
    all.retain(|listed| !listed.value.is_null());
    Some(all)
}

fn items<'a>(
    items: Option<&'a openapiv3::ReferenceOr<Box<Schema>>>,
    pointer: &Pointer<'_>,
) -> Vec<Member<'a>> {
    let member = |items: &'a openapiv3::ReferenceOr<Box<Schema>>| Member {
        node: items.into(),
        pointer: pointer.key("items").to_string(),
    };
    items.map(member).into_iter().collect()
}
