//! Boxes the fields and variants through which a type would contain itself.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::types::{Checked, Type, TypeId, TypeKind, Types};

/// Marks each field and variant whose type contains the enclosing type, other than through an array or map.
pub(super) fn mark_boxes(types: &mut Types) {
    let ids: Vec<TypeId> = types.ids().collect();
    let mut holders = holders(types, &ids);
    for &id in &ids {
        // One search for all fields: a type may have thousands, and so may each of their types.
        let around = all_holders(&holders, id);
        let leads_back = |ty: &Type| held_type(ty).filter(|part| around[part.index()]);
        let boxed: Vec<Option<TypeId>> = match &types[id].kind {
            TypeKind::Object(object) => object
                .fields
                .iter()
                .map(|field| leads_back(&field.ty))
                .collect(),
            TypeKind::OneOf(one_of) => one_of
                .variants
                .iter()
                .map(|variant| leads_back(&variant.ty))
                .collect(),
            _ => continue,
        };
        // Boxed, the field is no longer part of the type itself.
        for part in boxed.iter().flatten() {
            holders[part.index()].retain(|holder| *holder != id);
        }
        let boxed = boxed.iter().map(Option::is_some);
        match &mut types[id].kind {
            TypeKind::Object(object) => {
                object
                    .fields
                    .iter_mut()
                    .zip(boxed)
                    .for_each(|(field, boxed)| field.boxed = boxed);
            }
            TypeKind::OneOf(one_of) => {
                one_of
                    .variants
                    .iter_mut()
                    .zip(boxed)
                    .for_each(|(variant, boxed)| variant.boxed = boxed);
            }
            _ => {}
        }
    }
}

/// For the index of each type, the types that directly contain it.
fn holders(types: &Types, ids: &[TypeId]) -> Vec<Vec<TypeId>> {
    let mut holders = vec![Vec::new(); types.len()];
    for &id in ids {
        let mut parts: Vec<TypeId> = match &types[id].kind {
            TypeKind::Object(object) => object
                .fields
                .iter()
                .filter_map(|field| held_type(&field.ty))
                .collect(),
            TypeKind::OneOf(one_of) => one_of
                .variants
                .iter()
                .filter_map(|variant| held_type(&variant.ty))
                .collect(),
            TypeKind::Alias(ty) | TypeKind::Checked(Checked { ty, .. }) => {
                held_type(ty).into_iter().collect()
            }
            TypeKind::StringEnum(_)
            | TypeKind::IntegerEnum(_)
            | TypeKind::Response(_)
            | TypeKind::ByStatus(_)
            | TypeKind::Multipart(_) => Vec::new(),
        };
        parts.sort_unstable_by_key(|part| part.index());
        parts.dedup();
        for part in parts {
            holders[part.index()].push(id);
        }
    }
    holders
}

/// For the index of each type, whether it is or contains `id`.
fn all_holders(holders: &[Vec<TypeId>], id: TypeId) -> Vec<bool> {
    let mut found = vec![false; holders.len()];
    found[id.index()] = true;
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        for holder in &holders[id.index()] {
            if !std::mem::replace(&mut found[holder.index()], true) {
                waiting.push(*holder);
            }
        }
    }
    found
}

/// Turns an alias that contains itself, such as a map of itself, into an alias of any value.
pub(super) fn break_alias_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.ids().collect();
    for id in ids {
        let TypeKind::Alias(target) = &types[id].kind else {
            continue;
        };
        if !leads_to(types, target, id) {
            continue;
        }
        diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                Place::Resolved {
                    pointer: types[id].pointer.clone(),
                    part: Part::Key,
                },
                "an array or map of itself is not supported",
            )
            .help("values are `serde_json::Value`"),
        );
        types[id].kind = TypeKind::Alias(Type::Untyped);
    }
}

/// Whether a type contains an alias through only aliases, arrays and maps.
fn leads_to(types: &Types, from: &Type, target: TypeId) -> bool {
    let mut seen = vec![false; types.len()];
    let mut waiting = vec![from];
    while let Some(ty) = waiting.pop() {
        match ty {
            Type::Nullable(inner) | Type::Array(inner) | Type::Map(inner) => waiting.push(inner),
            Type::Named(id) if *id == target => return true,
            Type::Named(id) => {
                if let TypeKind::Alias(next) = &types[*id].kind
                    && !std::mem::replace(&mut seen[id.index()], true)
                {
                    waiting.push(next);
                }
            }
            _ => {}
        }
    }
    false
}

/// The named type that a value contains directly, not through an array or map.
fn held_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held_type(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::model::Docs;
    use crate::model::types::{Additional, Direction, Field, Object, Sender, TypeDefinition};

    /// Structs that each have a field of every struct.
    fn all_in_all(count: usize) -> Types {
        let mut types = Types::default();
        for _ in 0..count {
            types.push(TypeDefinition {
                name: String::new(),
                pointer: String::new(),
                docs: Docs::default(),
                direction: Direction::default(),
                kind: TypeKind::Alias(Type::Untyped),
            });
        }
        let ids: Vec<TypeId> = types.ids().collect();
        let field = |id: &TypeId| Field {
            wire_name: String::new(),
            name: String::new(),
            docs: Docs::default(),
            ty: Type::Named(*id),
            required: true,
            nullable: false,
            sender: Sender::Both,
            boxed: false,
            example: None,
            tag: None,
        };
        for id in &ids {
            let fields = ids.iter().map(field).collect();
            types[*id].kind = TypeKind::Object(Object {
                fields,
                additional: Additional::Denied,
            });
        }
        types
    }

    fn boxed(types: &Types) -> Vec<String> {
        let marks = |field: &Field| if field.boxed { 'b' } else { '-' };
        let line = |id| match &types[id].kind {
            TypeKind::Object(object) => object.fields.iter().map(marks).collect(),
            _ => String::new(),
        };
        types.ids().map(line).collect()
    }

    #[test]
    fn only_fields_through_which_a_struct_contains_itself_are_boxed() {
        let mut types = all_in_all(3);
        mark_boxes(&mut types);
        // Once the first is boxed, the second contains it without recursion, and the last contains both.
        assert_eq!(boxed(&types), ["bbb", "-bb", "--b"]);
    }

    #[test]
    fn boxes_among_thousands_of_fields_are_found_quickly() {
        let mut types = all_in_all(400);
        let start = Instant::now();
        mark_boxes(&mut types);
        // A search for each field took minutes.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            start.elapsed()
        );
    }
}
