//! Decoding of response headers.

use http::HeaderMap;
use http::header::SET_COOKIE;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::json::{self, Json};

/// The headers of a response, decoded on access.
///
/// A header that is missing, not UTF-8 or not of the expected type is `None`: an invalid header does not fail the call.
#[derive(Debug, Clone, Copy)]
pub struct Headers<'a>(&'a HeaderMap);

impl<'a> Headers<'a> {
    pub(crate) fn new(headers: &'a HeaderMap) -> Self {
        Self(headers)
    }

    /// Decodes a header with style `simple`.
    pub fn get<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        T::deserialize(Field::new(name, &text)).ok()
    }

    /// Decodes a header with style `simple`, and returns `None` if it is empty.
    pub fn get_non_empty<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        let text = self.text(name).filter(|text| !text.is_empty())?;
        T::deserialize(Field::new(name, &text)).ok()
    }

    /// Decodes a header whose schema has a `format`.
    pub fn format<T: Json>(self, name: &str) -> Option<T> {
        json::from_string(Field::new(name, &self.text(name)?).scalar())
    }

    /// Decodes a header that is JSON (`content: application/json`).
    pub fn json<T: Json>(self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        let value = serde_json::from_str(Field::new(name, &text).scalar()).ok()?;
        T::from_json(value).ok()
    }

    /// Joins all headers with this name into one list (RFC 9110, section 5.3). `Set-Cookie` has commas in its values, so
    /// its list has one cookie per line.
    fn text(self, name: &str) -> Option<String> {
        let lines = self.0.get_all(name).iter();
        let lines = lines
            .map(|line| std::str::from_utf8(line.as_bytes()).ok())
            .collect::<Option<Vec<_>>>()?;
        let separator = if is_set_cookie(name) { "\n" } else { ", " };
        (!lines.is_empty()).then(|| lines.join(separator))
    }
}

fn is_set_cookie(name: &str) -> bool {
    name.eq_ignore_ascii_case(SET_COOKIE.as_str())
}

/// A struct that combines a response body with the declared headers.
pub trait Headed {
    /// The body.
    type Body;

    /// Creates the struct, with its fields decoded from the headers.
    fn headed(headers: Headers<'_>, body: Self::Body) -> Self;
}

/// A deserializer for a header value. The target type determines whether it is a number, a list, …
struct Field<'a> {
    text: &'a str,
    separator: char,
}

impl<'a> Field<'a> {
    fn new(name: &str, text: &'a str) -> Self {
        let separator = if is_set_cookie(name) { '\n' } else { ',' };
        Self { text, separator }
    }

    /// The value of a type that is not a list: the first cookie, or everything.
    fn scalar(&self) -> &'a str {
        match self.separator {
            ',' => self.text,
            separator => self.text.split(separator).next().unwrap_or_default(),
        }
    }

    fn parse<T: std::str::FromStr>(&self, expected: &str) -> Result<T, Error> {
        self.scalar()
            .trim()
            .parse()
            .map_err(|_| de::Error::custom(format_args!("expected {expected}")))
    }

    /// Parses an integer, which may have a zero fraction as in JSON (`5.0`).
    fn integer<T: std::str::FromStr + TryFrom<i64>>(&self, expected: &str) -> Result<T, Error> {
        self.parse(expected).or_else(|error| {
            let number = serde_json::from_str(self.scalar()).ok();
            let whole = number.as_ref().and_then(json::whole);
            whole.and_then(|whole| T::try_from(whole).ok()).ok_or(error)
        })
    }

    /// Parses a number, which must be finite.
    fn float<T: std::str::FromStr + Into<f64> + Copy>(&self) -> Result<T, Error> {
        let number: T = self.parse("a number")?;
        if number.into().is_finite() {
            Ok(number)
        } else {
            Err(de::Error::custom("expected a finite number"))
        }
    }

    fn parts(&self) -> impl Iterator<Item = Self> {
        let separator = self.separator;
        let text = Some(self.text).filter(|text| !text.is_empty());
        text.into_iter()
            .flat_map(move |text| text.split(separator))
            .map(move |part| Self {
                text: part.trim(),
                separator,
            })
    }
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.scalar())
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.parse("a boolean")?)
    }
    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.integer("an integer")?)
    }
    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i128(self.parse("an integer")?)
    }
    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u64(visitor)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u64(visitor)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u64(visitor)
    }
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(self.integer("an unsigned integer")?)
    }
    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u128(self.parse("an unsigned integer")?)
    }
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f32(self.float()?)
    }
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.float()?)
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.parts()))
    }
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }
    /// `R=100,G=200` if exploded, `R,100,G,200` if not.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let parts = self.parts().map(|part| part.text).collect::<Vec<_>>();
        let exploded = parts
            .iter()
            .map(|part| part.split_once('='))
            .collect::<Option<Vec<_>>>();
        let pairs = exploded.unwrap_or_else(|| {
            parts
                .chunks_exact(2)
                .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
                .collect()
        });
        visitor.visit_map(MapDeserializer::new(pairs.into_iter().map(
            |(name, text)| {
                let separator = self.separator;
                (name, Self { text, separator })
            },
        )))
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.scalar().into_deserializer())
    }

    forward_to_deserialize_any! { char str string bytes byte_buf unit unit_struct identifier ignored_any }
}

impl IntoDeserializer<'_, Error> for Field<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
