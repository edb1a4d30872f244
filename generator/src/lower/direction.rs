//! Marks each type as sent, received, or both.

use crate::model::Group;
use crate::model::types::{Additional, Direction, Object, Sender, Type, TypeId, TypeKind, Types};

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
        if let TypeKind::Object(object) = &mut types[id].kind {
            adapt(object, direction);
        }
    }
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
    let sent_only = direction
        == Direction {
            request: true,
            response: false,
        };
    if sent_only
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
