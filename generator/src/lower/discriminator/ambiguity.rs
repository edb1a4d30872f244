//! Finds variants that only the generator's rule distinguishes.

use super::constants::{constants, object};
use crate::model::types::{Object, OneOf, Type, TypeId, TypeKind, Types};

/// Returns the names of two variants that cannot be distinguished.
pub(super) fn ambiguous(types: &Types, one_of: &OneOf) -> Option<(String, String)> {
    for (index, one) in one_of.variants.iter().enumerate() {
        for other in one_of.variants.get(index + 1..).unwrap_or_default() {
            let tags = [one, other].map(|variant| !variant.tags.is_empty());
            let objects = [one, other].map(|variant| object(types, &variant.ty).is_some());
            // A value without a tag of one object is the other object.
            let tagged = tags == [true; 2] || tags != [false; 2] && objects == [true; 2];
            if !tagged && !distinguishable(types, &one.ty, &other.ty) {
                return Some((one.name.clone(), other.name.clone()));
            }
        }
    }
    None
}

fn distinguishable(types: &Types, one: &Type, other: &Type) -> bool {
    if let (Some(one), Some(other)) = (object(types, one), object(types, other)) {
        let lacks = |has: &Object, other: &Object| {
            has.fields.iter().any(|field| {
                field.required
                    && other
                        .fields
                        .iter()
                        .all(|known| known.wire_name != field.wire_name)
            })
        };
        return lacks(one, other) || lacks(other, one);
    }
    match (types.without_aliases(one), types.without_aliases(other)) {
        (Type::Array(one), Type::Array(other)) => distinguishable(types, one, other),
        // The first variant that fits is used. A string that is not a timestamp falls through to the next variant, but
        // a plain string variant accepts every string.
        (
            Type::Timestamp | Type::Date | Type::Ipv4 | Type::Ipv6 | Type::Uuid | Type::Base64,
            Type::String,
        )
        | (Type::Integer(_), Type::Double | Type::Float) => true,
        (one, other) if are_formats(one, other) => true,
        (Type::Named(one), other) if is_listed(types, *one, other) => true,
        (Type::Named(one), Type::Named(other))
            if has_other_values(types, *one, *other) || has_other_values(types, *other, *one) =>
        {
            true
        }
        (one, other) => {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            let known = kinds(types, one, &mut first) && kinds(types, other, &mut second);
            known && first.iter().all(|kind| !second.contains(kind))
        }
    }
}

/// Whether two types are strings of two different formats. A value fits at most one of them, except that a date is also
/// decoded as a timestamp.
fn are_formats(one: &Type, other: &Type) -> bool {
    let time = |ty: &Type| matches!(ty, Type::Timestamp | Type::Date);
    let format = |ty: &Type| time(ty) || matches!(ty, Type::Ipv4 | Type::Ipv6 | Type::Uuid);
    let differ = one != other && !(time(one) && time(other));
    format(one) && (format(other) && differ || *other == Type::Base64)
}

/// Whether an enum lists values that the other type does not, or is found before any other value of that type.
fn is_listed(types: &Types, id: TypeId, other: &Type) -> bool {
    let values = |id: TypeId| match &types[id].kind {
        TypeKind::StringEnum(values) => Some(
            values
                .variants
                .iter()
                .map(|variant| variant.wire_name.clone())
                .collect(),
        ),
        TypeKind::IntegerEnum(values) => Some(
            values
                .variants
                .iter()
                .map(|variant| variant.value.to_string())
                .collect(),
        ),
        _ => None::<Vec<String>>,
    };
    let Some(listed) = values(id) else {
        return false;
    };
    match other {
        Type::Named(other) => {
            values(*other).is_some_and(|other| listed.iter().all(|value| !other.contains(value)))
        }
        Type::String | Type::Integer(_) | Type::Double | Type::Float => true,
        _ => false,
    }
}

/// Adds the JSON kinds of a type. Returns false if it can be any value.
fn kinds(types: &Types, ty: &Type, into: &mut Vec<&'static str>) -> bool {
    into.push(match types.without_aliases(ty) {
        Type::String
        | Type::Base64
        | Type::Timestamp
        | Type::Date
        | Type::Ipv4
        | Type::Ipv6
        | Type::Uuid
        | Type::Secret => "string",
        Type::Boolean => "boolean",
        Type::Null => "null",
        Type::Integer(_) | Type::Float | Type::Double => "number",
        Type::Array(_) => "array",
        Type::Map(_) => "object",
        Type::Nullable(_) | Type::Untyped => return false,
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) => "object",
            TypeKind::StringEnum(_) => "string",
            TypeKind::IntegerEnum(_) => "number",
            // Deeper than any real document nests these, and a limit for cyclic ones.
            TypeKind::OneOf(_) if into.len() > 64 => return false,
            TypeKind::OneOf(one_of) => {
                return one_of.variants.iter().all(|variant| {
                    let direct =
                        !matches!(types.without_aliases(&variant.ty), Type::Named(inner) if inner == id);
                    direct && kinds(types, &variant.ty, into)
                });
            }
            TypeKind::Checked(checked) => return kinds(types, &checked.ty, into),
            TypeKind::Alias(_) | TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => {
                return false;
            }
        },
    });
    true
}

/// Whether the discriminator of an enum has values that the other object or enum does not.
fn has_other_values(types: &Types, one: TypeId, other: TypeId) -> bool {
    let TypeKind::OneOf(one) = &types[one].kind else {
        return false;
    };
    let Some(property) = &one.discriminator else {
        return false;
    };
    let of_other = match &types[other].kind {
        TypeKind::Object(object) => {
            let mut fields = object.fields.iter();
            let field = fields.find(|field| field.wire_name == *property && field.required);
            field.and_then(|field| constants(types, field))
        }
        TypeKind::OneOf(other) if other.discriminator.as_ref() == Some(property) => {
            let variants = other.variants.iter();
            let all_tagged = variants.clone().all(|variant| !variant.tags.is_empty());
            all_tagged.then(|| variants.flat_map(|variant| variant.tags.clone()).collect())
        }
        _ => None,
    };
    of_other.is_some_and(|values| {
        let mut variants = one.variants.iter();
        variants.all(|variant| {
            !variant.tags.is_empty() && variant.tags.iter().all(|tag| !values.contains(tag))
        })
    })
}
