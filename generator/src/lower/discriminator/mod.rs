//! Chooses how the variants of a `oneOf` are distinguished.
//!
//! Runs once every type is known, since a property with a different constant in each variant serves as well as an
//! explicit `discriminator`.

mod ambiguity;
mod constants;
mod inherited;
pub(super) mod values;

use std::collections::HashSet;

use self::ambiguity::ambiguous;
use self::constants::{constants, object};
use self::inherited::Inherited;
use self::values::Candidate;
use super::inheritance::tag::Tag;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::types::{Object, OneOf, OneOfVariant, Type, TypeId, TypeKind, Types};

/// Assigns tags to the variants, removes those that can never be decoded, and warns about those that only the
/// generator's rule distinguishes.
///
/// The alternatives of a `merged` type are not reported again if they are those of a different type. `tags` are the values of
/// children.
pub(super) fn choose(
    types: &mut Types,
    merged: &HashSet<TypeId>,
    tags: &[Tag],
    diagnostics: &mut Diagnostics,
) {
    let ids: Vec<TypeId> = types.ids().collect();
    for &id in &ids {
        let TypeKind::OneOf(one_of) = &types[id].kind else {
            continue;
        };
        let mut one_of = one_of.clone();
        // A parent with one child may get more in a later version of the document.
        let was_one = one_of.variants.len() == 1;
        let any = leave_one_variant_per_type(types, id, &mut one_of);
        types[id].kind = match one_of.variants.as_slice() {
            [] => TypeKind::Alias(Type::Untyped),
            // Any JSON and a scalar are any JSON. An object remains a variant, next to the one for other values.
            [only] if any && !is_object(types, &only.ty) => TypeKind::Alias(Type::Untyped),
            [only] if !was_one && !any => TypeKind::Alias(only.ty.clone()),
            _ => TypeKind::OneOf(one_of),
        };
    }
    let inherited = Inherited::of(types, tags);
    let mut done = HashSet::new();
    for id in ids {
        identify(types, id, &inherited, &mut done);
    }
    warn_of_ambiguous(types, merged, diagnostics);
}

fn warn_of_ambiguous(types: &Types, merged: &HashSet<TypeId>, diagnostics: &mut Diagnostics) {
    let mut reported = HashSet::new();
    for id in types.ids() {
        let TypeKind::OneOf(one_of) = &types[id].kind else {
            continue;
        };
        if let Some((one, other)) = ambiguous(types, one_of)
            && (reported.insert((one.clone(), other.clone())) || !merged.contains(&id))
        {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    Place::Resolved { pointer: types[id].pointer.clone(), part: Part::Value },
                    format!("the alternatives `{one}` and `{other}` cannot be distinguished"),
                )
                .help(
                    "a value decodes as the first variant that declares the most of its properties; add a \
                    `discriminator`, or require a property that only one of them has",
                ),
            );
        }
    }
}

/// Assigns tags to the variants of a type, after those of the enums among its variants.
fn identify(types: &mut Types, id: TypeId, inherited: &Inherited, done: &mut HashSet<TypeId>) {
    let TypeKind::OneOf(one_of) = &types[id].kind else {
        return;
    };
    if !done.insert(id) {
        return;
    }
    let mut one_of = one_of.clone();
    for variant in &one_of.variants {
        if let Type::Named(inner) = *types.without_aliases(&variant.ty) {
            identify(types, inner, inherited, done);
        }
    }
    // The names of schemas are only values of a discriminator that the document has.
    let is_explicit = one_of.discriminator.is_some();
    if !is_explicit {
        one_of.discriminator = inherited
            .assign(types, &mut one_of.variants)
            .or_else(|| constant_property(types, &one_of));
    }
    if let Some(property) = &one_of.discriminator {
        tag(types, property, is_explicit, &mut one_of.variants);
    }
    if one_of
        .variants
        .iter()
        .all(|variant| variant.tags.is_empty())
    {
        one_of.discriminator = None;
    }
    types[id].kind = TypeKind::OneOf(one_of);
}

/// Keeps one variant per type, and none that accepts any value, since the fallback variant does. Returns whether there
/// was such a variant.
fn leave_one_variant_per_type(types: &Types, id: TypeId, one_of: &mut OneOf) -> bool {
    let mut any = false;
    let mut kept: Vec<(Type, OneOfVariant)> = Vec::new();
    for variant in std::mem::take(&mut one_of.variants) {
        let ty = match types.resolved(&variant.ty) {
            Type::Nullable(inner) => *inner,
            other => other,
        };
        any |= ty == Type::Untyped;
        if ty == Type::Untyped || ty == Type::Named(id) {
            continue;
        }
        match kept.iter_mut().find(|(known, _)| *known == ty) {
            Some((_, known)) => {
                let more = variant
                    .tags
                    .into_iter()
                    .filter(|tag| !known.tags.contains(tag));
                known.tags = known.tags.iter().cloned().chain(more).collect();
            }
            None => {
                let ty_as_written = match variant.ty {
                    Type::Nullable(inner) => *inner,
                    other => other,
                };
                kept.push((
                    ty,
                    OneOfVariant {
                        ty: ty_as_written,
                        ..variant
                    },
                ));
            }
        }
    }
    one_of.variants = kept.into_iter().map(|(_, variant)| variant).collect();
    any
}

/// Whether the values of a type are objects, or one of several types.
fn is_object(types: &Types, ty: &Type) -> bool {
    let is_enum = |id: &TypeId| matches!(types[*id].kind, TypeKind::OneOf(_));
    object(types, ty).is_some()
        || matches!(types.without_aliases(ty), Type::Named(id) if is_enum(id))
}

/// Returns the first property that at least two object variants have with values that no other variant lists.
///
/// A property that is not required must have one value per variant, because some generators do not require a constant
/// with a default. One that lists several values may describe any state.
fn constant_property(types: &Types, one_of: &OneOf) -> Option<String> {
    let objects: Vec<&Object> = one_of
        .variants
        .iter()
        .filter_map(|variant| object(types, &variant.ty))
        .collect();
    let mut properties: Vec<&str> = Vec::new();
    for object in &objects {
        for field in &object.fields {
            if !properties.contains(&&*field.wire_name) && constants(types, field).is_some() {
                properties.push(&field.wire_name);
            }
        }
    }
    let required = |property: &&&str| {
        objects.iter().all(|object| {
            let mut fields = object.fields.iter();
            fields.all(|field| field.required || field.wire_name != **property)
        })
    };
    let tells_apart = |property: &&&str| {
        let mut seen = HashSet::new();
        let mut lists = 0;
        let is_unique = objects.iter().all(|object| {
            let field = object
                .fields
                .iter()
                .find(|field| field.wire_name == **property);
            let Some((field, values)) =
                field.and_then(|field| Some((field, constants(types, field)?)))
            else {
                return true;
            };
            lists += 1;
            let is_constant = field.required || values.len() == 1;
            is_constant && values.into_iter().all(|value| seen.insert(value))
        });
        is_unique && lists > 1
    };
    // A property of all variants takes precedence, and a required one.
    let in_all = |property: &&&str| {
        objects.iter().all(|object| {
            object
                .fields
                .iter()
                .any(|field| field.wire_name == **property && constants(types, field).is_some())
        })
    };
    let found = properties.iter().filter(tells_apart);
    let found: Vec<&&str> = found.collect();
    let property = found
        .iter()
        .find(|property| in_all(property) && required(property))
        .or_else(|| found.iter().find(|property| required(property)))
        .or_else(|| found.iter().find(|property| in_all(property)))
        .or_else(|| found.first());
    property.map(|property| (**property).to_owned())
}

/// Assigns tags to each object and each enum of objects.
fn tag(types: &Types, property: &str, has_names: bool, variants: &mut [OneOfVariant]) {
    let candidates: Vec<Candidate> = variants
        .iter()
        .map(|variant| candidate(types, property, has_names, variant))
        .collect();
    for (variant, tags) in variants.iter_mut().zip(values::values(&candidates)) {
        variant.tags = tags;
    }
}

fn candidate(types: &Types, property: &str, has_names: bool, variant: &OneOfVariant) -> Candidate {
    let mut mapped = variant.tags.clone();
    if let Some(tags) = tags_of_parent(types, &variant.ty, property) {
        if mapped.is_empty() {
            mapped = tags;
        }
        return Candidate {
            mapped,
            ..Candidate::default()
        };
    }
    let Some(object) = object(types, &variant.ty) else {
        return Candidate {
            mapped,
            ..Candidate::default()
        };
    };
    let field = object
        .fields
        .iter()
        .find(|field| field.wire_name == property);
    let listed = field.and_then(|field| constants(types, field));
    Candidate {
        name: variant.schema.clone().filter(|_| has_names),
        mapped,
        listed: listed.unwrap_or_default(),
        is_own: true,
    }
}

/// The tags of an enum that is itself a variant, such as that of a parent among the alternatives.
fn tags_of_parent(types: &Types, ty: &Type, property: &str) -> Option<Vec<String>> {
    let Type::Named(id) = types.without_aliases(ty) else {
        return None;
    };
    let TypeKind::OneOf(one_of) = &types[*id].kind else {
        return None;
    };
    let same = one_of.discriminator.as_deref() == Some(property);
    same.then(|| {
        one_of
            .variants
            .iter()
            .flat_map(|variant| variant.tags.iter().cloned())
            .collect()
    })
}
