//! A string enumeration: an enum with a variant for unknown values.

use super::comment::About;
use super::item::{Enum, Item, Variant};
use super::json::JsonImpl;
use super::ty::Ty;
use crate::model::code_span;
use crate::model::types::{StringEnum, TypeDefinition};

/// The documentation of the variant for unknown values.
pub(super) const UNKNOWN: &str =
    "A value that this version of the crate does not know, as received.";

pub(super) fn items(
    definition: &TypeDefinition,
    string_enum: &StringEnum,
    about: About,
) -> Vec<Item> {
    let variants = string_enum.variants.iter().map(|variant| Variant {
        about: About::of(&variant.docs, &describe(&variant.wire_name)),
        name: variant.name.clone(),
        holds: Vec::new(),
    });
    let other = Variant {
        about: About::ours(UNKNOWN),
        name: string_enum.other.clone(),
        holds: vec![Ty::string()],
    };
    let values = string_enum
        .variants
        .iter()
        .map(|variant| (variant.name.clone(), variant.wire_name.clone()));
    vec![
        Item::Enum(Enum {
            about,
            derives: vec!["Clone", "Debug", "Eq", "Hash", "PartialEq"],
            name: definition.name.clone(),
            variants: variants.chain([other]).collect(),
        }),
        Item::Json(JsonImpl::StringEnum {
            name: definition.name.clone(),
            values: values.collect(),
            other: string_enum.other.clone(),
        }),
    ]
}

/// The documentation of a value without a description.
fn describe(value: &str) -> String {
    if value.is_empty() {
        "The empty string.".to_owned()
    } else {
        code_span(value)
    }
}
