//! A string out of a list becomes an enum that keeps what is not in the list.

use std::collections::HashSet;

use openapiv3::StringType;

use crate::model::name::{Scope, pascal};
use crate::model::types::{StringEnum, Variant};

/// The variant that keeps any other value, and what it is called where a listed value has that name.
const OTHER: &str = "Unknown";
const OTHER_QUALIFIER: &str = "Value";

pub(super) fn string_enum(string: &StringType) -> StringEnum {
    let mut names = Scope::default();
    let mut variants: Vec<Variant> = Vec::with_capacity(string.enumeration.len());
    let mut seen = HashSet::new();
    // A null in the list says `nullable` once more.
    for value in string.enumeration.iter().flatten() {
        if seen.insert(value) {
            let name = names.claim(&pascal(value), "");
            variants.push(Variant { wire_name: value.clone(), name });
        }
    }
    let other = names.claim(OTHER, OTHER_QUALIFIER);
    StringEnum { variants, other }
}
