//! The properties that a generated struct declares, which determine whether it accepts an object.

use serde_json::{Map, Value};

/// A property that a struct declares.
pub struct Property {
    pub(super) name: &'static str,
    /// Whether its type is lenient.
    pub(super) is_lenient: bool,
    pub(super) fit: fn(Option<&Value>) -> Fit,
}

/// The values that can be entries of a map.
#[derive(Clone, Copy)]
pub struct Entries {
    pub(super) accepts: fn(&Value) -> bool,
    /// Whether a value that is not accepted is kept as received, if there is a field for it.
    pub(super) keeps: fn(&Value) -> bool,
}

/// The result of matching a property's value with its type.
pub(super) enum Fit {
    Decoded,
    /// The value is kept as received if the struct has a field for it, because its type is lenient.
    Kept,
    Mismatched,
}

/// Returns whether a struct with these properties accepts a value.
pub fn accepts_object(
    declared: &[Property],
    entries: Option<Entries>,
    keeps: bool,
    value: &Value,
) -> bool {
    let Some(properties) = value.as_object() else {
        return false;
    };
    let is_entry =
        |value: &Value| entries.is_none_or(|of| (of.accepts)(value) || keeps && (of.keeps)(value));
    let all_fit = declared.iter().all(|property| {
        let value = properties.get(property.name);
        match (property.fit)(value) {
            Fit::Decoded => true,
            Fit::Kept => keeps,
            Fit::Mismatched => false,
        }
    });
    let is_declared = |name: &str| declared.iter().any(|property| property.name == name);
    all_fit
        && (entries.is_none()
            || properties
                .iter()
                .all(|(name, value)| is_declared(name) || is_entry(value)))
}

/// Returns the number of properties that are not declared or not in their format.
pub fn undeclared(declared: &[Property], properties: &Map<String, Value>) -> usize {
    let found = declared
        .iter()
        .filter(|property| match properties.get(property.name) {
            Some(value) if property.is_lenient => {
                matches!((property.fit)(Some(value)), Fit::Decoded)
            }
            value => value.is_some(),
        });
    properties.len().saturating_sub(found.count())
}
