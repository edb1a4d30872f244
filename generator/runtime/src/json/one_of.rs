//! Decoding and encoding of `oneOf` enums.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::convert::Json;
use super::mismatch::Mismatch;

/// A `oneOf` enum: its discriminator and its variants.
pub trait OneOf: Json + 'static {
    /// The discriminator, if there is one.
    const DISCRIMINATOR: Option<&'static str>;

    /// The variants, without the catch-all variant.
    const VARIANTS: &'static [Variant<Self>];
}

/// A variant of a `oneOf` enum.
pub struct Variant<T> {
    tags: &'static [&'static str],
    accepts: fn(&Value) -> bool,
    is_unknown: fn(&Value) -> bool,
    undeclared: fn(&Map<String, Value>) -> usize,
    /// Whether it is for objects without a known discriminator.
    is_default: bool,
    decode: fn(Value) -> Result<T, Mismatch>,
}

impl<T> Variant<T> {
    /// Creates a variant with these discriminator values. Its type is that of the constructor.
    pub const fn new<V: Json>(
        tags: &'static [&'static str],
        _: fn(V) -> T,
        decode: fn(Value) -> Result<T, Mismatch>,
    ) -> Self {
        Self {
            tags,
            accepts: V::accepts,
            is_unknown: V::is_unknown,
            undeclared: V::undeclared,
            is_default: false,
            decode,
        }
    }

    /// Makes this variant that of objects without the discriminator, or with an unknown value of it.
    #[must_use]
    pub const fn default(mut self) -> Self {
        self.is_default = true;
        self
    }
}

/// Decodes a value as the variant that its keys determine, or else as `unknown`.
///
/// The value is decoded once and never cloned, so the time does not depend on the number of nested enums.
///
/// # Errors
///
/// Returns a [`Mismatch`] if the type of the variant accepts a value that it cannot decode.
pub fn read_one_of<T: OneOf>(value: Value, unknown: fn(Value) -> T) -> Result<T, Mismatch> {
    match choose::<T>(&value) {
        Some(variant) => (variant.decode)(value),
        None => Ok(unknown(value)),
    }
}

/// Returns whether a value is decoded as the catch-all variant.
pub fn is_unknown<T: OneOf>(value: &Value) -> bool {
    choose::<T>(value).is_none()
}

/// Returns the variant with the value's discriminator, or else the first of the best matches.
fn choose<T: OneOf>(value: &Value) -> Option<&'static Variant<T>> {
    let tag = T::DISCRIMINATOR.and_then(|property| match value.get(property)? {
        Value::String(text) => Some(text.clone()),
        // As the generator writes numbers: without a zero fraction.
        Value::Number(number) => match number.as_i64() {
            Some(number) => Some(number.to_string()),
            None => number.as_f64().map(|number| number.to_string()),
        },
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    });
    if let Some(tag) = &tag {
        let has_tag = |variant: &&Variant<T>| variant.tags.contains(&tag.as_str());
        if let Some(variant) = T::VARIANTS.iter().rfind(has_tag) {
            return (variant.accepts)(value).then_some(variant);
        }
    }
    let default = T::VARIANTS.iter().find(|variant| variant.is_default);
    if let Some(variant) = default.filter(|variant| value.is_object() && (variant.accepts)(value)) {
        return Some(variant);
    }
    let mut best: Option<(usize, &Variant<T>)> = None;
    for variant in T::VARIANTS {
        if tag.is_some() && !variant.tags.is_empty() {
            continue;
        }
        let undeclared = value.as_object().map_or(0, variant.undeclared);
        if best.is_some_and(|(best, _)| best <= undeclared) || !(variant.accepts)(value) {
            continue;
        }
        // A catch-all value is used only if no other variant matches.
        let rank = if (variant.is_unknown)(value) {
            usize::MAX
        } else {
            undeclared
        };
        if best.is_none_or(|(best, _)| rank < best) {
            best = Some((rank, variant));
        }
    }
    best.map(|(_, variant)| variant)
}

/// Encodes a variant, and adds its first discriminator value if the object has none.
///
/// # Errors
///
/// Returns the serializer's errors.
pub fn write_tagged<T: Json, S: Serializer>(
    value: &T,
    property: Option<&str>,
    tags: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (Some(property), Some(tag)) = (property, tags.first()) else {
        return value.write(serializer);
    };
    let mut json = value
        .write(serde_json::value::Serializer)
        .map_err(serde::ser::Error::custom)?;
    if let Value::Object(properties) = &mut json
        && !properties.contains_key(property)
    {
        properties.insert(property.to_owned(), Value::from(*tag));
    }
    json.serialize(serializer)
}
