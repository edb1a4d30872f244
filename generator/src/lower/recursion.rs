//! Which fields need a box: those through which a type would hold itself.

use crate::model::types::{Type, TypeId, TypeKind, Types};

/// Marks each field whose type leads back to the struct without a list or map in between.
pub(super) fn mark(types: &mut Types) {
    let ids: Vec<TypeId> = types.ids().collect();
    for &id in &ids {
        let TypeKind::Object(object) = &types[id].kind else { continue };
        let boxed: Vec<bool> = object
            .fields
            .iter()
            .map(|field| direct(&field.ty).is_some_and(|part| holds(types, part, id)))
            .collect();
        if let TypeKind::Object(object) = &mut types[id].kind {
            for (field, boxed) in object.fields.iter_mut().zip(boxed) {
                field.boxed = boxed;
            }
        }
    }
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
            TypeKind::Alias(ty) => waiting.extend(direct(ty)),
            TypeKind::StringEnum(_) | TypeKind::Response(_) => {}
        }
    }
    false
}

/// The named type that a value has in itself rather than behind a list or map.
fn direct(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
