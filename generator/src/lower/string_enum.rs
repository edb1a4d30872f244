//! String enums, which keep unknown values.

use indexmap::IndexMap;
use openapiv3::SchemaData;
use serde_json::Value;

use super::docs;
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{StringEnum, Variant};

/// The name of the variant for unknown values, and its suffix if a listed value has that name.
pub(super) const OTHER: &str = "Unknown";
pub(super) const OTHER_QUALIFIER: &str = "Value";

/// A value of an enum, with its name and description.
#[derive(Clone)]
pub(super) struct Listed<V> {
    pub(super) value: V,
    /// The name from an extension, if any.
    pub(super) name: Option<String>,
    pub(super) docs: Docs,
}

/// The values of an `enum`, with the names and descriptions from common extensions.
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
                // The title of a single-value enum is that of the value.
                .or_else(|| data.title.clone().filter(|_| only)),
            docs: match descriptions.get(index) {
                Some(text) => docs::of_description(Some(text)),
                None if only => docs::of_description(data.description.as_deref()),
                None => Docs::default(),
            },
        })
        .collect()
}

/// The strings of the first extension that has one string per value.
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
