//! The constructors and setters of types that are only received, so that a test can create them.

use super::super::body::{Body, Init};
use super::super::item::{Function, Impl, Item};
use super::super::setter::Setters;
use super::super::ty::{Scope, Ty};
use super::super::{argument::kept, object};
use crate::model::Api;
use crate::model::extern_name::ExternName;
use crate::model::types::{HeadedResponse, ResponseBody, Type, TypeDefinition, TypeKind};

/// The functions of traits that a setter must not hide, and those of the streams that a response dereferences to.
const RESERVED: &[&str] = &[
    "borrow",
    "bytes",
    "clone",
    "cmp",
    "deref",
    "eq",
    "fmt",
    "has_next",
    "into",
    "into_items",
    "item_count",
    "length",
    "ne",
    "next",
    "next_cursor",
    "next_url",
    "partial_cmp",
    "poll_next",
    "size_hint",
    "text",
    "to_owned",
    "total_items",
    "total_pages",
    "try_into",
    "type_id",
];

/// The implementation for a type, if it is needed.
pub(super) fn items(api: &Api, definition: &TypeDefinition) -> Option<Item> {
    let functions = match &definition.kind {
        TypeKind::Object(object) if !definition.direction.request => {
            object::for_tests(&api.types, definition, object, RESERVED)
        }
        TypeKind::Response(response) => of_response(api, response),
        _ => Vec::new(),
    };
    if functions.is_empty() {
        return None;
    }
    Some(Item::Impl(Impl {
        ty: Ty::Api(definition.name.clone(), Scope::Elsewhere),
        ..Impl::inherent("", functions)
    }))
}

/// The constructor of a response with headers, from its body, and a setter for each header.
fn of_response(api: &Api, response: &HeadedResponse) -> Vec<Function> {
    let (arguments, body) = body(api, &response.body);
    let fields = response.headers.iter();
    let fields = fields.map(|header| (header.name.clone(), Init::None));
    let fields = fields.chain([("body".to_owned(), body)]).collect();
    let new = Function::constructor("new", arguments, Body::Build(fields))
        .documented("Creates a response without headers, for a test.");
    let fields = response.headers.iter().map(|header| header.name.as_str());
    let mut setters = Setters::reserving(RESERVED, fields.chain(["body"]));
    let setters = response.headers.iter().map(|header| {
        let (ty, value) = kept(&api.types, &header.ty, &header.name, Scope::Elsewhere);
        setters.setter(&header.name, &header.docs, ty, Init::Some(Box::new(value)))
    });
    std::iter::once(new).chain(setters).collect()
}

/// The argument for a body, and the value of the field.
fn body(api: &Api, body: &ResponseBody) -> (Vec<(String, Ty)>, Init) {
    let argument = |ty: Ty| vec![("body".to_owned(), ty)];
    let of = |ty: &Type| Ty::of(&api.types, ty, Scope::Elsewhere);
    let stream = |function| Init::Stream(function, "body".to_owned());
    match body {
        ResponseBody::Empty => (Vec::new(), Init::Unit),
        ResponseBody::Json(ty) => {
            let (ty, value) = kept(&api.types, ty, "body", Scope::Elsewhere);
            (argument(ty), value)
        }
        ResponseBody::Text => (
            argument(Ty::into(Ty::string())),
            Init::Into("body".to_owned()),
        ),
        ResponseBody::Bytes => {
            let body = Ty::Extern(ExternName::BODY, Vec::new());
            (argument(Ty::into(body)), stream("bytes"))
        }
        ResponseBody::JsonLines(ty) => (argument(Ty::list(of(ty))), stream("lines")),
        ResponseBody::Events(Some(ty)) => (argument(Ty::list(of(ty))), stream("events")),
        ResponseBody::Events(None) => (argument(Ty::list(Ty::string())), stream("text_events_of")),
        ResponseBody::ByStatus(id) => (
            argument(of(&Type::Named(*id))),
            Init::Argument("body".to_owned()),
        ),
    }
}
