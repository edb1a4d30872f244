//! [`Json`] for types from the standard library and from the crates that generated code uses.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer, ser};
use serde_json::{Map, Value};

use super::convert::{Json, Written, accepts_scalar, from_format, from_text, is_rewritten};
use super::mismatch::Mismatch;
use super::object::properties;
use super::property::Entries;

/// Implements [`Json`] with the type's `serde` implementation.
macro_rules! plain {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            fn from_json(value: Value) -> Result<Self, Mismatch> {
                Self::deserialize(value).map_err(Mismatch::new)
            }

            fn accepts(value: &Value) -> bool {
                accepts_scalar::<Self>(value)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })*
    };
}

plain!(bool, String);

/// Implements [`Json`] for floating-point numbers, which must be finite.
macro_rules! float {
    ($($ty:ty: $lenient:literal),*) => {
        $(impl Json for $ty {
            const LENIENT: bool = $lenient;

            fn from_json(value: Value) -> Result<Self, Mismatch> {
                let number = Self::deserialize(&value).map_err(Mismatch::new)?;
                if number.is_finite() {
                    Ok(number)
                } else {
                    Err(Mismatch::not(stringify!($ty), &value))
                }
            }

            fn accepts(value: &Value) -> bool {
                Self::deserialize(value).is_ok_and(Self::is_finite)
            }

            fn keeps(value: &Value) -> bool {
                value.is_number()
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !self.is_finite() {
                    return Err(ser::Error::custom("must be a finite number"));
                }
                self.serialize(serializer)
            }
        })*
    };
}

// Every JSON number is an `f64`.
float!(f32: true, f64: false);

/// Implements [`Json`] for integers, including those written with a zero fraction (`7.0`).
macro_rules! integer {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: Value) -> Result<Self, Mismatch> {
                match whole(&value) {
                    Some(number) => Self::try_from(number).map_err(|_| Mismatch::not(stringify!($ty), &value)),
                    None => Self::deserialize(&value).map_err(Mismatch::new),
                }
            }

            fn accepts(value: &Value) -> bool {
                match whole(value) {
                    Some(number) => Self::try_from(number).is_ok(),
                    None => Self::deserialize(value).is_ok(),
                }
            }

            fn keeps(value: &Value) -> bool {
                value.is_number()
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })*
    };
}

integer!(i32, i64, u32, u64);

/// Returns a floating-point number without a fraction as an integer.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    let number = value.as_f64().filter(|_| value.is_f64())?;
    // `f64` represents every integer of this magnitude exactly.
    if number.fract() != 0.0 || number.abs() >= 9e15 {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a whole number of this magnitude is an `i64`"
    )]
    Some(number as i64)
}

/// Implements [`Json`] as a string, with `FromStr` and `Display`.
macro_rules! string {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: Value) -> Result<Self, Mismatch> {
                Self::decode(value).map_err(|(_, mismatch)| mismatch)
            }

            fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
                from_text(value, |text| text.parse().map_err(Mismatch::new))
            }

            fn accepts(value: &Value) -> bool {
                accepts_scalar::<Self>(value)
            }

            fn is_unknown(value: &Value) -> bool {
                is_rewritten::<Self>(value)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        })*
    };
}

string!(Ipv4Addr, Ipv6Addr);

/// Read only as a full date (RFC 3339), because a date-time would lose its time.
impl Json for Date {
    const LENIENT: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        Self::decode(value).map_err(|(_, mismatch)| mismatch)
    }

    fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
        from_format(value)
    }

    fn accepts(value: &Value) -> bool {
        accepts_scalar::<Self>(value)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value that must be `null`.
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

    fn accepts(value: &Value) -> bool {
        value.is_null()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl Json for Value {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }

    fn accepts(_: &Value) -> bool {
        true
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Json for Map<String, Value> {
    fn from_json(value: Value) -> Result<Self, Mismatch> {
        properties(value)
    }

    fn accepts(value: &Value) -> bool {
        value.is_object()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        properties.len()
    }

    fn as_properties(&self) -> Option<&Map<String, Value>> {
        Some(self)
    }
}

impl<T: Json> Json for Box<T> {
    const LENIENT: bool = T::LENIENT;
    const ACCEPTS_NULL: bool = T::ACCEPTS_NULL;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        T::from_json(value).map(Self::new)
    }

    fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
        T::decode(value).map(Self::new)
    }

    fn keeps(value: &Value) -> bool {
        T::keeps(value)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }

    fn accepts(value: &Value) -> bool {
        T::accepts(value)
    }

    fn is_unknown(value: &Value) -> bool {
        T::is_unknown(value)
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        T::undeclared(properties)
    }
}

impl<T: Json> Json for Option<T> {
    const LENIENT: bool = T::LENIENT;
    // The outer of two options distinguishes an absent value from `null`.
    const ACCEPTS_NULL: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        if value.is_null() && !T::ACCEPTS_NULL {
            Ok(None)
        } else {
            T::from_json(value).map(Some)
        }
    }

    fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
        if value.is_null() && !T::ACCEPTS_NULL {
            Ok(None)
        } else {
            T::decode(value).map(Some)
        }
    }

    fn accepts(value: &Value) -> bool {
        value.is_null() || T::accepts(value)
    }

    fn keeps(value: &Value) -> bool {
        T::keeps(value)
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
    const LENIENT: bool = T::LENIENT;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        let Value::Array(items) = value else {
            return Err(Mismatch::not("an array", &value));
        };
        let items = items.into_iter().enumerate();
        items
            .map(|(index, item)| T::from_json(item).map_err(|mismatch| mismatch.at(index)))
            .collect()
    }

    fn accepts(value: &Value) -> bool {
        value
            .as_array()
            .is_some_and(|items| items.iter().all(T::accepts))
    }

    fn keeps(value: &Value) -> bool {
        let fits = |item: &Value| T::accepts(item) || T::keeps(item);
        value.as_array().is_some_and(|items| items.iter().all(fits))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    const LENIENT: bool = T::LENIENT;
    const ENTRIES: Option<Entries> = Some(Entries {
        accepts: T::accepts,
        keeps: if T::LENIENT { T::keeps } else { |_| false },
    });

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        let entries = properties(value)?.into_iter();
        entries
            .map(|(key, value)| match T::from_json(value) {
                Ok(value) => Ok((key, value)),
                Err(mismatch) => Err(mismatch.under(&key)),
            })
            .collect()
    }

    fn accepts(value: &Value) -> bool {
        value
            .as_object()
            .is_some_and(|entries| entries.values().all(T::accepts))
    }

    fn keeps(value: &Value) -> bool {
        let fits = |entry: &Value| T::accepts(entry) || T::keeps(entry);
        value
            .as_object()
            .is_some_and(|entries| entries.values().all(fits))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Written(value))))
    }

    fn undeclared(properties: &Map<String, Value>) -> usize {
        properties.len()
    }
}
