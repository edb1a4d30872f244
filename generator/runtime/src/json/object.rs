//! Reading and writing the properties of a JSON object.

use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::convert::{Json, Written};
use super::mismatch::Mismatch;
use super::property::{Entries, Fit, Property};

/// Returns the properties of an object.
///
/// # Errors
///
/// Returns a [`Mismatch`] if the value is not an object.
pub fn properties(value: Value) -> Result<Map<String, Value>, Mismatch> {
    match value {
        Value::Object(properties) => Ok(properties),
        other => Err(Mismatch::not("an object", &other)),
    }
}

/// Describes the property of a field. The accessor determines its type.
pub const fn property<O, T: Json>(name: &'static str, _: fn(&O) -> &T) -> Property {
    Property {
        name,
        is_lenient: T::LENIENT,
        fit: fit::<T>,
    }
}

/// Returns how [`take`] decodes a property.
fn fit<T: Json>(value: Option<&Value>) -> Fit {
    let is_optional = || T::absent().is_some();
    match value {
        Some(value) if T::accepts(value) => Fit::Decoded,
        None if is_optional() => Fit::Decoded,
        Some(value) if T::LENIENT && is_optional() && T::keeps(value) => Fit::Kept,
        _ => Fit::Mismatched,
    }
}

/// Returns [`ENTRIES`](Json::ENTRIES) of the field that collects undeclared properties.
pub const fn entries<O, T: Json>(_: fn(&O) -> &T) -> Option<Entries> {
    T::ENTRIES
}

/// Removes a property from an object and decodes it. If `keeps` is set, an optional property that is not in its format
/// stays in the object.
///
/// # Errors
///
/// Returns a [`Mismatch`] if a required property is missing, or if the property does not match its type and does not
/// stay.
pub fn take<T: Json>(
    properties: &mut Map<String, Value>,
    name: &str,
    keeps: bool,
) -> Result<T, Mismatch> {
    let Some(value) = properties.remove(name) else {
        return T::absent().ok_or_else(|| Mismatch::new(format_args!("missing field `{name}`")));
    };
    if keeps
        && T::LENIENT
        && let Some(absent) = T::absent()
    {
        return match T::decode(value) {
            Ok(decoded) => Ok(decoded),
            Err((value, _)) if T::keeps(&value) => {
                properties.insert(name.to_owned(), value);
                Ok(absent)
            }
            Err((_, mismatch)) => Err(mismatch.under(name)),
        };
    }
    T::from_json(value).map_err(|mismatch| mismatch.under(name))
}

/// Removes the properties that are not in their format: the declared ones that are still in an object, and the
/// undeclared ones that are not `entries` of the map for them.
pub fn take_kept(
    properties: &mut Map<String, Value>,
    declared: &[Property],
    entries: Option<Entries>,
) -> Map<String, Value> {
    let lenient = declared.iter().filter(|property| property.is_lenient);
    let mut kept: Map<String, Value> = lenient
        .filter_map(|property| properties.remove_entry(property.name))
        .collect();
    if let Some(entries) = entries {
        let is_kept = |value: &Value| !(entries.accepts)(value) && (entries.keeps)(value);
        let names: Vec<String> = properties
            .iter()
            .filter(|(_, value)| is_kept(value))
            .map(|(name, _)| name.clone())
            .collect();
        kept.extend(
            names
                .iter()
                .filter_map(|name| properties.remove_entry(name)),
        );
    }
    kept
}

/// Writes a property unless it is absent.
///
/// # Errors
///
/// Returns the serializer's errors.
pub fn put<T: Json, S: SerializeMap>(
    object: &mut S,
    name: &str,
    value: &T,
) -> Result<(), S::Error> {
    if value.is_absent() {
        Ok(())
    } else {
        object.serialize_entry(name, &Written(value))
    }
}

/// Writes a property, as `null` if it is absent and `kept` does not have it.
///
/// # Errors
///
/// Returns the serializer's errors.
pub fn put_null<T: Json, S: SerializeMap>(
    object: &mut S,
    name: &str,
    value: &T,
    kept: Option<&Map<String, Value>>,
) -> Result<(), S::Error> {
    if value.is_absent() && kept.is_some_and(|kept| kept.contains_key(name)) {
        return Ok(());
    }
    object.serialize_entry(name, &Written(value))
}

/// Writes the undeclared properties, and the declared ones that are absent from their fields, except those that are
/// written elsewhere.
///
/// # Errors
///
/// Returns the serializer's errors.
pub fn put_all<'a, T: Json + 'a, S: SerializeMap, const N: usize>(
    object: &mut S,
    properties: impl IntoIterator<Item = (&'a String, &'a T)>,
    declared: &[Property],
    is_absent: impl Fn() -> [bool; N],
    is_written: impl Fn(&str) -> bool,
) -> Result<(), S::Error> {
    for (name, value) in properties {
        let index = declared.iter().position(|property| property.name == name);
        // The field replaces a property of the same name.
        let is_free = index.is_none_or(|index| is_absent().get(index) == Some(&true));
        if is_free && !is_written(name) {
            object.serialize_entry(name, &Written(value))?;
        }
    }
    Ok(())
}
