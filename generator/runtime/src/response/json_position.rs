//! The line and column of a JSON value, located by its path.

use std::fmt;

use serde::Deserialize as _;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::json::{JsonPath, Step};

/// Returns the line and column where the value ends, as `serde_json` counts them, or `None` if there is no such value.
pub(super) fn position(path: &JsonPath, text: &[u8]) -> Option<(usize, usize)> {
    let mut found = false;
    let walk = Walk {
        steps: &path.0,
        found: &mut found,
    };
    let error = walk
        .deserialize(&mut serde_json::Deserializer::from_slice(text))
        .err()?;
    found.then(|| (error.line(), error.column()))
}

/// Follows a path and fails at its end, because a `serde_json` error has a line and column.
struct Walk<'p, 'f> {
    steps: &'p [Step],
    found: &'f mut bool,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.steps.is_empty() {
            IgnoredAny::deserialize(deserializer)?;
            *self.found = true;
            return Err(D::Error::custom(""));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Some((Step::Index(index), steps)) = self.steps.split_first() else {
            return Err(A::Error::custom(""));
        };
        for _ in 0..*index {
            if elements.next_element::<IgnoredAny>()?.is_none() {
                return Err(A::Error::custom(""));
            }
        }
        elements.next_element_seed(Walk { steps, ..self })?;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), steps)) = self.steps.split_first() else {
            return Err(A::Error::custom(""));
        };
        while let Some(key) = properties.next_key::<String>()? {
            if key == *wanted {
                return properties.next_value_seed(Walk { steps, ..self });
            }
            properties.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::custom(""))
    }
}
