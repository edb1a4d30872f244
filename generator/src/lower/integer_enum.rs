//! Integer enums, which keep unknown values.

use indexmap::IndexMap;

use super::string_enum::{Listed, OTHER, OTHER_QUALIFIER};
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{IntegerEnum, IntegerVariant};

pub(super) fn integer_enum(values: impl IntoIterator<Item = Listed<i64>>) -> IntegerEnum {
    let mut names = Scope::default();
    let mut variants: IndexMap<i64, IntegerVariant> = IndexMap::new();
    for Listed { value, name, docs } in values {
        variants.entry(value).or_insert_with(|| {
            let wanted = name.unwrap_or_else(|| value.to_string());
            IntegerVariant {
                value,
                name: names.claim(&pascal(&wanted), ""),
                docs,
            }
        });
    }
    let other = names.claim(OTHER, OTHER_QUALIFIER);
    IntegerEnum {
        variants: variants.into_values().collect(),
        other,
    }
}
