//! Chooses how the variants of a `oneOf` are distinguished.
//!
//! Runs once every type is known, since a property with a different constant in each variant serves as well as an
//! explicit `discriminator`.

mod compared;
mod distinct;
mod inherited;
pub(super) mod values;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use self::compared::{Compared, MOST_COMPARED, constants, object};
use self::distinct::ambiguous;
use self::inherited::Inherited;
use self::values::{Candidate, Lists};
use super::inheritance::tag::Tag;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::types::{Object, OneOf, OneOfVariant, Type, TypeId, TypeKind, Types};

/// Assigns tags to the variants, removes those that can never be decoded, and warns about those that only the
/// generator's rule distinguishes.
///
/// The alternatives of a `merged` type are not reported again if they are those of a different type. `tags` are the
/// values of children.
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
    let mut compared = Compared::default();
    for id in ids {
        identify(types, id, &inherited, &mut done, &mut compared);
    }
    warn_of_ambiguous(types, merged, &mut compared, diagnostics);
}

fn warn_of_ambiguous(
    types: &Types,
    merged: &HashSet<TypeId>,
    compared: &mut Compared,
    diagnostics: &mut Diagnostics,
) {
    let mut reported = HashSet::new();
    for id in types.ids() {
        let TypeKind::OneOf(one_of) = &types[id].kind else {
            continue;
        };
        let same = ambiguous(types, one_of, compared);
        if compared.is_refused() {
            diagnostics.push(too_many_comparisons(&types[id].pointer));
            return;
        }
        if let Some((one, other)) = same
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

fn too_many_comparisons(pointer: &str) -> Diagnostic {
    Diagnostic::error(
        Code::DocumentTooLarge,
        Place::Resolved { pointer: pointer.to_owned(), part: Part::Value },
        format!("distinguishing the alternatives of each union takes more than {MOST_COMPARED} comparisons"),
    )
    .help("add a `discriminator` with a `mapping` for all alternatives")
}

/// Assigns tags to the variants of a type, after those of the enums among its variants.
fn identify(
    types: &mut Types,
    id: TypeId,
    inherited: &Inherited,
    done: &mut HashSet<TypeId>,
    compared: &mut Compared,
) {
    let TypeKind::OneOf(one_of) = &types[id].kind else {
        return;
    };
    if compared.is_refused() || !done.insert(id) {
        return;
    }
    let mut one_of = one_of.clone();
    for variant in &one_of.variants {
        if let Type::Named(inner) = *types.without_aliases(&variant.ty) {
            identify(types, inner, inherited, done, compared);
        }
    }
    // The names of schemas are only values of a discriminator that the document has.
    let is_explicit = one_of.discriminator.is_some();
    if !is_explicit {
        one_of.discriminator = inherited
            .assign(types, &mut one_of.variants)
            .or_else(|| constant_property(types, &one_of, compared));
    }
    if let Some(property) = &one_of.discriminator {
        tag(types, property, is_explicit, &mut one_of.variants, compared);
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
    let mut kept: Vec<OneOfVariant> = Vec::new();
    let mut by_type: HashMap<Type, (usize, HashSet<String>)> = HashMap::new();
    for variant in std::mem::take(&mut one_of.variants) {
        let ty = match types.resolved(&variant.ty) {
            Type::Nullable(inner) => *inner,
            other => other,
        };
        any |= ty == Type::Untyped;
        if ty == Type::Untyped || ty == Type::Named(id) {
            continue;
        }
        if let Some((index, tags)) = by_type.get_mut(&ty) {
            let more = variant.tags.into_iter();
            let more = more.filter(|tag| tags.insert(tag.clone()));
            if let Some(known) = kept.get_mut(*index) {
                known.tags.extend(more);
                known.is_default |= variant.is_default;
            }
            continue;
        }
        by_type.insert(ty, (kept.len(), variant.tags.iter().cloned().collect()));
        let ty_as_written = match variant.ty {
            Type::Nullable(inner) => *inner,
            other => other,
        };
        kept.push(OneOfVariant {
            ty: ty_as_written,
            ..variant
        });
    }
    one_of.variants = kept;
    any
}

/// Whether the values of a type are objects, or one of several types.
fn is_object(types: &Types, ty: &Type) -> bool {
    let is_enum = |id: &TypeId| matches!(types[*id].kind, TypeKind::OneOf(_));
    object(types, ty).is_some()
        || matches!(types.without_aliases(ty), Type::Named(id) if is_enum(id))
}

/// The objects with constants of a property.
struct Found<'t> {
    count: usize,
    is_required: bool,
    /// The values, until two objects have the same one.
    values: Option<HashSet<Cow<'t, str>>>,
}

/// Returns the first property that at least two object variants have with values that no other variant lists.
///
/// A property that is not required must have one value per variant, because some generators do not require a constant
/// with a default. One that lists several values may describe any state.
fn constant_property(types: &Types, one_of: &OneOf, compared: &mut Compared) -> Option<String> {
    let objects: Vec<(TypeId, &Object)> = one_of
        .variants
        .iter()
        .filter_map(|variant| object(types, &variant.ty))
        .collect();
    let mut found: IndexMap<&str, Found<'_>> = IndexMap::new();
    for (_, object) in &objects {
        for field in &object.fields {
            compared.add(1);
            let Some(values) = constants(types, field) else {
                continue;
            };
            compared.add(values.len());
            if compared.is_refused() {
                return None;
            }
            let found = found.entry(&field.wire_name).or_insert_with(|| Found {
                count: 0,
                is_required: true,
                values: Some(HashSet::new()),
            });
            found.count += 1;
            found.is_required &= field.required;
            let is_constant = field.required || values.len() == 1;
            let is_unique = found.values.as_mut().is_some_and(|seen| {
                is_constant && values.into_iter().all(|value| seen.insert(value))
            });
            if !is_unique {
                found.values = None;
            }
        }
    }
    // A property of all variants takes precedence, and a required one.
    let candidates = found
        .iter()
        .filter(|(_, found)| found.count > 1 && found.values.is_some());
    let preferred = candidates.min_by_key(|(_, found)| {
        let in_all = found.count == objects.len();
        (!found.is_required, !in_all)
    });
    preferred.map(|(name, _)| (*name).to_owned())
}

/// Assigns tags to each object and each enum of objects.
fn tag(
    types: &Types,
    property: &str,
    has_names: bool,
    variants: &mut [OneOfVariant],
    compared: &mut Compared,
) {
    let mut lists = Lists::default();
    let mut candidates = Vec::with_capacity(variants.len());
    for variant in &*variants {
        let mut mapped = variant.tags.clone();
        let mut candidate = Candidate::default();
        if let Some(tags) = tags_of_parent(types, &variant.ty, property) {
            compared.add(tags.len());
            if mapped.is_empty() {
                mapped = tags;
            }
        } else if let Some(object) = object(types, &variant.ty) {
            let field = compared.field(object, property);
            let listed = field.and_then(|field| constants(types, field));
            let listed = listed.unwrap_or_default();
            compared.add(listed.len());
            candidate = Candidate {
                name: variant.schema.clone().filter(|_| has_names),
                listed: lists.of(listed.into_iter().map(Cow::into_owned).collect()),
                is_own: true,
                ..Candidate::default()
            };
        }
        if compared.is_refused() {
            return;
        }
        candidates.push(Candidate {
            mapped,
            ..candidate
        });
    }
    for (variant, tags) in variants.iter_mut().zip(values::values(&candidates)) {
        variant.tags = tags;
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
