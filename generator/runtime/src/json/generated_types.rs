//! The macros that generated types are read and written by, one line for a type.
//!
//! They replace derives, whose code for thousands of types would be most of the compiler's work. They expand to a few
//! calls of the module `json`, which callers have in scope by that name.
#![allow(unused_macros, unused_imports, reason = "an API uses some of them")]

/// `Serialize` and `Deserialize` of a type that is `Json`.
macro_rules! serde_of {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::Json::write(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                json::read(deserializer)
            }
        }
    };
}

/// A struct: its fields, each with its name in JSON where that is another, and `null` where an absent value is written
/// as `null`; after a semicolon the field that keeps all other properties.
macro_rules! object {
    ($name:ident { $($field:ident $(($wire:literal $(, $null:ident)?))?),* $(; $rest:ident)? }) => {
        impl json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, json::Mismatch> {
                #[allow(unused_mut, unused_variables, reason = "an object may have no properties")]
                let mut properties = json::properties(value)?;
                Ok(Self {
                    $($field: json::take(&mut properties, object!(@wire $field $($wire)?))?,)*
                    $($rest: json::Json::from_json(serde_json::Value::Object(properties))?,)?
                })
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "an object may have no properties")]
                let mut object = serde::Serializer::serialize_map(serializer, None)?;
                $(object!(@put object, object!(@wire $field $($wire)?), self.$field $($(, $null)?)?);)*
                $(json::put_all(&mut object, &self.$rest)?;)?
                serde::ser::SerializeMap::end(object)
            }

            fn undeclared(properties: &serde_json::Map<String, serde_json::Value>) -> usize {
                let names: &[&str] = &[$(object!(@wire $field $($wire)?)),*];
                properties.keys().filter(|name| !names.contains(&name.as_str())).count()
            }
        }

        serde_of!($name);
    };
    (@put $object:ident, $wire:expr, $value:expr) => {
        json::put(&mut $object, $wire, &$value)?
    };
    (@put $object:ident, $wire:expr, $value:expr, null) => {
        json::put_null(&mut $object, $wire, &$value)?
    };
    (@wire $field:ident) => {
        stringify!($field)
    };
    (@wire $field:ident $wire:literal) => {
        $wire
    };
}

/// An enum of strings, with the variant that keeps any other.
macro_rules! string_enum {
    ($name:ident { $($variant:ident($wire:literal)),* ; $other:ident }) => {
        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$other(value) => value,
                }
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    $($wire => Self::$variant,)*
                    _ => Self::$other(value),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::from(value.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, json::Mismatch> {
                <String as json::Json>::from_json(value).map(Self::from)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            fn is_unknown(&self) -> bool {
                matches!(self, Self::$other(_))
            }
        }

        serde_of!($name);
    };
}

/// A struct around a value that is checked before it is sent; what a server sends is not checked.
macro_rules! checked {
    ($name:ident) => {
        impl json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, json::Mismatch> {
                json::Json::from_json(value).map(Self)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::Json::write(&self.0, serializer)
            }
        }

        serde_of!($name);
    };
}

/// An enum of integers, with the variant that keeps any other.
macro_rules! integer_enum {
    ($name:ident { $($variant:ident($value:literal)),* ; $other:ident }) => {
        impl $name {
            /// The value on the wire.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$other(value) => *value,
                }
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$other(value),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.as_i64().fmt(f)
            }
        }

        impl json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, json::Mismatch> {
                <i64 as json::Json>::from_json(value).map(Self::from)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }

            fn is_unknown(&self) -> bool {
                matches!(self, Self::$other(_))
            }
        }

        serde_of!($name);
    };
}

/// One of several types, with the variant that keeps any other value: the property that tells the variants apart, where
/// one does, and its values for each variant.
macro_rules! one_of {
    ($name:ident $(by $property:literal)? { $($variant:ident $(($($tag:literal),+))?),* ; $other:ident }) => {
        impl json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, json::Mismatch> {
                let mut one_of = json::OneOf::new(value, one_of!(@property $($property)?));
                $(one_of.try_variant(&[$($($tag),+)?], Self::$variant);)*
                Ok(one_of.or(Self::$other))
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let property = one_of!(@property $($property)?);
                match self {
                    $(Self::$variant(value) => json::write_tagged(value, property, &[$($($tag),+)?], serializer),)*
                    Self::$other(value) => serde::Serialize::serialize(value, serializer),
                }
            }

            fn is_unknown(&self) -> bool {
                matches!(self, Self::$other(_))
            }
        }

        serde_of!($name);
    };
    (@property) => {
        None
    };
    (@property $property:literal) => {
        Some($property)
    };
}

/// A type of a crate that only some APIs depend on, for texts in a format that its `FromStr` and `Display` have.
macro_rules! text_format {
    ($ty:ty) => {
        impl json::Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: serde_json::Value) -> Result<Self, json::Mismatch> {
                json::from_format(value)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

pub(crate) use {checked, integer_enum, object, one_of, serde_of, string_enum, text_format};
