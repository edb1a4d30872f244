//! A response with declared headers: a struct that dereferences to its body.

use super::body::Body;
use super::comment::About;
use super::item::{Field, Fields, Function, Impl, Item, Receiver, Struct, names};
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::types::{HeadedResponse, HeaderField, ResponseBody, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    response: &HeadedResponse,
    about: About,
) -> Vec<Item> {
    let name = &definition.name;
    let body = Ty::of_body(all, &response.body, Scope::Types);
    // Even a required header may be missing: no server is relied on to send it.
    let headers = response.headers.iter().map(|header| Field {
        about: About::of(
            &header.docs,
            &format!("The {} header.", code_span(&header.wire_name)),
        ),
        is_public: true,
        name: header.name.clone(),
        ty: Ty::option(Ty::of(all, &header.ty, Scope::Types)),
    });
    let about_body = match response.body {
        ResponseBody::Bytes => {
            "The body: a stream, which `bytes()` and `text()` of the response read to the end."
        }
        ResponseBody::JsonLines(_) | ResponseBody::Events(_) => "The body, as a stream.",
        _ => "The body.",
    };
    let body_field = Field {
        about: About::ours(about_body),
        is_public: true,
        name: "body".to_owned(),
        ty: body.clone(),
    };
    let mut items = vec![
        Item::Struct(Struct {
            about,
            derives: names(["Debug"]),
            is_open: true,
            must_use: None,
            name: name.clone(),
            fields: Fields::Named(headers.chain([body_field]).collect()),
        }),
        Item::Impl(headed(all, name, response, &body)),
        Item::Impl(deref(name, &body)),
    ];
    if matches!(response.body, ResponseBody::Bytes) {
        let arguments = vec![("response".to_owned(), Ty::local(name))];
        let take = Body::Take {
            argument: "response".to_owned(),
            field: "body",
        };
        let from = Function::constructor("from", arguments, take);
        let of_trait = Ty::generic("From", vec![Ty::local(name)]);
        items.push(Item::Impl(Impl::of(of_trait, body, from)));
    }
    items
}

/// Reads each header into its field.
fn headed(all: &Types, name: &str, response: &HeadedResponse, body: &Ty) -> Impl {
    let reads = response.headers.iter().map(|header| {
        (
            header.name.clone(),
            reader(all, header),
            header.wire_name.clone(),
        )
    });
    let headers = Ty::path("crate::runtime::headers::Headers<'_>");
    let function = Function::constructor(
        "headed",
        vec![
            ("headers".to_owned(), headers),
            ("body".to_owned(), body.clone()),
        ],
        Body::Headed(reads.collect()),
    );
    Impl {
        associated: vec![("Body", body.clone())],
        ..Impl::of(
            Ty::path("crate::runtime::headers::Headed"),
            Ty::local(name),
            function,
        )
    }
}

fn deref(name: &str, body: &Ty) -> Impl {
    let output = Ty::reference(body.clone());
    let function = Function::method("deref", Receiver::Reference, output, Body::Borrow("body"));
    Impl {
        associated: vec![("Target", body.clone())],
        ..Impl::of(Ty::path("std::ops::Deref"), Ty::local(name), function)
    }
}

/// The function that reads the header's value.
fn reader(all: &Types, header: &HeaderField) -> &'static str {
    match (all.has_format(&header.ty), header.empty_is_absent) {
        _ if header.is_json => "json",
        // No value with a format is empty.
        (true, _) => "format",
        (false, true) => "get_non_empty",
        (false, false) => "get",
    }
}
