//! Which fields and variants need a box: those through which a type would hold itself.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::types::{Checked, Type, TypeId, TypeKind, Types};

/// Marks each field and variant whose type leads back to the type that has it without a list or map in between.
pub(super) fn mark(types: &mut Types) {
    let ids: Vec<TypeId> = types.ids().collect();
    for &id in &ids {
        let boxed: Vec<bool> = match &types[id].kind {
            TypeKind::Object(object) => {
                object.fields.iter().map(|field| leads_back(types, &field.ty, id)).collect()
            }
            TypeKind::OneOf(one_of) => {
                one_of.variants.iter().map(|variant| leads_back(types, &variant.ty, id)).collect()
            }
            _ => continue,
        };
        match &mut types[id].kind {
            TypeKind::Object(object) => {
                object.fields.iter_mut().zip(boxed).for_each(|(field, boxed)| field.boxed = boxed);
            }
            TypeKind::OneOf(one_of) => {
                one_of.variants.iter_mut().zip(boxed).for_each(|(variant, boxed)| variant.boxed = boxed);
            }
            _ => {}
        }
    }
}

fn leads_back(types: &Types, ty: &Type, to: TypeId) -> bool {
    direct(ty).is_some_and(|part| holds(types, part, to))
}

/// Makes an alias that would stand for itself, as a map of itself does, an alias of any value.
pub(super) fn break_alias_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.ids().collect();
    for id in ids {
        let TypeKind::Alias(target) = &types[id].kind else { continue };
        if !leads_to(types, target, id) {
            continue;
        }
        diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                Place::Resolved { pointer: types[id].pointer.clone(), part: Part::Key },
                "a list or map of itself has no type of its own here",
            )
            .help("values are `serde_json::Value`"),
        );
        types[id].kind = TypeKind::Alias(Type::Untyped);
    }
}

/// Whether an alias is part of a type by aliases, lists and maps alone.
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

/// Whether a value of `from` has a value of `target` in itself, boxes already placed aside.
fn holds(types: &Types, from: TypeId, target: TypeId) -> bool {
    let mut seen = vec![false; types.len()];
    let mut waiting = vec![from];
    while let Some(id) = waiting.pop() {
        if id == target {
            return true;
        }
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        match &types[id].kind {
            TypeKind::Object(object) => {
                waiting.extend(
                    object.fields.iter().filter(|field| !field.boxed).filter_map(|field| direct(&field.ty)),
                );
            }
            TypeKind::Alias(ty) | TypeKind::Checked(Checked { ty, .. }) => waiting.extend(direct(ty)),
            TypeKind::OneOf(one_of) => {
                let held = one_of.variants.iter().filter(|variant| !variant.boxed);
                waiting.extend(held.filter_map(|variant| direct(&variant.ty)));
            }
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Response(_) => {}
        }
    }
    false
}

/// The named type that a value has in itself rather than behind a list or map.
fn direct(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => direct(inner),
        _ => None,
    }
}
