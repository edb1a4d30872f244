//! The trait [`Json`]: how a type is read from a JSON value and written as one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::mismatch::Mismatch;

/// A type that is read from a JSON value and written as one.
pub trait Json: Sized {
    /// Whether servers often send values that are not in the type's format. An optional property that cannot be read is
    /// then kept among the undeclared properties, and the rest of the object is read.
    const LENIENT: bool = false;

    /// Whether `null` is a value of the type and does not mean that there is none.
    const ACCEPTS_NULL: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// A [`Mismatch`] with the path of the part that does not fit the type.
    fn from_json(value: Value) -> Result<Self, Mismatch>;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// The serializer's errors.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// The value of a property that is missing; `None` if the property is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the value is the one that [`absent`](Self::absent) returns.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether the value is an unknown one, which an enum only keeps.
    fn is_unknown(&self) -> bool {
        false
    }

    /// The number of an object's properties that the type does not declare. Of two types that fit, the one with fewer
    /// fits better.
    fn undeclared(_: &Map<String, Value>) -> usize {
        0
    }
}

/// Reads a type from any deserializer, by way of a JSON value.
///
/// # Errors
///
/// The deserializer's errors, and a value that does not fit.
pub fn read<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::from_json(Value::deserialize(deserializer)?).map_err(Mismatch::into_error)
}

/// Reads a string in a format. A type may accept more spellings than its format has, such as a UUID without hyphens.
/// Such a spelling is refused unless it differs in the case of letters only, since the server may know the value by it.
///
/// # Errors
///
/// A value that is not a string, or is not in the format.
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
            "invalid format: {text:?} is written `{written}`"
        )))
    }
}

/// Reads a type from a string outside of JSON, such as a header.
pub(crate) fn from_string<T: Json>(text: &str) -> Option<T> {
    let listed = || {
        text.split(',')
            .map(|part| Value::from(part.trim()))
            .collect()
    };
    T::from_json(Value::from(text))
        .or_else(|_| T::from_json(Value::Array(listed())))
        .ok()
}

/// A value as a type that is `Serialize`.
pub fn written<T: Json>(value: &T) -> impl Serialize + '_ {
    Written(value)
}

/// A list of values as a type that is `Serialize`.
pub fn written_list<T: Json>(values: &[T]) -> impl Serialize + '_ {
    values.iter().map(Written).collect::<Vec<_>>()
}

/// A value that is written by its implementation of [`Json`].
pub(super) struct Written<'a, T>(pub(super) &'a T);

impl<T: Json> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}
