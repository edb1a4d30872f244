//! The types of merge patches (RFC 7396), which differ from those of the resources that they change.
//!
//! In a patch, each property is optional, and `null` removes one, also if the schema forbids `null`. An object within
//! the patch is a patch too, and so is each value of a map. An array replaces the previous one, so its items are no
//! patches. A required property is optional, but cannot be removed unless its schema allows `null`.
//!
//! A type that only merge patches contain is adapted. A type that is also sent or received otherwise keeps its
//! properties, and its patches have a separate type.

use std::collections::{BTreeMap, BTreeSet};

use super::direction::{SENT_ONLY, adapt, holds_null, named};
use crate::model::Group;
use crate::model::media_type::essence;
use crate::model::operation::{Operation, RequestBody, RequestContent};
use crate::model::scope::Scope;
use crate::model::types::{
    Additional, Direction, Field, Object, OneOf, Type, TypeDefinition, TypeId, TypeKind, Types,
};

/// The sentence in the documentation of each patch.
const NOTE: &str =
    "A merge patch (RFC 7396): an absent property is not changed, and `null` removes it.";

/// Sets the types of merge patches.
pub(super) fn set(types: &mut Types, groups: &mut [Group], names: &mut Scope) {
    let operations = || groups.iter().flat_map(|group| &group.operations);
    let roots: Vec<Type> = operations()
        .flat_map(|operation| contents(operation, true))
        .collect();
    if roots.is_empty() {
        return;
    }
    let patches = closure(types, &roots, merged);
    let others = others(types, groups, &patches);
    let separate: Vec<TypeId> = patches
        .iter()
        .copied()
        .filter(|id| others.contains_key(id))
        .collect();
    let separate = different(types, &separate, &others);
    let mut copies = BTreeMap::new();
    for id in separate {
        let name = names.claim(&name_of(&types[id].name), "");
        let copy = TypeDefinition {
            name,
            ..types[id].clone()
        };
        copies.insert(id, types.push(copy));
    }
    let own: Vec<TypeId> = patches
        .into_iter()
        .filter(|id| !others.contains_key(id))
        .chain(copies.values().copied())
        .collect();
    for id in own {
        let kind = patch(types, &types[id].kind, &copies);
        if kind != types[id].kind && matches!(kind, TypeKind::Object(_)) {
            types[id].docs.notes.push(NOTE.to_owned());
        }
        let was_struct = matches!(types[id].kind, TypeKind::Checked(_));
        if was_struct && matches!(kind, TypeKind::Alias(_)) {
            types[id].derives.clear();
        }
        types[id].kind = kind;
    }
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let Some(body) = &mut operation.body else {
            continue;
        };
        let main = (&body.media_type, &mut body.content);
        let alternatives = body.alternatives.iter_mut();
        let alternatives = alternatives.map(|other| (&other.media_type, &mut other.content));
        for (media_type, content) in std::iter::once(main).chain(alternatives) {
            if let (true, RequestContent::Json(ty)) = (is_merge_patch(media_type), content) {
                *ty = in_patch(types, ty, &copies);
            }
        }
    }
}

fn is_merge_patch(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("application/merge-patch+json")
}

/// The types of the merge patches that an operation sends, or of its other request bodies.
fn contents(operation: &Operation, are_patches: bool) -> Vec<Type> {
    let media_types = operation.body.iter().flat_map(RequestBody::media_types);
    media_types
        .filter(|(media_type, content)| {
            let is_patch = is_merge_patch(media_type) && matches!(content, RequestContent::Json(_));
            is_patch == are_patches
        })
        .filter_map(|(_, content)| content.ty())
        .collect()
}

/// The name of a patch of a type: `NoteMergePatch` of `Note`, and of `NotePatch`.
fn name_of(name: &str) -> String {
    if name.ends_with("MergePatch") {
        return name.to_owned();
    }
    let stem = name.strip_suffix("Patch").filter(|stem| !stem.is_empty());
    format!("{}MergePatch", stem.unwrap_or(name))
}

/// The named types that these contain. `next` selects the one that a part contains.
fn closure(
    types: &Types,
    from: &[Type],
    next: impl Fn(&Type) -> Option<TypeId>,
) -> BTreeSet<TypeId> {
    let mut waiting: Vec<TypeId> = from.iter().filter_map(&next).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(types[id].kind.parts().iter().filter_map(&next));
        }
    }
    found
}

/// The named type that is merged with the present value: not that of the items of an array, which is replaced.
fn merged(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) | Type::Map(inner) => merged(inner),
        _ => None,
    }
}

/// The types that are sent or received outside of merge patches, with their direction.
fn others(
    types: &Types,
    groups: &[Group],
    patches: &BTreeSet<TypeId>,
) -> BTreeMap<TypeId, Direction> {
    let operations = || groups.iter().flat_map(|group| &group.operations);
    let parameters = operations().flat_map(|operation| &operation.parameters);
    let roots = operations().flat_map(|operation| contents(operation, true));
    let parts = patches.iter().flat_map(|id| types[*id].kind.parts());
    let items = roots.chain(parts).filter(|part| merged(part).is_none());
    let sent: Vec<Type> = operations()
        .flat_map(|operation| contents(operation, false))
        .chain(parameters.map(|parameter| parameter.ty.clone()))
        .chain(items)
        .collect();
    let headed = operations().filter_map(|operation| operation.success.headed);
    let received: Vec<Type> = operations()
        .flat_map(Operation::received)
        .chain(headed.map(Type::Named))
        .collect();
    let mut others: BTreeMap<TypeId, Direction> = BTreeMap::new();
    for id in closure(types, &sent, named) {
        others.entry(id).or_default().request = true;
    }
    for id in closure(types, &received, named) {
        others.entry(id).or_default().response = true;
    }
    others
}

/// Those types whose patch differs from the type itself, or contains one that does.
fn different(
    types: &Types,
    candidates: &[TypeId],
    directions: &BTreeMap<TypeId, Direction>,
) -> BTreeSet<TypeId> {
    let differs = |id: TypeId| {
        let mut own = types[id].kind.clone();
        let mut patch = patch(types, &own, &BTreeMap::new());
        let direction = directions.get(&id).copied().unwrap_or_default();
        if let (TypeKind::Object(own), TypeKind::Object(patch)) = (&mut own, &mut patch) {
            adapt(types, own, direction);
            adapt(types, patch, SENT_ONLY);
            // Facts that no value shows.
            for (one, other) in own.fields.iter_mut().zip(&patch.fields) {
                one.nullable = other.nullable;
            }
        }
        own != patch
    };
    let mut different: BTreeSet<TypeId> = candidates
        .iter()
        .copied()
        .filter(|id| differs(*id))
        .collect();
    loop {
        let with_one = |id: &TypeId| {
            let parts = types[*id].kind.parts();
            let mut parts = parts.iter().filter_map(merged);
            !different.contains(id) && parts.any(|part| different.contains(&part))
        };
        let more: Vec<TypeId> = candidates.iter().copied().filter(with_one).collect();
        if more.is_empty() {
            return different;
        }
        different.extend(more);
    }
}

/// The kind of a patch of a type of this kind.
fn patch(types: &Types, kind: &TypeKind, copies: &BTreeMap<TypeId, TypeId>) -> TypeKind {
    match kind {
        TypeKind::Object(object) => TypeKind::Object(Object {
            fields: object
                .fields
                .iter()
                .map(|field| field_in_patch(types, field, copies))
                .collect(),
            additional: match &object.additional {
                Additional::Kept {
                    field,
                    ty,
                    declared,
                } => Additional::Kept {
                    field: field.clone(),
                    ty: or_null(types, in_patch(types, ty, copies)),
                    declared: *declared,
                },
                Additional::Denied => Additional::Denied,
            },
            invalid: object.invalid.clone(),
        }),
        TypeKind::OneOf(one_of) => TypeKind::OneOf(one_of_in_patch(types, one_of, copies)),
        TypeKind::Alias(ty) => TypeKind::Alias(in_patch(types, ty, copies)),
        // The limits on the number of properties are those of the resource.
        TypeKind::Checked(checked) if !matches!(checked.ty, Type::Array(_)) => {
            match in_patch(types, &checked.ty, copies) {
                ty if ty == checked.ty => kind.clone(),
                ty => TypeKind::Alias(ty),
            }
        }
        other => other.clone(),
    }
}

fn field_in_patch(types: &Types, field: &Field, copies: &BTreeMap<TypeId, TypeId>) -> Field {
    let is_removable = field.tag.is_none() && (field.nullable || !field.required);
    let ty = in_patch(types, &field.ty, copies);
    Field {
        absent_or_null: is_removable && !holds_null(types, &ty),
        nullable: is_removable,
        // The discriminator selects the schema of the patch.
        required: field.required && field.tag.is_some(),
        ty,
        ..field.clone()
    }
}

/// A union of patches. Two alternatives never have the same type.
fn one_of_in_patch(types: &Types, one_of: &OneOf, copies: &BTreeMap<TypeId, TypeId>) -> OneOf {
    let mut all: Vec<Type> = one_of
        .variants
        .iter()
        .map(|variant| types.resolved(&variant.ty))
        .collect();
    let mut one_of = one_of.clone();
    for variant in &mut one_of.variants {
        let ty = in_patch(types, &variant.ty, copies);
        let resolved = types.resolved(&ty);
        if ty != variant.ty && !all.contains(&resolved) {
            all.push(resolved);
            variant.ty = ty;
        }
    }
    one_of
}

/// The type of a value in a patch.
fn in_patch(types: &Types, ty: &Type, copies: &BTreeMap<TypeId, TypeId>) -> Type {
    match ty {
        Type::Named(id) => Type::Named(*copies.get(id).unwrap_or(id)),
        Type::Nullable(inner) => Type::Nullable(Box::new(in_patch(types, inner, copies))),
        Type::Map(value) => {
            let value = in_patch(types, value, copies);
            Type::Map(Box::new(or_null(types, value)))
        }
        other => other.clone(),
    }
}

fn or_null(types: &Types, ty: Type) -> Type {
    if holds_null(types, &ty) {
        ty
    } else {
        Type::Nullable(Box::new(ty))
    }
}
