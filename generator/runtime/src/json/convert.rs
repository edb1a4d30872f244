//! The [`Json`] trait, which converts a type from and to a JSON value.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::mismatch::Mismatch;
use super::property::{Entries, Property};

/// A type that is decoded from a JSON value and encoded as one.
pub trait Json: Sized {
    /// Whether an optional property with a value that is not in the type's format is kept as received instead of
    /// failing the whole object.
    const LENIENT: bool = false;

    /// Whether `null` is a value of the type rather than the absence of one.
    const ACCEPTS_NULL: bool = false;

    /// The values that can be entries of a map, unless every value can be.
    const ENTRIES: Option<Entries> = None;

    /// The properties of a struct.
    const PROPERTIES: &'static [Property] = &[];

    /// Decodes a value.
    ///
    /// # Errors
    ///
    /// Returns a [`Mismatch`] with the path to the value that does not match the type.
    fn from_json(value: Value) -> Result<Self, Mismatch>;

    /// Decodes a value like [`from_json`](Self::from_json), and returns the value if the type does not accept it.
    ///
    /// # Errors
    ///
    /// Returns the unchanged value, and a [`Mismatch`] with the path to the value that does not match the type.
    fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
        if Self::accepts(&value) {
            return Self::from_json(value).map_err(|mismatch| (Value::Null, mismatch));
        }
        match Self::from_json(value.clone()) {
            Ok(decoded) => Ok(decoded),
            Err(mismatch) => Err((value, mismatch)),
        }
    }

    /// Returns whether a value that a [lenient](Self::LENIENT) type does not accept is kept as received. A value of a
    /// different JSON type may have to fail.
    fn keeps(_: &Value) -> bool {
        Self::LENIENT
    }

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

    /// Returns the properties of a map of any JSON.
    fn as_properties(&self) -> Option<&Map<String, Value>> {
        None
    }

    /// Returns whether [`from_json`](Self::from_json) succeeds, without consuming the value.
    ///
    /// It does not look into a value of a `oneOf` enum, which accepts every value. So decoding nested enums takes time
    /// in proportion to the size of the value.
    fn accepts(value: &Value) -> bool {
        Self::from_json(value.clone()).is_ok()
    }

    /// Returns whether an accepted value is decoded as an enum's catch-all variant, or is not in the canonical form of
    /// its format. Any other type that accepts the value is a better match.
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
/// Returns the value and a [`Mismatch`] if the value is not a string or not in the canonical form.
pub fn from_format<T>(value: Value) -> Result<T, (Value, Mismatch)>
where
    T: FromStr<Err: fmt::Display> + fmt::Display,
{
    from_text(value, |text| {
        let read = text.parse::<T>().map_err(Mismatch::new)?;
        let written = read.to_string();
        if written.eq_ignore_ascii_case(text) {
            Ok(read)
        } else {
            Err(Mismatch::new(format_args!(
                "invalid format: {text:?}, expected `{written}`"
            )))
        }
    })
}

/// Decodes a string with a function, and returns the value if that fails.
pub(super) fn from_text<T>(
    value: Value,
    parse: impl FnOnce(&str) -> Result<T, Mismatch>,
) -> Result<T, (Value, Mismatch)> {
    let parsed = match &value {
        Value::String(text) => parse(text),
        other => Err(Mismatch::not("a string", other)),
    };
    parsed.map_err(|mismatch| (value, mismatch))
}

/// Returns whether a string differs from the canonical form of the value that it is decoded as.
pub fn is_rewritten<T: Json + fmt::Display>(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        T::from_json(value.clone()).is_ok_and(|decoded| decoded.to_string() != text)
    })
}

/// Returns whether a value without elements is accepted, which is cheap to decode for a trial.
pub fn accepts_scalar<T: Json>(value: &Value) -> bool {
    !value.is_array() && !value.is_object() && T::from_json(value.clone()).is_ok()
}

/// Returns whether the inner type of a newtype is [lenient](Json::LENIENT). The constructor determines the type.
pub const fn is_lenient<T: Json, W>(_: fn(T) -> W) -> bool {
    T::LENIENT
}

/// Returns whether the inner type of a newtype [keeps](Json::keeps) a value. The constructor determines the type.
pub fn keeps_inner<T: Json, W>(_: fn(T) -> W, value: &Value) -> bool {
    T::keeps(value)
}

/// Returns whether the inner type of a newtype accepts a value. The constructor determines the type.
pub fn accepts_inner<T: Json, W>(_: fn(T) -> W, value: &Value) -> bool {
    T::accepts(value)
}

/// Decodes a type from a string outside of JSON, such as a header value.
pub(crate) fn from_string<T: Json>(text: &str) -> Option<T> {
    let items = || {
        let parts = Some(text).filter(|text| !text.is_empty()).into_iter();
        parts
            .flat_map(|text| text.split(','))
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
