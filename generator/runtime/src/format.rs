//! How does a value whose schema has a `format` look in JSON? For `#[serde(with = …)]`, at any depth of lists and maps.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A type that JSON has in another form than its own `Serialize` would give it.
pub trait Format: Sized {
    /// Writes the value.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, and text that is not in the format.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Writes a value in its format.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<T: Format, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// Reads a value from its format.
///
/// # Errors
///
/// Those of the deserializer, and text that is not in the format.
pub fn deserialize<'de, T: Format, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A value in its format, for where only `Serialize` is asked for.
pub fn written<T: Format>(value: &T) -> impl Serialize + '_ {
    Written(value)
}

/// A list of values in their format, for where only `Serialize` is asked for.
pub fn written_list<T: Format>(values: &[T]) -> impl Serialize + '_ {
    values.iter().map(Written).collect::<Vec<_>>()
}

/// A value on its way out, inside of another.
struct Written<'a, T>(&'a T);

impl<T: Format> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// A value on its way in, inside of another.
struct Read<T>(T);

impl<'de, T: Format> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: Format> Format for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Written).serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Read<T>>::deserialize(deserializer)?.map(|Read(value)| value))
    }
}

impl<T: Format> Format for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Read<T>>::deserialize(deserializer)?.into_iter().map(|Read(value)| value).collect())
    }
}

impl<T: Format> Format for BTreeMap<String, T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Written(value))))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = BTreeMap::<String, Read<T>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|(key, Read(value))| (key, value)).collect())
    }
}
