//! How does a JSON value become a Rust value, and a Rust value JSON?
//!
//! Every type of a generated crate goes through [`Json`] rather than through derived code: a value is read from a
//! [`Value`] by functions that are compiled once, whatever reads it, and a format (a time, Base64) is a type like any
//! other, at any depth of options, lists and maps.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

/// A type that has a form in JSON.
pub trait Json: Sized {
    /// Whether servers often write the type otherwise than its format says: an optional property that cannot be read
    /// is then kept with the properties that have no name, and nothing else is lost.
    const OFTEN_WRONG: bool = false;

    /// Whether `null` is a value of the type, and so no word for one that is not there.
    const TAKES_NULL: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Where the value does not fit the type, with the place in it.
    fn from_json(value: Value) -> Result<Self, Mismatch>;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// What a property is that is not there; none where it has to be.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the value is what [`absent`](Self::absent) stands for.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether the value is one that an open list or choice only keeps.
    fn is_unknown(&self) -> bool {
        false
    }

    /// How many of an object's properties the type has no name for: of two that fit, the one with fewer fits better.
    fn unnamed(_: &Map<String, Value>) -> usize {
        0
    }
}

/// A value that is not what its type says, and where in the value that is.
#[derive(Debug)]
pub struct Mismatch {
    /// From the inside out.
    path: Vec<Step>,
    what: String,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Mismatch {
    /// What is wrong with the value itself.
    pub fn new(what: impl fmt::Display) -> Self {
        Self {
            path: Vec::new(),
            what: what.to_string(),
        }
    }

    /// The same, seen from the object that has the value under this name.
    #[must_use]
    pub fn under(mut self, key: &str) -> Self {
        self.path.push(Step::Key(key.to_owned()));
        self
    }

    /// The same, seen from the list that has the value at this place.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        self.path.push(Step::Index(index));
        self
    }

    fn not(expected: &str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => format!("boolean `{value}`"),
            Value::Number(value) if value.is_f64() => format!("floating point `{value}`"),
            Value::Number(value) => format!("integer `{value}`"),
            Value::String(value) => format!("string {value:?}"),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        };
        Self::new(format_args!("invalid type: {found}, expected {expected}"))
    }
}

/// The place between backticks, where there is one, then what is wrong: `place` takes them apart again.
impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            f.write_str("at `")?;
            for (nth, step) in self.path.iter().rev().enumerate() {
                match step {
                    Step::Key(key) if nth == 0 => f.write_str(key)?,
                    Step::Key(key) => write!(f, ".{key}")?,
                    Step::Index(index) => write!(f, "[{index}]")?,
                }
            }
            f.write_str("`: ")?;
        }
        f.write_str(&self.what)
    }
}

/// The place that the text of a [`Mismatch`] names.
pub(super) fn place(text: &str) -> Option<&str> {
    text.strip_prefix("at `")?
        .split_once("`: ")
        .map(|(place, _)| place)
}

/// Reads a type by way of a value, for a format that is perhaps not JSON.
///
/// # Errors
///
/// Those of the deserializer, and a value that does not fit.
pub fn read<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::from_json(Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// Reads a text in a format. A type may take more spellings than its format has, a UUID without hyphens for one: what
/// would not be written as it came, but for the case of letters, is none, since a server may know it by its spelling.
///
/// # Errors
///
/// Where the value is no text, or is not in the format.
pub fn from_format<T>(value: Value) -> Result<T, Mismatch>
where
    T: FromStr<Err: fmt::Display> + fmt::Display,
{
    let text = String::from_json(value)?;
    let read = text.parse::<T>().map_err(Mismatch::new)?;
    let written = read.to_string();
    if written.eq_ignore_ascii_case(&text) {
        Ok(read)
    } else {
        Err(Mismatch::new(format_args!(
            "invalid format: {text:?} is written `{written}`"
        )))
    }
}

/// Reads a type from text that stands alone, as in a header.
pub(super) fn from_text<T: Json>(text: &str) -> Option<T> {
    let listed = || {
        text.split(',')
            .map(|part| Value::from(part.trim()))
            .collect()
    };
    T::from_json(Value::from(text))
        .or_else(|_| T::from_json(Value::Array(listed())))
        .ok()
}

/// A value on its way out, where only `Serialize` is asked for.
pub fn written<T: Json>(value: &T) -> impl Serialize + '_ {
    Written(value)
}

/// A list of values on its way out, where only `Serialize` is asked for.
pub fn written_list<T: Json>(values: &[T]) -> impl Serialize + '_ {
    values.iter().map(Written).collect::<Vec<_>>()
}

struct Written<'a, T>(&'a T);

impl<T: Json> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// The properties of an object.
///
/// # Errors
///
/// Where the value is no object.
pub fn properties(value: Value) -> Result<Map<String, Value>, Mismatch> {
    match value {
        Value::Object(properties) => Ok(properties),
        other => Err(Mismatch::not("an object", &other)),
    }
}

/// Takes a property out of an object.
///
/// # Errors
///
/// Where it is missing or does not fit, unless the type can do without.
pub fn take<T: Json>(properties: &mut Map<String, Value>, name: &str) -> Result<T, Mismatch> {
    let Some(value) = properties.remove(name) else {
        return T::absent().ok_or_else(|| Mismatch::new(format_args!("missing field `{name}`")));
    };
    if T::OFTEN_WRONG
        && let Some(absent) = T::absent()
    {
        return Ok(T::from_json(value.clone()).unwrap_or_else(|_| {
            properties.insert(name.to_owned(), value);
            absent
        }));
    }
    T::from_json(value).map_err(|mismatch| mismatch.under(name))
}

/// Writes a property, unless it is absent.
///
/// # Errors
///
/// Those of the serializer.
pub fn put<T: Json, S: SerializeMap>(
    object: &mut S,
    name: &str,
    value: &T,
) -> Result<(), S::Error> {
    if value.is_absent() {
        Ok(())
    } else {
        put_null(object, name, value)
    }
}

/// Writes a property, as `null` where it is absent.
///
/// # Errors
///
/// Those of the serializer.
pub fn put_null<T: Json, S: SerializeMap>(
    object: &mut S,
    name: &str,
    value: &T,
) -> Result<(), S::Error> {
    object.serialize_entry(name, &Written(value))
}

/// Writes the properties that have no name of their own.
///
/// # Errors
///
/// Those of the serializer.
pub fn put_all<'a, T: Json + 'a, S: SerializeMap>(
    object: &mut S,
    properties: impl IntoIterator<Item = (&'a String, &'a T)>,
) -> Result<(), S::Error> {
    properties
        .into_iter()
        .try_for_each(|(name, value)| put_null(object, name, value))
}

/// Reads one of several types from a value: the variant whose tag the value has, or else the one that fits best.
pub struct OneOf<T> {
    value: Value,
    tag: Option<String>,
    tagged: bool,
    best: Option<(usize, T)>,
}

impl<T> OneOf<T> {
    /// The value, and the property that says which variant it is, where one does.
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

    /// Tries a variant, which these tags stand for. Of two that fit as well the first one tried stays.
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
        let unnamed = self.value.as_object().map_or(0, V::unnamed);
        if self.tagged || best.is_some_and(|best| best <= unnamed) {
            return;
        }
        let Ok(value) = V::from_json(self.value.clone()) else {
            return;
        };
        // What only keeps the value is better than nothing, and worse than anything else.
        let rank = if value.is_unknown() {
            usize::MAX
        } else {
            unnamed
        };
        if best.is_none_or(|best| rank < best) {
            self.best = Some((rank, variant(value)));
        }
    }

    /// The variant, or the value where none fits.
    pub fn or(self, unknown: fn(Value) -> T) -> T {
        match self.best {
            Some((_, best)) => best,
            None => unknown(self.value),
        }
    }
}

/// Writes a variant, with its tag where the value itself has none.
///
/// # Errors
///
/// Those of the serializer.
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

/// Types whose own way is JSON's.
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

/// Whole numbers, which JSON may write with a fraction of zero.
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

/// Texts in a format that the type's `FromStr` and `Display` have.
macro_rules! text {
    ($($ty:ty),*) => {
        $(impl Json for $ty {
            const OFTEN_WRONG: bool = true;

            fn from_json(value: Value) -> Result<Self, Mismatch> {
                String::from_json(value)?.parse().map_err(Mismatch::new)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        })*
    };
}

text!(Date, Ipv4Addr, Ipv6Addr);

/// `null`, where nothing else may stand.
impl Json for () {
    const OFTEN_WRONG: bool = true;
    const TAKES_NULL: bool = true;

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

    fn unnamed(properties: &Map<String, Value>) -> usize {
        properties.len()
    }
}

impl<T: Json> Json for Box<T> {
    const OFTEN_WRONG: bool = T::OFTEN_WRONG;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        T::from_json(value).map(Self::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }

    fn is_unknown(&self) -> bool {
        T::is_unknown(self)
    }

    fn unnamed(properties: &Map<String, Value>) -> usize {
        T::unnamed(properties)
    }
}

impl<T: Json> Json for Option<T> {
    const OFTEN_WRONG: bool = T::OFTEN_WRONG;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        if value.is_null() && !T::TAKES_NULL {
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

    fn unnamed(properties: &Map<String, Value>) -> usize {
        T::unnamed(properties)
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

    fn unnamed(properties: &Map<String, Value>) -> usize {
        properties.len()
    }
}
