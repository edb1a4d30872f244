//! Random argument values.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::ser::{Serialize, Serializer};

/// An argument value.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Absent,
    Text(String),
    Integer(i64),
    Boolean(bool),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// The type of a value in the OpenAPI document, which tells the server how to decode it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Primitive,
    Array,
    Object,
}

impl Value {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Absent | Self::Text(_) | Self::Integer(_) | Self::Boolean(_) => Kind::Primitive,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Boolean(truth) => serializer.serialize_bool(*truth),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(properties) => {
                serializer.collect_map(properties.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

/// Characters with a special meaning somewhere on the wire, and similar ones.
const SPECIAL: &str =
    " +/?#%.,;=&[]|~'\"<>\\`{}^:@!$()*-_\t\r\n\0\u{7f}\u{85}\u{a0}äß€\u{2028}\u{feff}🔑";

/// Strings that could be misinterpreted as a whole value.
const WHOLE: [&str; 12] = [
    "",
    ".",
    "..",
    "...",
    "%2e",
    "%2E%2e",
    "..%2f..",
    "%",
    "%zz",
    "null",
    "color",
    "color=color",
];

fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => select(SPECIAL.chars().collect::<Vec<_>>()),
        3 => prop::char::range('a', 'z'),
        1 => any::<char>(),
    ];
    prop_oneof![
        1 => select(&WHOLE[..]).prop_map(str::to_owned),
        4 => vec(letter, 0..8).prop_map(String::from_iter),
        // Only characters that every style supports, so that fewer values are rejected.
        2 => vec(prop::char::ranges(vec!['a'..='z', 'à'..='ÿ', '0'..='9'].into()), 0..8).prop_map(String::from_iter),
    ]
}

fn primitive() -> impl Strategy<Value = Value> + Clone {
    let texts = text().prop_map(Value::Text);
    prop_oneof![
        6 => texts,
        1 => any::<i64>().prop_map(Value::Integer),
        1 => any::<bool>().prop_map(Value::Boolean),
    ]
    .boxed()
}

fn array(items: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    vec(items, 0..4).prop_map(Value::Array)
}

/// An object with unique property names.
fn object(values: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    vec((text(), values), 0..4).prop_map(|mut properties| {
        properties.sort_by(|(one, _), (other, _)| one.cmp(other));
        properties.dedup_by(|(one, _), (other, _)| one == other);
        properties.reverse();
        Value::Object(properties)
    })
}

/// Absent values, primitives, and arrays and objects of primitives.
pub(crate) fn flat() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Absent),
        8 => primitive(),
        8 => array(primitive()),
        8 => object(primitive()),
    ]
}

/// The values of [`flat`], and nested arrays and objects.
pub(crate) fn nested() -> impl Strategy<Value = Value> {
    let present = primitive().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![array(inner.clone()), object(inner)]
    });
    prop_oneof![1 => Just(Value::Absent), 24 => present]
}
