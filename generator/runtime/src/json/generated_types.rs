//! Macros that implement JSON conversion for generated types, one line per type.
//!
//! They replace derives, whose code for thousands of types would dominate compile time. Each expands to a few calls
//! into the `json` module, which the caller must have in scope under that name.
//!
//! An embedded runtime does not export them from its crate.
#![allow(
    unused_macros,
    unused_imports,
    reason = "an API may use only some of them"
)]

/// Implements `Serialize` and `Deserialize` for a type that implements `Json`.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_of {
    ($name:ident) => {
        impl json::serde::Serialize for $name {
            fn serialize<S: json::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                json::Json::write(self, serializer)
            }
        }

        impl<'de> json::serde::Deserialize<'de> for $name {
            fn deserialize<D: json::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                json::read(deserializer)
            }
        }
    };
}

/// Implements JSON conversion for a struct.
///
/// The arguments are its fields, each with its JSON name if that differs and `null` if an absent value is written as
/// `null`; then two dots and the field that collects undeclared properties; then a bar and the field that keeps declared
/// properties whose value is not in its format. Without the latter, a map of any JSON collects them too.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident {
        $($field:ident $(($wire:literal $(, $null:ident)?))?),* $(,)? $(..$rest:ident)? $(| $invalid:ident)?
    }) => {
        impl json::Json for $name {
            const PROPERTIES: &'static [json::Property] = &[
                $(json::property(object!(@wire $field $($wire)?), |object: &Self| &object.$field)),*
            ];

            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                #[allow(dead_code, reason = "an object may have no properties")]
                const KEEPS: bool = object!(@keeps $name $(; $rest)? $(| $invalid)?);
                #[allow(dead_code, reason = "only a struct that keeps properties needs it")]
                const ENTRIES: Option<json::Entries> = object!(@entries $name $($rest)?);
                #[allow(unused_mut, unused_variables, reason = "an object may have no properties")]
                let mut properties = json::properties(value)?;
                Ok(Self {
                    $($field: json::take(&mut properties, object!(@wire $field $($wire)?), KEEPS)?,)*
                    $($invalid: json::take_kept(&mut properties, Self::PROPERTIES, ENTRIES),)?
                    $($rest: json::Json::from_json(json::serde_json::Value::Object(properties))?,)?
                })
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "an object may have no properties")]
                let mut object = json::serde::Serializer::serialize_map(serializer, None)?;
                #[allow(unused_variables, reason = "only properties written as `null` need it")]
                let kept: Option<&json::serde_json::Map<String, json::serde_json::Value>> =
                    object!(@kept self $(; $rest)? $(| $invalid)?);
                $(object!(@put object, object!(@wire $field $($wire)?), self.$field $($(, $null kept)?)?);)*
                #[allow(unused_variables, reason = "only undeclared properties need it")]
                let is_absent = || -> [bool; <$name as json::Json>::PROPERTIES.len()] {
                    [$(json::Json::is_absent(&self.$field)),*]
                };
                #[allow(unused_variables, reason = "only a struct that keeps properties needs it")]
                let is_added = |name: &str| object!(@added self name $($rest)?);
                $(json::put_all(&mut object, &self.$rest, Self::PROPERTIES, is_absent, |_| false)?;)?
                $(json::put_all(&mut object, &self.$invalid, Self::PROPERTIES, is_absent, is_added)?;)?
                json::serde::ser::SerializeMap::end(object)
            }

            fn accepts(value: &json::serde_json::Value) -> bool {
                json::accepts_object(
                    Self::PROPERTIES,
                    const { object!(@entries $name $($rest)?) },
                    const { object!(@keeps $name $(; $rest)? $(| $invalid)?) },
                    value,
                )
            }

            fn undeclared(properties: &json::serde_json::Map<String, json::serde_json::Value>) -> usize {
                json::undeclared(Self::PROPERTIES, properties)
            }
        }

        serde_of!($name);
    };
    (@put $object:ident, $wire:expr, $value:expr) => {
        json::put(&mut $object, $wire, &$value)?
    };
    (@put $object:ident, $wire:expr, $value:expr, null $kept:ident) => {
        json::put_null(&mut $object, $wire, &$value, $kept)?
    };
    (@entries $name:ident) => {
        None
    };
    (@entries $name:ident $rest:ident) => {
        json::entries(|object: &$name| &object.$rest)
    };
    (@added $object:ident $property:ident) => {
        false
    };
    (@added $object:ident $property:ident $rest:ident) => {
        $object.$rest.contains_key($property)
    };
    (@keeps $name:ident) => {
        false
    };
    (@keeps $name:ident ; $rest:ident) => {
        json::entries(|object: &$name| &object.$rest).is_none()
    };
    (@keeps $name:ident $(; $rest:ident)? | $invalid:ident) => {
        true
    };
    (@kept $object:ident) => {
        None
    };
    (@kept $object:ident ; $rest:ident) => {
        json::Json::as_properties(&$object.$rest)
    };
    (@kept $object:ident $(; $rest:ident)? | $invalid:ident) => {
        json::Json::as_properties(&$object.$invalid)
    };
    (@wire $field:ident) => {
        stringify!($field)
    };
    (@wire $field:ident $wire:literal) => {
        $wire
    };
}

/// Implements JSON conversion for a string enum. The variant after the dots holds unknown values.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:ident { $($variant:ident($wire:literal),)* ..$other:ident }) => {
        impl $name {
            /// Returns the value as it is sent.
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
            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                <String as json::Json>::from_json(value).map(Self::from)
            }

            fn accepts(value: &json::serde_json::Value) -> bool {
                value.is_string()
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            fn is_unknown(value: &json::serde_json::Value) -> bool {
                matches!(json::Json::from_json(value.clone()), Ok(Self::$other(_)))
            }
        }

        serde_of!($name);
    };
}

/// Implements JSON conversion for a struct around a validated value. Values from a server are not validated.
#[doc(hidden)]
#[macro_export]
macro_rules! checked {
    ($name:ident) => {
        impl json::Json for $name {
            const LENIENT: bool = json::is_lenient(Self);

            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                json::Json::from_json(value).map(Self)
            }

            fn accepts(value: &json::serde_json::Value) -> bool {
                json::accepts_inner(Self, value)
            }

            fn keeps(value: &json::serde_json::Value) -> bool {
                json::keeps_inner(Self, value)
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::Json::write(&self.0, serializer)
            }
        }

        serde_of!($name);
    };
}

/// Implements JSON conversion for an integer enum. The variant after the dots holds unknown values.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident($value:literal),)* ..$other:ident }) => {
        impl $name {
            /// Returns the value as it is sent.
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
            const LENIENT: bool = true;

            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                <i64 as json::Json>::from_json(value).map(Self::from)
            }

            fn keeps(value: &json::serde_json::Value) -> bool {
                <i64 as json::Json>::keeps(value)
            }

            fn accepts(value: &json::serde_json::Value) -> bool {
                <i64 as json::Json>::accepts(value)
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }

            fn is_unknown(value: &json::serde_json::Value) -> bool {
                matches!(json::Json::from_json(value.clone()), Ok(Self::$other(_)))
            }
        }

        serde_of!($name);
    };
}

/// Implements JSON conversion for a `oneOf` enum.
///
/// The arguments are the discriminator property, if there is one, and the variants with their discriminator values, one of
/// which may be the default for objects without a known value. The variant after the dots holds values that match no
/// other.
#[doc(hidden)]
#[macro_export]
macro_rules! one_of {
    ($name:ident $(by $property:literal)? {
        $($variant:ident $(($($tag:literal),+))? $(= $default:ident)?,)* ..$other:ident
    }) => {
        impl json::Json for $name {
            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                json::read_one_of(value, Self::$other)
            }

            fn accepts(_: &json::serde_json::Value) -> bool {
                true
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let property = one_of!(@property $($property)?);
                match self {
                    $(Self::$variant(value) => {
                        json::write_tagged(value, property, one_of!(@written $($default)? [$($($tag),+)?]), serializer)
                    })*
                    Self::$other(value) => json::serde::Serialize::serialize(value, serializer),
                }
            }

            fn is_unknown(value: &json::serde_json::Value) -> bool {
                json::is_unknown::<Self>(value)
            }
        }

        impl json::OneOf for $name {
            const DISCRIMINATOR: Option<&'static str> = one_of!(@property $($property)?);
            const VARIANTS: &'static [json::Variant<Self>] = &[
                $(json::Variant::new(
                    &[$($($tag),+)?],
                    Self::$variant,
                    |value| json::Json::from_json(value).map(Self::$variant),
                )$(.$default())?),*
            ];
        }

        serde_of!($name);
    };
    (@written [$($tag:literal),*]) => {
        &[$($tag),*]
    };
    // An object of the default variant may have no discriminator.
    (@written $default:ident [$($tag:literal),*]) => {
        &[]
    };
    (@property) => {
        None
    };
    (@property $property:literal) => {
        Some($property)
    };
}

/// Implements JSON conversion by `FromStr` and `Display`, for a type from a crate that only some APIs depend on.
#[doc(hidden)]
#[macro_export]
macro_rules! text_format {
    ($ty:ty) => {
        impl json::Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                json::from_format(value).map_err(|(_, mismatch)| mismatch)
            }

            fn decode(
                value: json::serde_json::Value,
            ) -> Result<Self, (json::serde_json::Value, json::Mismatch)> {
                json::from_format(value)
            }

            fn accepts(value: &json::serde_json::Value) -> bool {
                json::accepts_scalar::<Self>(value)
            }

            fn is_unknown(value: &json::serde_json::Value) -> bool {
                json::is_rewritten::<Self>(value)
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

/// Implements JSON conversion by `FromStr` and `Display`, for a type of the user's that is a string in JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! custom_text {
    ($ty:ty) => {
        impl json::Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                json::from_parsed(value).map_err(|(_, mismatch)| mismatch)
            }

            fn decode(
                value: json::serde_json::Value,
            ) -> Result<Self, (json::serde_json::Value, json::Mismatch)> {
                json::from_parsed(value)
            }

            fn accepts(value: &json::serde_json::Value) -> bool {
                json::accepts_scalar::<Self>(value)
            }

            fn is_unknown(value: &json::serde_json::Value) -> bool {
                json::is_rewritten::<Self>(value)
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

/// Implements JSON conversion by `Serialize` and `DeserializeOwned`, for a type of the user's.
///
/// An optional property whose value is a scalar that the type does not accept is kept as received, as for a format.
#[doc(hidden)]
#[macro_export]
macro_rules! custom {
    ($ty:ty) => {
        const _: () = json::is_custom_type::<$ty>();

        impl json::Json for $ty {
            const LENIENT: bool = true;

            fn from_json(value: json::serde_json::Value) -> Result<Self, json::Mismatch> {
                json::from_serde(value)
            }

            fn keeps(value: &json::serde_json::Value) -> bool {
                !value.is_array() && !value.is_object()
            }

            fn write<S: json::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::serde::Serialize::serialize(self, serializer)
            }
        }
    };
}

pub use {
    checked, custom, custom_text, integer_enum, object, one_of, serde_of, string_enum, text_format,
};
