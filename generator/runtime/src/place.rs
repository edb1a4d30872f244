//! Where in a body is the value at a path such as `data[1].name`?

use std::fmt;

use serde::Deserialize as _;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// The line and column where the value ends, as `serde_json` counts them; none where the path leads nowhere.
pub(super) fn of(path: &str, body: &[u8]) -> Option<(usize, usize)> {
    let mut found = false;
    let walk = Walk {
        path,
        found: &mut found,
    };
    let error = walk
        .deserialize(&mut serde_json::Deserializer::from_slice(body))
        .err()?;
    found.then(|| (error.line(), error.column()))
}

/// Follows a path, and ends with an error where the value is: an error knows its place.
struct Walk<'p, 'f> {
    path: &'p str,
    found: &'f mut bool,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
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
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let index = self
            .path
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'));
        let Some((index, rest)) =
            index.and_then(|(index, rest)| Some((index.parse::<usize>().ok()?, rest)))
        else {
            return Err(A::Error::custom(""));
        };
        for _ in 0..index {
            elements.next_element::<IgnoredAny>()?;
        }
        let path = rest.strip_prefix('.').unwrap_or(rest);
        elements.next_element_seed(Walk {
            path,
            found: self.found,
        })?;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        while let Some(key) = properties.next_key::<String>()? {
            let rest = self.path.strip_prefix(key.as_str());
            match rest.filter(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
                Some(rest) => {
                    let path = rest.strip_prefix('.').unwrap_or(rest);
                    return properties.next_value_seed(Walk {
                        path,
                        found: self.found,
                    });
                }
                None => properties.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Err(A::Error::custom(""))
    }
}
