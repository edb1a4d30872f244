//! The [`Json`] trait, which converts a type from and to a JSON value.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::mismatch::Mismatch;
use super::property::Property;

/// A type that is decoded from a JSON value and encoded as one.
pub trait Json: Sized {
    /// Whether an optional property that fails to decode is kept among the undeclared properties instead of failing
    /// the whole object. Set for formats that servers often get wrong.
    const LENIENT: bool = false;

    /// Whether `null` is a value of the type rather than the absence of one.
    const ACCEPTS_NULL: bool = false;

    /// Whether a value can be an entry of a map, unless every value can be.
    const ACCEPTS_ENTRY: Option<fn(&Value) -> bool> = None;

    /// The properties of a struct.
    const PROPERTIES: &'static [Property] = &[];

    /// Decodes a value.
    ///
    /// # Errors
    ///
    /// Returns a [`Mismatch`] with the path to the value that does not match the type.
    fn from_json(value: Value) -> Result<Self, Mismatch>;

    /// Encodes the value.
    ///
    /// # Errors
    ///
    /// Returns the serializer's errors.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Returns the value of a missing property, or `None` if the property is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Returns whether the value is the one returned by [`absent`](Self::absent).
    fn is_absent(&self) -> bool {
        false
    }

    /// Returns whether [`from_json`](Self::from_json) succeeds, without consuming the value.
    ///
    /// It does not look into a value of a `oneOf` enum, which accepts every value. So decoding nested enums takes time
    /// in proportion to the size of the value.
    fn accepts(value: &Value) -> bool {
        Self::from_json(value.clone()).is_ok()
    }

    /// Returns whether an accepted value is decoded as an enum's catch-all variant.
    fn is_unknown(_: &Value) -> bool {
        false
    }

    /// Returns the number of an object's properties that the type does not declare. A type with fewer such properties
    /// is a better match.
    fn undeclared(_: &Map<String, Value>) -> usize {
        0
    }
}

/// Decodes a type from any deserializer, by way of a JSON value.
///
/// # Errors
///
/// Returns the deserializer's errors, or an error if the value does not match the type.
pub fn read<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::from_json(Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// Decodes a string with a format.
///
/// A type's `FromStr` may accept more than the format allows, such as a UUID without hyphens. Only the canonical form
/// is accepted, in upper or lower case, because the server may identify the value by its exact spelling.
///
/// # Errors
///
/// Returns a [`Mismatch`] if the value is not a string or not in the canonical form.
pub fn from_format<T>(value: Value) -> Result<T, Mismatch>
where
    T: FromStr<Err: fmt::Display> + fmt::Display,
{
    let text = String::from_json(value)?;
    let read = text.parse::<T>().map_err(Mismatch::new)?;
    let written = read.to_string();
    if written.eq_ignore_ascii_case(&text) {
        Ok(read)
    } else {
        Err(Mismatch::new(format_args!(
            "invalid format: {text:?}, expected `{written}`"
        )))
    }
}

/// Returns whether a value without elements is accepted, which is cheap to decode for a trial.
pub fn accepts_scalar<T: Json>(value: &Value) -> bool {
    !value.is_array() && !value.is_object() && T::from_json(value.clone()).is_ok()
}

/// Returns whether the inner type of a newtype accepts a value. The constructor determines the type.
pub fn accepts_inner<T: Json, W>(_: fn(T) -> W, value: &Value) -> bool {
    T::accepts(value)
}

/// Decodes a type from a string outside of JSON, such as a header value.
pub(crate) fn from_string<T: Json>(text: &str) -> Option<T> {
    let items = || {
        text.split(',')
            .map(|part| Value::from(part.trim()))
            .collect()
    };
    T::from_json(Value::from(text))
        .or_else(|_| T::from_json(Value::Array(items())))
        .ok()
}

/// Returns a value as a type that implements `Serialize`.
pub fn written<T: Json>(value: &T) -> impl Serialize + '_ {
    Written(value)
}

/// Returns a slice of values as a type that implements `Serialize`.
pub fn written_list<T: Json>(values: &[T]) -> impl Serialize + '_ {
    values.iter().map(Written).collect::<Vec<_>>()
}

/// Implements `Serialize` for a value with its [`Json`] implementation.
pub(super) struct Written<'a, T>(pub(super) &'a T);

impl<T: Json> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}
