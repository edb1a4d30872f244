//! A response whose body depends on the status: an enum.

use super::body::{Body, StatusContent, StatusRead};
use super::comment::About;
use super::item::{Enum, Function, Impl, Item, Variant};
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::extern_name::ExternName;
use crate::model::types::{ResponseBody, StatusVariant, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    variants: &[StatusVariant],
    about: About,
) -> Vec<Item> {
    let members = variants.iter().map(|variant| Variant {
        about: About::of(&variant.docs, &describe(&variant.status)),
        name: variant.name.clone(),
        holds: content(all, &variant.body).into_iter().collect(),
    });
    // An undeclared status is read as the first variant with a body.
    let is_fallback = |variant: &&StatusVariant| !matches!(variant.body, ResponseBody::Empty);
    let fallback = variants.iter().find(is_fallback).or(variants.first());
    let arms = variants.iter().filter_map(|variant| {
        let status: u16 = variant.status.parse().ok()?;
        (fallback != Some(variant)).then(|| (status, read(variant)))
    });
    let response = Ty::path("crate::runtime::RawResponse");
    let error = Ty::path("crate::runtime::Error");
    let function = Function {
        output: Ty::generic("Result", vec![Ty::path("Self"), error]),
        ..Function::constructor(
            "read",
            vec![("response".to_owned(), response)],
            Body::ByStatus {
                arms: arms.collect(),
                otherwise: fallback.map(read),
            },
        )
    };
    vec![
        Item::Enum(Enum {
            about,
            derives: vec!["Clone", "Debug", "PartialEq"],
            name: definition.name.clone(),
            variants: members.collect(),
        }),
        Item::Impl(Impl::of(
            Ty::path("crate::runtime::ByStatus"),
            Ty::local(&definition.name),
            function,
        )),
    ]
}

/// The documentation of a variant without a description.
fn describe(status: &str) -> String {
    match status {
        "default" => "Any other status.".to_owned(),
        status => format!("Status {}.", code_span(status)),
    }
}

/// The type of a variant's value. Bytes are not a stream: the body has been read when the variant is chosen.
fn content(all: &Types, body: &ResponseBody) -> Option<Ty> {
    match body {
        ResponseBody::Empty => None,
        ResponseBody::Bytes => Some(Ty::Extern(ExternName::BYTES, Vec::new())),
        other => Some(Ty::of_body(all, other, Scope::Types)),
    }
}

fn read(variant: &StatusVariant) -> StatusRead {
    let content = match &variant.body {
        ResponseBody::Json(_) => StatusContent::Json,
        ResponseBody::Text => StatusContent::Text,
        ResponseBody::Empty => StatusContent::Nothing,
        ResponseBody::Bytes
        | ResponseBody::JsonLines(_)
        | ResponseBody::Events(_)
        | ResponseBody::ByStatus(_) => StatusContent::Bytes,
    };
    StatusRead {
        variant: variant.name.clone(),
        content,
    }
}
