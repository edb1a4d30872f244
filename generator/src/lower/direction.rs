//! Marks each type as sent, received, or both.

use std::collections::BTreeSet;

use crate::model::Group;
use crate::model::operation::RequestBody;
use crate::model::scope::Scope;
use crate::model::types::{
    Additional, Direction, Field, Object, Sender, Type, TypeId, TypeKind, Types,
};

/// The field for properties that are not in their format.
const INVALID_PROPERTIES: &str = "invalid_properties";

const SENT_ONLY: Direction = Direction {
    request: true,
    response: false,
};

/// Follows every operation from its arguments and responses to all types that they use.
pub(super) fn mark_directions(types: &mut Types, groups: &[Group]) {
    for operation in groups.iter().flat_map(|group| &group.operations) {
        let request = Direction {
            request: true,
            response: false,
        };
        let response = Direction {
            request: false,
            response: true,
        };
        operation.sent().for_each(|ty| reach(types, &ty, request));
        operation
            .received()
            .for_each(|ty| reach(types, &ty, response));
        if let Some(id) = operation.success.headed {
            reach(types, &Type::Named(id), response);
        }
    }
    let patches = patches(types, groups);
    let ids: Vec<TypeId> = types.ids().collect();
    for id in ids {
        let direction = types[id].direction;
        if let TypeKind::Object(object) = &mut types[id].kind {
            adapt(object, direction);
        }
        let TypeKind::Object(object) = &types[id].kind else {
            continue;
        };
        let invalid = keeps_invalid(types, object, direction).then(|| {
            let mut names = Scope::default();
            for field in &object.fields {
                names.claim(&field.name, "");
            }
            if let Additional::Kept { field, .. } = &object.additional {
                names.claim(field, "");
            }
            names.claim(INVALID_PROPERTIES, "")
        });
        let with_null: Vec<bool> = object
            .fields
            .iter()
            .map(|field| {
                let is_change = direction == SENT_ONLY || patches.contains(&id);
                is_change && distinguishes_null(types, field)
            })
            .collect();
        if let TypeKind::Object(object) = &mut types[id].kind {
            object.invalid = invalid;
            for (field, with_null) in object.fields.iter_mut().zip(with_null) {
                field.absent_or_null = with_null;
            }
        }
    }
}

/// Whether an object needs a field for properties that are not in their format: it is received, and additional
/// properties are forbidden or of a different type.
fn keeps_invalid(types: &Types, object: &Object, direction: Direction) -> bool {
    let has_place = matches!(
        &object.additional,
        Additional::Kept { ty, .. } if *types.without_aliases(ty) == Type::Untyped
    );
    let mut fields = object.fields.iter();
    direction.response
        && !has_place
        && (fields.any(|field| field.is_optional() && types.is_lenient(&field.ty))
            || matches!(&object.additional, Additional::Kept { ty, .. } if types.is_lenient(ty)))
}

/// The types in merge patches, in which `null` removes a property (RFC 7396), also if they are received. The functions of
/// a page read its properties without that distinction.
fn patches(types: &Types, groups: &[Group]) -> BTreeSet<TypeId> {
    let operations = || groups.iter().flat_map(|group| &group.operations);
    let mut waiting: Vec<TypeId> = operations()
        .filter_map(|operation| operation.body.as_ref())
        .flat_map(RequestBody::media_types)
        .filter(|(media_type, _)| is_merge_patch(media_type))
        .filter_map(|(_, content)| named(&content.ty()?))
        .collect();
    let pages: Vec<TypeId> = operations()
        .filter_map(|operation| named(&operation.pagination.as_ref()?.page))
        .collect();
    let mut patches = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !pages.contains(&id) && patches.insert(id) {
            waiting.extend(types[id].kind.parts().iter().filter_map(named));
        }
    }
    patches
}

fn is_merge_patch(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/merge-patch+json")
}

/// Whether an absent property differs from `null` in a type with which a client changes a resource.
fn distinguishes_null(types: &Types, field: &Field) -> bool {
    let holds_null = matches!(
        types.without_aliases(&field.ty),
        Type::Untyped | Type::Null | Type::Nullable(_)
    );
    field.nullable && !field.required && !holds_null
}

/// Adapts an object to its directions.
fn adapt(object: &mut Object, direction: Direction) {
    for field in &mut object.fields {
        // A property that only one side sends is optional (OpenAPI 3.0.3, "Schema Object").
        field.required &= match field.sender {
            Sender::Both => true,
            Sender::Server => !direction.request,
            Sender::Client => !direction.response,
        };
    }
    // A server may send properties that the document does not define; users send only defined ones.
    if direction == SENT_ONLY
        && matches!(
            object.additional,
            Additional::Kept {
                declared: false,
                ..
            }
        )
    {
        object.additional = Additional::Denied;
    }
}

fn reach(types: &mut Types, from: &Type, way: Direction) {
    let mut waiting: Vec<TypeId> = named(from).into_iter().collect();
    while let Some(id) = waiting.pop() {
        let direction = &mut types[id].direction;
        let known = (!way.request || direction.request) && (!way.response || direction.response);
        if known {
            continue;
        }
        direction.request |= way.request;
        direction.response |= way.response;
        waiting.extend(types[id].kind.parts().iter().filter_map(named));
    }
}

/// The named type at the core of a type.
pub(super) fn named(ty: &Type) -> Option<TypeId> {
    match ty.core() {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
