//! [`Json`] for the types of the standard library and of the crates that generated code uses.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::convert::{Json, Written};
use super::mismatch::Mismatch;
use super::object::properties;

/// Types that `serde` reads and writes as JSON has them.
macro_rules! plain {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            fn from_json(value: Value) -> Result<Self, Mismatch> {
                Self::deserialize(value).map_err(Mismatch::new)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })*
    };
}

plain!(bool, f32, f64, String);

/// Integers, which JSON may write with a fraction of zero.
macro_rules! integer {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            fn from_json(value: Value) -> Result<Self, Mismatch> {
                match value.as_f64() {
                    // Up to here every whole number of a double is exact.
                    Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() < 9e15 => {
                        let text = format!("{number:.0}");
                        text.parse().map_err(|_| Mismatch::not(stringify!($ty), &value))
                    }
                    _ => Self::deserialize(value).map_err(Mismatch::new),
                }
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })*
    };
}

integer!(i32, i64, u32, u64);

/// Strings in the format of the type's `FromStr` and `Display`.
macro_rules! string {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: Value) -> Result<Self, Mismatch> {
                String::from_json(value)?.parse().map_err(Mismatch::new)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        })*
    };
}

string!(Date, Ipv4Addr, Ipv6Addr);

/// `null`, where no other value is allowed.
impl Json for () {
    const LENIENT: bool = true;
    const ACCEPTS_NULL: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        if value.is_null() {
            Ok(())
        } else {
            Err(Mismatch::not("null", &value))
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl Json for Value {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Json for Map<String, Value> {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        properties(value)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        properties.len()
    }
}

impl<T: Json> Json for Box<T> {
    const LENIENT: bool = T::LENIENT;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        T::from_json(value).map(Self::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }

    fn is_unknown(&self) -> bool {
        T::is_unknown(self)
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        T::undeclared(properties)
    }
}

impl<T: Json> Json for Option<T> {
    const LENIENT: bool = T::LENIENT;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        if value.is_null() && !T::ACCEPTS_NULL {
            Ok(None)
        } else {
            T::from_json(value).map(Some)
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        T::undeclared(properties)
    }
}

impl<T: Json> Json for Vec<T> {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        let Value::Array(elements) = value else {
            return Err(Mismatch::not("a list", &value));
        };
        let elements = elements.into_iter().enumerate();
        elements
            .map(|(index, element)| T::from_json(element).map_err(|wrong| wrong.at(index)))
            .collect()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        let entries = properties(value)?.into_iter();
        entries
            .map(|(key, value)| match T::from_json(value) {
                Ok(value) => Ok((key, value)),
                Err(wrong) => Err(wrong.under(&key)),
            })
            .collect()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Written(value))))
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        properties.len()
    }
}
