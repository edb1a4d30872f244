//! Which way the values of each type travel.

use crate::model::Group;
use crate::model::operation::{Operation, RequestBody, RequestContent};
use crate::model::types::{
    Additional, Direction, Object, PartContent, ResponseBody, Sender, Type, TypeId, TypeKind, Types,
};

/// Follows every operation from its arguments and its responses to the types that they are made of.
pub(super) fn mark(types: &mut Types, groups: &[Group]) {
    for operation in groups.iter().flat_map(|group| &group.operations) {
        let request = Direction { request: true, response: false };
        let response = Direction { request: false, response: true };
        sent(operation).for_each(|ty| reach(types, &ty, request));
        received(operation).for_each(|ty| reach(types, &ty, response));
        if let Some(id) = operation.success.headed {
            reach(types, &Type::Named(id), response);
        }
    }
    let ids: Vec<TypeId> = types.ids().collect();
    for id in ids {
        let direction = types[id].direction;
        if let TypeKind::Object(object) = &mut types[id].kind {
            fit(object, direction);
        }
    }
}

/// Makes an object what it is for the sides that it has.
fn fit(object: &mut Object, direction: Direction) {
    for field in &mut object.fields {
        // What one side leaves out is not always there (OpenAPI 3.0.3, "Schema Object").
        field.required &= match field.sender {
            Sender::Both => true,
            Sender::Server => !direction.request,
            Sender::Client => !direction.response,
        };
    }
    // A server may send what the document does not name; users send what they read there.
    let sent_only = direction == Direction { request: true, response: false };
    if sent_only && matches!(object.additional, Additional::Kept { declared: false, .. }) {
        object.additional = Additional::Denied;
    }
}

fn sent(operation: &Operation) -> impl Iterator<Item = Type> {
    let body = operation.body.iter().flat_map(RequestBody::contents).filter_map(RequestContent::ty);
    operation.parameters.iter().map(|parameter| parameter.ty.clone()).chain(body)
}

fn received(operation: &Operation) -> impl Iterator<Item = Type> {
    let others = operation.success.others.iter().map(|other| &other.body);
    std::iter::once(&operation.success.body)
        .chain(others)
        .filter_map(ResponseBody::ty)
        .chain(operation.failures.iter().filter_map(|failure| failure.body.clone()))
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
        waiting.extend(parts(&types[id].kind).iter().filter_map(named));
    }
}

/// The types that a type is made of.
pub(super) fn parts(kind: &TypeKind) -> Vec<Type> {
    match kind {
        TypeKind::Object(object) => {
            let additional = match &object.additional {
                Additional::Denied => None,
                Additional::Kept { ty, .. } => Some(ty),
            };
            object.fields.iter().map(|field| &field.ty).chain(additional).cloned().collect()
        }
        TypeKind::Alias(ty) => vec![ty.clone()],
        TypeKind::Checked(checked) => vec![checked.ty.clone()],
        TypeKind::Response(response) => {
            response.headers.iter().map(|header| header.ty.clone()).chain(response.body.ty()).collect()
        }
        TypeKind::OneOf(one_of) => one_of.variants.iter().map(|variant| variant.ty.clone()).collect(),
        TypeKind::ByStatus(variants) => variants.iter().filter_map(|variant| variant.body.ty()).collect(),
        TypeKind::Multipart(parts) => parts
            .iter()
            .filter_map(|part| match &part.content {
                PartContent::Value(ty) => Some(ty.clone()),
                PartContent::File | PartContent::Files => None,
            })
            .collect(),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
    }
}

/// The named type at the core of a type.
pub(super) fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) | Type::Array(inner) | Type::Map(inner) => named(inner),
        _ => None,
    }
}
