//! The calls of an operation that the double has received: a struct with the arguments and the body.

use super::super::comment::About;
use super::super::item::{Field, Fields, Item, Struct, names};
use super::super::ty::{Scope, Ty};
use super::super::typed_call::{Read, TypedCall};
use super::names::Names;
use crate::model::extern_name::ExternName;
use crate::model::media_type::{essence, is_range};
use crate::model::name::unraw;
use crate::model::operation::{Operation, RequestBody, RequestContent, Success};
use crate::model::types::{ResponseBody, Type};
use crate::model::{Api, Group, code_span};

/// The struct and the implementation.
pub(super) fn items(api: &Api, group: &Group, operation: &Operation, of: &Names) -> Vec<Item> {
    let mut fields = Vec::new();
    let mut reads = Vec::new();
    for parameter in &operation.parameters {
        let about = About::of(
            &parameter.docs,
            &format!("The {} parameter.", code_span(&parameter.wire_name)),
        );
        let ty = match &parameter.ty {
            Type::Nullable(inner) if !parameter.required => inner,
            ty => ty,
        };
        let ty = Ty::of(&api.types, ty, Scope::Elsewhere);
        fields.push(field(about, &parameter.name, ty, parameter.required));
        let read = Read::Parameter {
            location: parameter.location,
            wire_name: parameter.wire_name.clone(),
            required: parameter.required,
        };
        reads.push((parameter.name.clone(), read));
    }
    if let Some(body) = &operation.body {
        let about = About::of(&body.docs, "The request body.");
        let (ty, function) = of_body(api, body);
        fields.push(field(about, &body.name, ty, body.required));
        let required = body.required;
        reads.push((body.name.clone(), Read::Body { function, required }));
    }
    let comment = format!(
        "A call of [`{0}::{1}`](crate::{2}::{0}::{1}).",
        group.type_name,
        unraw(&operation.name),
        unraw(&group.module)
    );
    let failure = if operation.failures.is_empty() {
        Ty::path("std::convert::Infallible")
    } else {
        Ty::local(&format!("crate::{}::{}", group.module, operation.failure))
    };
    vec![
        Item::Struct(Struct {
            about: About::ours(comment),
            derives: names(["Clone", "Debug", "PartialEq"]),
            is_open: true,
            must_use: None,
            name: of.call.clone(),
            fields: Fields::Named(fields),
        }),
        Item::TypedCall(TypedCall {
            name: of.call.clone(),
            operation: operation.id.clone(),
            status: status(&operation.success),
            media_type: media_type(&operation.success),
            reply: reply(api, &operation.success),
            failure,
            fields: reads,
        }),
    ]
}

fn field(about: About, name: &str, ty: Ty, required: bool) -> Field {
    Field {
        about,
        is_public: true,
        name: name.to_owned(),
        ty: if required { ty } else { Ty::option(ty) },
    }
}

/// The type of a body that has been received, and the function that reads it. A body of several media types is bytes.
fn of_body(api: &Api, body: &RequestBody) -> (Ty, &'static str) {
    let bytes = || (Ty::Extern(ExternName::BYTES, Vec::new()), "bytes");
    if !body.alternatives.is_empty() {
        return bytes();
    }
    let of = |ty: &Type| match ty {
        Type::Nullable(inner) if !body.required => Ty::of(&api.types, inner, Scope::Elsewhere),
        ty => Ty::of(&api.types, ty, Scope::Elsewhere),
    };
    match &body.content {
        RequestContent::Json(ty) => (of(ty), "json"),
        RequestContent::JsonLines(ty) => {
            (Ty::list(Ty::of(&api.types, ty, Scope::Elsewhere)), "lines")
        }
        RequestContent::Form { ty, .. } => (of(ty), "form"),
        RequestContent::Multipart(_) => (Ty::list(Ty::path("ReceivedPart")), "parts"),
        RequestContent::Bytes => bytes(),
    }
}

/// The first documented status of success that has the body.
fn status(success: &Success) -> u16 {
    let statuses = success.statuses.iter();
    let mut statuses = statuses.filter_map(|one| one.status.parse().ok());
    statuses
        .find(|status| !success.without_body.contains(status))
        .unwrap_or(200)
}

/// The media type of the body; empty for a response without one.
fn media_type(success: &Success) -> String {
    let own = success.accept.iter().find(|one| !is_range(one));
    match (&success.body, own) {
        (ResponseBody::Empty, _) => String::new(),
        (ResponseBody::ByStatus(_), _) | (ResponseBody::Json(_), None) => {
            "application/json".to_owned()
        }
        (_, Some(own)) => essence(own),
        (ResponseBody::JsonLines(_), None) => "application/x-ndjson".to_owned(),
        (ResponseBody::Events(_), None) => "text/event-stream".to_owned(),
        (ResponseBody::Text, None) => "text/plain".to_owned(),
        (ResponseBody::Bytes, None) => "application/octet-stream".to_owned(),
    }
}

/// The type of the runtime that says what a reply can be made of.
fn reply(api: &Api, success: &Success) -> Ty {
    let of = |ty: &Type| Ty::of(&api.types, ty, Scope::Elsewhere);
    let typed = |id| {
        let name = match success.body {
            ResponseBody::Bytes => "TypedBytesReply",
            _ => "TypedReply",
        };
        Ty::generic(name, vec![of(&Type::Named(id))])
    };
    match (&success.headed, &success.body) {
        (Some(id), _) | (None, ResponseBody::ByStatus(id)) => typed(*id),
        (None, body) => of_kind(api, body, !success.without_body.is_empty()),
    }
}

/// The type of the runtime for a body.
pub(super) fn of_kind(api: &Api, body: &ResponseBody, is_optional: bool) -> Ty {
    let of = |ty: &Type| Ty::of(&api.types, ty, Scope::Elsewhere);
    let name = match body {
        ResponseBody::Empty => return Ty::path("EmptyReply"),
        ResponseBody::Text => return Ty::path("TextReply"),
        ResponseBody::Bytes => return Ty::path("BytesReply"),
        ResponseBody::Events(None) => {
            return Ty::path("TextEventsReply");
        }
        ResponseBody::Json(_) if is_optional => "OptionalJsonReply",
        ResponseBody::Json(_) => "JsonReply",
        ResponseBody::JsonLines(_) => "LinesReply",
        ResponseBody::Events(Some(_)) => "EventsReply",
        ResponseBody::ByStatus(_) => "TypedReply",
    };
    let ty = match body.ty() {
        Some(Type::Nullable(inner)) if is_optional => of(&inner),
        Some(ty) => of(&ty),
        None => Ty::Unit,
    };
    Ty::generic(name, vec![ty])
}
