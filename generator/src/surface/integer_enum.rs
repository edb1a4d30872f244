//! An integer enumeration: an enum with a variant for unknown values.

use super::comment::About;
use super::item::{Enum, Item, Variant};
use super::json::JsonImpl;
use super::string_enum::UNKNOWN;
use super::ty::Ty;
use crate::model::types::{IntegerEnum, TypeDefinition};

pub(super) fn items(
    definition: &TypeDefinition,
    integer_enum: &IntegerEnum,
    about: About,
) -> Vec<Item> {
    let variants = integer_enum.variants.iter().map(|variant| Variant {
        about: About::of(&variant.docs, &format!("`{}`", variant.value)),
        name: variant.name.clone(),
        holds: Vec::new(),
    });
    let other = Variant {
        about: About::ours(UNKNOWN),
        name: integer_enum.other.clone(),
        holds: vec![Ty::path("i64")],
    };
    let values = integer_enum
        .variants
        .iter()
        .map(|variant| (variant.name.clone(), variant.value));
    vec![
        Item::Enum(Enum {
            about,
            derives: vec!["Clone", "Copy", "Debug", "Eq", "Hash", "PartialEq"],
            name: definition.name.clone(),
            variants: variants.chain([other]).collect(),
        }),
        Item::Json(JsonImpl::IntegerEnum {
            name: definition.name.clone(),
            values: values.collect(),
            other: integer_enum.other.clone(),
        }),
    ]
}
