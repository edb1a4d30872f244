//! Decoding and encoding of `oneOf` enums.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::convert::Json;

/// Decodes a value as one of several variants: the one with the value's discriminator, or else the best match.
pub struct OneOf<T> {
    value: Value,
    tag: Option<String>,
    tagged: bool,
    best: Option<(usize, T)>,
}

impl<T> OneOf<T> {
    /// Starts decoding a value. `property` is the discriminator, if there is one.
    pub fn new(value: Value, property: Option<&str>) -> Self {
        let tag = property.and_then(|property| match value.get(property)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => number.as_i64().map(|number| number.to_string()),
            _ => None,
        });
        Self {
            value,
            tag,
            tagged: false,
            best: None,
        }
    }

    /// Tries a variant with these discriminator values. The first of several equally good matches wins.
    pub fn try_variant<V: Json>(&mut self, tags: &[&str], variant: fn(V) -> T) {
        if let Some(tag) = &self.tag
            && !tags.is_empty()
        {
            if tags.contains(&tag.as_str()) {
                self.tagged = true;
                self.best = V::from_json(self.value.clone())
                    .ok()
                    .map(|value| (0, variant(value)));
            }
            return;
        }
        let best = self.best.as_ref().map(|(best, _)| *best);
        let undeclared = self.value.as_object().map_or(0, V::undeclared);
        if self.tagged || best.is_some_and(|best| best <= undeclared) {
            return;
        }
        let Ok(value) = V::from_json(self.value.clone()) else {
            return;
        };
        // A catch-all value is used only if no other variant matches.
        let rank = if value.is_unknown() {
            usize::MAX
        } else {
            undeclared
        };
        if best.is_none_or(|best| rank < best) {
            self.best = Some((rank, variant(value)));
        }
    }

    /// Returns the best match, or `unknown` with the value if no variant matches.
    pub fn or(self, unknown: fn(Value) -> T) -> T {
        match self.best {
            Some((_, best)) => best,
            None => unknown(self.value),
        }
    }
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
