//! Marks each type as sent, received, or both.

use crate::model::Group;
use crate::model::scope::Scope;
use crate::model::types::{Additional, Direction, Object, Sender, Type, TypeId, TypeKind, Types};

/// The field for properties that are not in their format.
const INVALID_PROPERTIES: &str = "invalid_properties";

/// The direction of a type that is only sent: an absent property can differ from `null`.
pub(super) const SENT_ONLY: Direction = Direction {
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
    let ids: Vec<TypeId> = types.ids().collect();
    for id in ids {
        let direction = types[id].direction;
        let TypeKind::Object(object) = &types[id].kind else {
            continue;
        };
        let mut object = object.clone();
        adapt(types, &mut object, direction);
        if keeps_invalid(types, &object, direction) {
            object.invalid = Some(name_of_invalid(&object));
        }
        types[id].kind = TypeKind::Object(object);
    }
}

/// A name that no other field has.
fn name_of_invalid(object: &Object) -> String {
    let mut names = Scope::default();
    for field in &object.fields {
        names.claim(&field.name, "");
    }
    if let Additional::Kept { field, .. } = &object.additional {
        names.claim(field, "");
    }
    names.claim(INVALID_PROPERTIES, "")
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

/// Whether a type has a value for `null`.
pub(super) fn holds_null(types: &Types, ty: &Type) -> bool {
    matches!(
        types.without_aliases(ty),
        Type::Untyped | Type::Null | Type::Nullable(_)
    )
}

/// Adapts an object to its directions.
pub(super) fn adapt(types: &Types, object: &mut Object, direction: Direction) {
    for field in &mut object.fields {
        // A property that only one side sends is optional (OpenAPI 3.0.3, "Schema Object").
        field.required &= match field.sender {
            Sender::Both => true,
            Sender::Server => !direction.request,
            Sender::Client => !direction.response,
        };
        // The property of a merge patch is already marked.
        field.absent_or_null |= direction == SENT_ONLY
            && field.nullable
            && !field.required
            && !holds_null(types, &field.ty);
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
