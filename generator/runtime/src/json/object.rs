//! Reading and writing the properties of a JSON object.

use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::convert::{Json, Written};
use super::mismatch::Mismatch;
use super::property::{Fit, Property};

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
        fit: fit::<T>,
    }
}

/// Returns how [`take`] decodes a property.
fn fit<T: Json>(value: Option<&Value>) -> Fit {
    let is_optional = || T::absent().is_some();
    match value {
        Some(value) if T::accepts(value) => Fit::Decoded,
        None if is_optional() => Fit::Decoded,
        Some(_) if T::LENIENT && is_optional() => Fit::Kept,
        _ => Fit::Mismatched,
    }
}

/// Returns [`ACCEPTS_ENTRY`](Json::ACCEPTS_ENTRY) of the field that collects undeclared properties.
pub const fn accepts_entry<O, T: Json>(_: fn(&O) -> &T) -> Option<fn(&Value) -> bool> {
    T::ACCEPTS_ENTRY
}

/// Removes a property from an object and decodes it.
///
/// # Errors
///
/// Returns a [`Mismatch`] if a required property is missing, or if the property does not match its type and is not both
/// optional and [lenient](Json::LENIENT).
pub fn take<T: Json>(properties: &mut Map<String, Value>, name: &str) -> Result<T, Mismatch> {
    let Some(value) = properties.remove(name) else {
        return T::absent().ok_or_else(|| Mismatch::new(format_args!("missing field `{name}`")));
    };
    if T::LENIENT
        && let Some(absent) = T::absent()
    {
        return Ok(T::from_json(value.clone()).unwrap_or_else(|_| {
            properties.insert(name.to_owned(), value);
            absent
        }));
    }
    T::from_json(value).map_err(|mismatch| mismatch.under(name))
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
        put_null(object, name, value)
    }
}

/// Writes a property, as `null` if it is absent.
///
/// # Errors
///
/// Returns the serializer's errors.
pub fn put_null<T: Json, S: SerializeMap>(
    object: &mut S,
    name: &str,
    value: &T,
) -> Result<(), S::Error> {
    object.serialize_entry(name, &Written(value))
}

/// Writes the undeclared properties.
///
/// # Errors
///
/// Returns the serializer's errors.
pub fn put_all<'a, T: Json + 'a, S: SerializeMap>(
    object: &mut S,
    properties: impl IntoIterator<Item = (&'a String, &'a T)>,
) -> Result<(), S::Error> {
    properties
        .into_iter()
        .try_for_each(|(name, value)| put_null(object, name, value))
}
