//! One of several types: an enum with a variant for each type, and one for values that match none.

use super::body::Body;
use super::comment::{self, About};
use super::item::{Enum, Function, Impl, Item, Variant};
use super::json::JsonImpl;
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::types::{OneOf, OneOfVariant, Type, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    one_of: &OneOf,
    about: About,
) -> Vec<Item> {
    let name = &definition.name;
    let variants = one_of.variants.iter().map(|variant| Variant {
        about: About::of(&variant.docs, &fallback(all, variant)),
        name: variant.name.clone(),
        holds: Some(value_type(all, variant)),
    });
    let other = Variant {
        about: About::ours("A value that matches none of the other variants, as received."),
        name: one_of.other.clone(),
        holds: Some(Ty::path("serde_json::Value")),
    };
    let cases = one_of
        .variants
        .iter()
        .map(|variant| (variant.name.clone(), variant.tags.clone()));
    let mut items = vec![
        Item::Enum(Enum {
            about,
            derives: vec!["Clone", "Debug", "PartialEq"],
            name: name.clone(),
            variants: variants.chain([other]).collect(),
        }),
        Item::Json(JsonImpl::OneOf {
            name: name.clone(),
            discriminator: one_of.discriminator.clone(),
            variants: cases.collect(),
            other: one_of.other.clone(),
        }),
    ];
    items.extend(one_of.variants.iter().map(|variant| {
        let ty = value_type(all, variant);
        let body = Body::Wrap {
            variant: variant.name.clone(),
            argument: "value".to_owned(),
        };
        let arguments = vec![("value".to_owned(), ty.clone())];
        let function = Function::constructor("from", arguments, body);
        Item::Impl(Impl::of(
            Ty::generic("From", vec![ty]),
            Ty::local(name),
            function,
        ))
    }));
    items
}

fn value_type(all: &Types, variant: &OneOfVariant) -> Ty {
    let ty = Ty::of(all, &variant.ty, Scope::Types);
    if variant.boxed { Ty::boxed(ty) } else { ty }
}

/// The documentation of a variant without a description: that of its type, its discriminator value, or the type.
fn fallback(all: &Types, variant: &OneOfVariant) -> String {
    let of_type = match &variant.ty {
        Type::Named(id) => comment::first_paragraph(&all[*id].docs),
        _ => None,
    };
    of_type.unwrap_or_else(|| match variant.tags.first() {
        Some(tag) => code_span(tag),
        None => format!("`{}`", Ty::of(all, &variant.ty, Scope::Types)),
    })
}
