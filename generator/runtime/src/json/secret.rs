//! Secret strings (`format: password`), redacted in `Debug` output.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::convert::{self, Json, accepts_scalar};
use super::mismatch::Mismatch;

/// A string that is redacted in `Debug` output. Dereferences to `str`.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Json for Secret {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        // The error must not show the value even if its type is wrong.
        String::from_json(value)
            .map(Self)
            .map_err(|_| Mismatch::new("expected a string"))
    }

    fn accepts(value: &Value) -> bool {
        accepts_scalar::<Self>(value)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        convert::read(deserializer)
    }
}
