//! One of several types: an enum with a variant for each type, and one for values that match none.

use super::body::Body;
use super::comment::{self, About};
use super::item::{Enum, Function, Impl, Item, Variant};
use super::json::JsonImpl;
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::types::{OneOf, OneOfVariant, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    one_of: &OneOf,
    about: About,
) -> Vec<Item> {
    let name = &definition.name;
    let variants = one_of.variants.iter().map(|variant| Variant {
        about: About::of_or_else(&variant.docs, || fallback(all, one_of, variant)),
        name: variant.name.clone(),
        holds: vec![value_type(all, variant)],
    });
    let other = Variant {
        about: About::ours("A value that matches none of the other variants, as received."),
        name: one_of.other.clone(),
        holds: vec![Ty::path("serde_json::Value")],
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
            default: default_variant(one_of).map(|variant| variant.name.clone()),
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

/// The variant for objects without a known discriminator.
fn default_variant(one_of: &OneOf) -> Option<&OneOfVariant> {
    one_of.discriminator.as_ref()?;
    one_of.variants.iter().find(|variant| variant.is_default)
}

fn value_type(all: &Types, variant: &OneOfVariant) -> Ty {
    let ty = Ty::of(all, &variant.ty, Scope::Types);
    if variant.boxed { Ty::boxed(ty) } else { ty }
}

/// The documentation of a variant without a description: that of its type, or its discriminator values; otherwise none.
fn fallback(all: &Types, one_of: &OneOf, variant: &OneOfVariant) -> String {
    comment::first_paragraph(all, &variant.ty)
        .or_else(|| {
            let discriminator = one_of.discriminator.as_deref()?;
            if variant.is_default {
                return Some(format!(
                    "Values without {}, and those with an unknown one.",
                    code_span(discriminator)
                ));
            }
            let tags: Vec<String> = variant.tags.iter().map(|tag| code_span(tag)).collect();
            let tags = (!tags.is_empty()).then(|| tags.join(" or "))?;
            Some(format!(
                "Values whose {} is {tags}.",
                code_span(discriminator)
            ))
        })
        .unwrap_or_default()
}

/// Whether a variant has no documentation.
pub(super) fn is_partly_undocumented(all: &Types, one_of: &OneOf) -> bool {
    one_of.variants.iter().any(|variant| {
        comment::is_empty(&variant.docs) && fallback(all, one_of, variant).is_empty()
    })
}
