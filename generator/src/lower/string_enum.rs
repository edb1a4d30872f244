//! A string out of a list becomes an enum that keeps what is not in the list.

use indexmap::IndexMap;
use openapiv3::SchemaData;
use serde_json::Value;

use super::docs;
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{StringEnum, Variant};

/// The variant that keeps any other value, and what it is called where a listed value has that name.
pub(super) const OTHER: &str = "Unknown";
pub(super) const OTHER_QUALIFIER: &str = "Value";

/// A value of an enum and what the document says of it.
pub(super) struct Listed<V> {
    pub(super) value: V,
    /// What it is called, where the document says.
    pub(super) name: Option<String>,
    pub(super) docs: Docs,
}

/// The values of one `enum`, with the names and descriptions that the customary extensions give them.
pub(super) fn listed<V>(values: impl IntoIterator<Item = V>, data: &SchemaData) -> Vec<Listed<V>> {
    let values: Vec<V> = values.into_iter().collect();
    let names = texts(data, &["x-enum-varnames", "x-enumNames"], values.len());
    let descriptions = texts(
        data,
        &["x-enum-descriptions", "x-enumDescriptions"],
        values.len(),
    );
    let only = values.len() == 1;
    values
        .into_iter()
        .enumerate()
        .map(|(index, value)| Listed {
            value,
            name: names
                .get(index)
                .cloned()
                // One value is one thing: its title is that of the value.
                .or_else(|| data.title.clone().filter(|_| only)),
            docs: match descriptions.get(index) {
                Some(text) => docs::of_description(Some(text)),
                None if only => docs::of_description(data.description.as_deref()),
                None => Docs::default(),
            },
        })
        .collect()
}

/// The texts of the first of these extensions that has as many as there are values.
fn texts(data: &SchemaData, extensions: &[&str], count: usize) -> Vec<String> {
    extensions
        .iter()
        .filter_map(|name| data.extensions.get(*name)?.as_array())
        .map(|texts| {
            texts
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .find(|texts| texts.len() == count)
        .unwrap_or_default()
}

pub(super) fn string_enum(values: impl IntoIterator<Item = Listed<String>>) -> StringEnum {
    let mut names = Scope::default();
    let mut variants: IndexMap<String, Variant> = IndexMap::new();
    for Listed { value, name, docs } in values {
        if !variants.contains_key(&value) {
            let name = names.claim(&pascal(name.as_deref().unwrap_or(&value)), "");
            variants.insert(
                value.clone(),
                Variant {
                    wire_name: value,
                    name,
                    docs,
                },
            );
        }
    }
    let other = names.claim(OTHER, OTHER_QUALIFIER);
    StringEnum {
        variants: variants.into_values().collect(),
        other,
    }
}
