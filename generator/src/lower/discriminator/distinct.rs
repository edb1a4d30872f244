//! Whether the alternatives of a union can be distinguished without tags.

use std::borrow::Cow;
use std::collections::HashSet;

use super::compared::{Compared, constants, object};
use crate::model::types::{OneOf, OneOfVariant, Type, TypeId, TypeKind, Types};

/// Returns the names of two variants that cannot be distinguished.
pub(super) fn ambiguous(
    types: &Types,
    one_of: &OneOf,
    compared: &mut Compared,
) -> Option<(String, String)> {
    let is_tagged = |variant: &OneOfVariant| !variant.tags.is_empty();
    if one_of.variants.iter().all(is_tagged) {
        return None;
    }
    for (index, one) in one_of.variants.iter().enumerate() {
        for other in one_of.variants.get(index + 1..).unwrap_or_default() {
            compared.add(1);
            if compared.is_refused() {
                return None;
            }
            let tags = [one, other].map(is_tagged);
            let objects = [one, other].map(|variant| object(types, &variant.ty).is_some());
            // A value without a tag of one object is the other object.
            let tagged = tags == [true; 2] || tags != [false; 2] && objects == [true; 2];
            if !tagged && !distinguishable(types, &one.ty, &other.ty, compared) {
                return Some((one.name.clone(), other.name.clone()));
            }
        }
    }
    None
}

fn distinguishable(types: &Types, one: &Type, other: &Type, compared: &mut Compared) -> bool {
    if let (Some(one), Some(other)) = (object(types, one), object(types, other)) {
        let one = compared.properties(one.0, one.1);
        let other = compared.properties(other.0, other.1);
        return compared.requires_more(&one, &other) || compared.requires_more(&other, &one);
    }
    match (types.without_aliases(one), types.without_aliases(other)) {
        (Type::Array(one), Type::Array(other)) => distinguishable(types, one, other, compared),
        // The first variant that fits is used. A string that is not a timestamp falls through to the next variant, but
        // a plain string variant accepts every string.
        (
            Type::Timestamp | Type::Date | Type::Ipv4 | Type::Ipv6 | Type::Uuid | Type::Base64,
            Type::String,
        )
        | (Type::Integer(_), Type::Double | Type::Float) => true,
        (Type::Custom(custom), Type::String) if custom.is_text() => true,
        (one, other) if are_formats(one, other) => true,
        (Type::Named(one), other) if is_listed(types, *one, other, compared) => true,
        (Type::Named(one), Type::Named(other))
            if has_other_values(types, *one, *other, compared)
                || has_other_values(types, *other, *one, compared) =>
        {
            true
        }
        (one, other) => {
            let (mut first, mut second) = (Kinds::default(), Kinds::default());
            let known = first.add(types, one) && second.add(types, other);
            compared.add(first.visited + second.visited);
            known && first.kinds.iter().all(|kind| !second.kinds.contains(kind))
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
fn is_listed(types: &Types, id: TypeId, other: &Type, compared: &mut Compared) -> bool {
    let Some(listed) = compared.values(types, id) else {
        return false;
    };
    match other {
        Type::Named(other) => compared
            .values(types, *other)
            .is_some_and(|other| compared.are_disjoint(&listed, &other)),
        Type::String | Type::Integer(_) | Type::Double | Type::Float => true,
        _ => false,
    }
}

/// The JSON kinds of a type.
#[derive(Default)]
struct Kinds {
    kinds: Vec<&'static str>,
    /// The number of types visited.
    visited: usize,
}

impl Kinds {
    /// Adds the JSON kinds of a type. Returns false if it can be any value.
    fn add(&mut self, types: &Types, ty: &Type) -> bool {
        let kind = match types.without_aliases(ty) {
            Type::String
            | Type::Base64
            | Type::Timestamp
            | Type::Date
            | Type::Ipv4
            | Type::Ipv6
            | Type::Uuid
            | Type::Secret => "string",
            Type::Custom(custom) if custom.is_text() => "string",
            Type::Boolean => "boolean",
            Type::Null => "null",
            Type::Integer(_) | Type::Float | Type::Double => "number",
            Type::Array(_) => "array",
            Type::Map(_) => "object",
            Type::Nullable(_) | Type::Untyped | Type::Custom(_) => return false,
            Type::Named(id) => match &types[*id].kind {
                TypeKind::Object(_) => "object",
                TypeKind::StringEnum(_) => "string",
                TypeKind::IntegerEnum(_) => "number",
                // Deeper than any real document nests these, and a limit for cyclic ones.
                TypeKind::OneOf(_) if self.visited > 64 => return false,
                TypeKind::OneOf(one_of) => {
                    return one_of.variants.iter().all(|variant| {
                        let inner = types.without_aliases(&variant.ty);
                        let is_direct = !matches!(inner, Type::Named(inner) if inner == id);
                        is_direct && self.add(types, &variant.ty)
                    });
                }
                TypeKind::Checked(checked) => return self.add(types, &checked.ty),
                TypeKind::Alias(_)
                | TypeKind::Response(_)
                | TypeKind::ByStatus(_)
                | TypeKind::Multipart(_) => return false,
            },
        };
        self.visited += 1;
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        true
    }
}

/// Whether the discriminator of an enum has values that the other object or enum does not.
fn has_other_values(types: &Types, one: TypeId, other: TypeId, compared: &mut Compared) -> bool {
    let TypeKind::OneOf(one) = &types[one].kind else {
        return false;
    };
    let Some(property) = &one.discriminator else {
        return false;
    };
    let of_other: Option<HashSet<Cow<'_, str>>> = match &types[other].kind {
        TypeKind::Object(object) => {
            let field = compared.field((other, object), property);
            let field = field.filter(|field| field.required);
            field
                .and_then(|field| constants(types, field))
                .map(|values| values.into_iter().collect())
        }
        TypeKind::OneOf(other) if other.discriminator.as_ref() == Some(property) => {
            let variants = other.variants.iter();
            let all_tagged = variants.clone().all(|variant| !variant.tags.is_empty());
            let tags = variants.flat_map(|variant| &variant.tags);
            all_tagged.then(|| tags.map(|tag| Cow::Borrowed(tag.as_str())).collect())
        }
        _ => None,
    };
    of_other.is_some_and(|values| {
        compared.add(values.len());
        one.variants.iter().all(|variant| {
            compared.add(variant.tags.len());
            let is_other = |tag: &String| !values.contains(tag.as_str());
            !variant.tags.is_empty() && variant.tags.iter().all(is_other)
        })
    })
}
