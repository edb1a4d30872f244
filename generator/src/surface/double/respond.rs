//! The responses of the double: how a value of the API is written as a response.

use super::super::body::Body;
use super::super::double_body::{DoubleBody, HeaderWrite, StatusWrite, Written};
use super::super::item::{Function, Impl, Item, Receiver};
use super::super::ty::{Scope, Ty};
use super::call;
use crate::model::operation::{Operation, Statuses};
use crate::model::types::{
    HeadedResponse, ResponseBody, StatusVariant, Type, TypeDefinition, TypeId, TypeKind,
};
use crate::model::{Api, Group};

/// The implementation for a type that is a whole response.
pub(super) fn of_type(api: &Api, id: TypeId, definition: &TypeDefinition) -> Option<Item> {
    let ty = Ty::of(&api.types, &Type::Named(id), Scope::Elsewhere);
    match &definition.kind {
        TypeKind::Response(response) => Some(respond(ty, headed(api, response))),
        TypeKind::ByStatus(variants) => {
            let variants = variants.iter().map(by_status).collect();
            Some(respond(ty, DoubleBody::ByStatus(variants)))
        }
        _ => None,
    }
}

/// The implementation for the documented failures of an operation.
pub(super) fn of_failures(group: &Group, operation: &Operation) -> Option<Item> {
    if operation.failures.is_empty() {
        return None;
    }
    let variants = operation.failures.iter().map(|failure| {
        let statuses = failure.statuses();
        StatusWrite {
            variant: failure.variant.clone(),
            status: Some(statuses),
            has_status: !matches!(statuses, Statuses::One(_)),
            content: content(&failure.body),
            media_type: failure.media_types.first().cloned(),
        }
    });
    let ty = Ty::local(&format!("crate::{}::{}", group.module, operation.failure));
    Some(respond(ty, DoubleBody::ByStatus(variants.collect())))
}

fn respond(ty: Ty, body: DoubleBody) -> Item {
    let output = Ty::path("Reply");
    let function = Function::method("respond", Receiver::Value, output, Body::Double(body));
    let of_trait = Ty::path("Respond");
    Item::Impl(Impl::of(of_trait, ty, function))
}

fn headed(api: &Api, response: &HeadedResponse) -> DoubleBody {
    let headers = response.headers.iter().map(|header| HeaderWrite {
        field: header.name.clone(),
        wire_name: header.wire_name.clone(),
        is_json: header.is_json,
    });
    let is_optional = matches!(&response.body, ResponseBody::Json(Type::Nullable(_)));
    DoubleBody::Headed {
        body: call::of_kind(api, &response.body, is_optional),
        headers: headers.collect(),
    }
}

fn by_status(variant: &StatusVariant) -> StatusWrite {
    StatusWrite {
        variant: variant.name.clone(),
        status: variant.status.parse().ok().map(Statuses::One),
        has_status: false,
        content: content(&variant.body),
        media_type: None,
    }
}

fn content(body: &ResponseBody) -> Written {
    match body {
        ResponseBody::Json(_) => Written::Json,
        ResponseBody::Empty => Written::Nothing,
        ResponseBody::Text
        | ResponseBody::Bytes
        | ResponseBody::JsonLines(_)
        | ResponseBody::Events(_)
        | ResponseBody::ByStatus(_) => Written::Bytes,
    }
}
