//! Tests that `Json::accepts` agrees with decoding, for the types of the fixtures and random values.

use openapi_crate_runtime::json::Json;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::{
    all_of, enums, narrowed_enums, one_of_discriminator, one_of_shapes, parents, string_formats,
    v3_1_types, validated,
};

/// The property names and strings of the fixtures.
const WORDS: [&str; 64] = [
    "kind",
    "type",
    "role",
    "owns",
    "trigger",
    "is",
    "cat",
    "dog",
    "kitten",
    "Lizard",
    "push",
    "fork",
    "clone",
    "commits",
    "user",
    "tool",
    "text",
    "area",
    "radius",
    "side",
    "terms",
    "not",
    "value",
    "when",
    "maybe",
    "entry",
    "loose",
    "anything",
    "a",
    "b",
    "c",
    "name",
    "size",
    "lives",
    "friend",
    "bark",
    "car",
    "cabriolet",
    "Truck",
    "employee",
    "Firm",
    "Owner",
    "pets",
    "at",
    "id",
    "level",
    "tags",
    "age",
    "1",
    "3",
    "word",
    "scope",
    "2025-06-23T19:40:58Z",
    "2025-06-23",
    "127.0.0.1",
    "::1",
    "YQ==",
    "",
    "x",
    "vehicle",
    "colour",
    "boats",
    "address",
    "sky",
];

fn words() -> impl Strategy<Value = String> {
    select(&WORDS[..]).prop_map(str::to_owned)
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..6).prop_map(Value::from),
        select(vec![json!(1.5), json!(7.0), json!(u64::MAX), json!(-1e300)]),
        words().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(words(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Decodes a value, and returns its debug output if it is accepted.
fn decoded<T: Json + std::fmt::Debug>(value: &Value) -> Option<String> {
    let decoded = T::from_json(value.clone());
    assert_eq!(
        T::accepts(value),
        decoded.is_ok(),
        "{} of {value}: {decoded:?}",
        std::any::type_name::<T>()
    );
    let decoded = format!("{:?}", decoded.ok()?);
    let is_unknown = decoded.starts_with("Unknown(") || decoded.starts_with("Other(");
    assert_eq!(T::is_unknown(value), is_unknown, "{value}: {decoded}");
    Some(decoded)
}

macro_rules! decode_as {
    ($value:ident: $($ty:ty),* $(,)?) => {
        [$(decoded::<$ty>(&$value)),*]
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn accepts_agrees_with_decoding(value in values()) {
        let read = decode_as!(value:
            all_of::Vehicle, all_of::Boat, all_of::Ferry, all_of::Fleet, all_of::Harbour,
            enums::Priority, enums::Named, enums::Level, enums::Day, enums::Steps, enums::Job,
            narrowed_enums::Rule, narrowed_enums::WordRule, narrowed_enums::LinkRule,
            one_of_discriminator::Pet, one_of_discriminator::Cat, one_of_discriminator::Dog,
            one_of_discriminator::Event, one_of_discriminator::Shape, one_of_discriminator::Range,
            one_of_discriminator::Expression, one_of_discriminator::Sum,
            one_of_discriminator::Message, one_of_discriminator::Negation,
            one_of_shapes::Found, one_of_shapes::File, one_of_shapes::Nested, one_of_shapes::Inner,
            one_of_shapes::FoundValue, one_of_shapes::FoundWhen, one_of_shapes::FoundEntry,
            one_of_shapes::FoundLoose, one_of_shapes::SearchId,
            parents::Pet, parents::Vehicle, parents::Shape, parents::Account, parents::Person,
            parents::Owner, parents::Lonely, parents::ParkResponse,
            string_formats::Strings,
            v3_1_types::Station, v3_1_types::Owner, v3_1_types::OwnerAddress,
            validated::Name, validated::Percent, validated::Tags, validated::User,
            Vec<one_of_discriminator::Expression>, Option<one_of_shapes::Nested>,
            std::collections::BTreeMap<String, one_of_shapes::File>, Option<()>, Vec<f32>, Vec<u32>,
        );
        prop_assert!(read.iter().any(Option::is_some));
    }
}

/// A variant that is chosen by decoding a copy of the value.
struct Trial<'v> {
    value: &'v Value,
    tag: Option<String>,
    tagged: bool,
    best: Option<(usize, &'static str)>,
}

impl Trial<'_> {
    fn attempt<V: Json>(&mut self, name: &'static str, tags: &[&str]) {
        let decoded = V::from_json(self.value.clone()).is_ok();
        if let Some(tag) = &self.tag
            && !tags.is_empty()
        {
            if tags.contains(&tag.as_str()) {
                self.tagged = true;
                self.best = decoded.then_some((0, name));
            }
        } else if decoded && !self.tagged {
            let undeclared = self.value.as_object().map_or(0, V::undeclared);
            let unknown = V::is_unknown(self.value);
            let rank = if unknown { usize::MAX } else { undeclared };
            if self.best.is_none_or(|(best, _)| rank < best) {
                self.best = Some((rank, name));
            }
        }
    }
}

macro_rules! assert_variant {
    ($value:ident, $enum:ty, $tag:expr, $($name:ident: $ty:ty $(= $($value_of_tag:literal)|+)?),*) => {{
        let tag: Option<&str> = $tag;
        let tag = tag.and_then(|tag| match $value.get(tag)? {
            Value::String(tag) => Some(tag.clone()),
            Value::Number(tag) => match tag.as_i64() {
                Some(tag) => Some(tag.to_string()),
                None => tag.as_f64().map(|tag| tag.to_string()),
            },
            Value::Bool(tag) => Some(tag.to_string()),
            _ => None,
        });
        let mut trial = Trial { value: &$value, tag, tagged: false, best: None };
        $(trial.attempt::<$ty>(stringify!($name), &[$($($value_of_tag),+)?]);)*
        let expected = trial.best.map_or("Unknown", |(_, name)| name);
        let decoded = format!("{:?}", <$enum>::from_json($value.clone()).unwrap());
        prop_assert_eq!(decoded.split('(').next(), Some(expected), "{}", $value);
    }};
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_variant_is_that_of_decoding_each_on_a_copy(value in values()) {
        use {one_of_discriminator as tagged, one_of_shapes as shapes};
        assert_variant!(value, tagged::Pet, Some("kind"), Cat: tagged::Cat = "cat" | "kitten",
            Dog: tagged::Dog = "dog", Lizard: tagged::Lizard = "Lizard");
        assert_variant!(value, tagged::Event, Some("type"), Pushed: tagged::EventPushed = "push",
            Object: tagged::EventObject = "fork" | "clone");
        assert_variant!(value, tagged::Message, Some("role"), User: tagged::MessageUser = "user",
            Tool: tagged::MessageTool = "tool");
        assert_variant!(value, tagged::Shape, None, Circle: tagged::ShapeCircle,
            Square: tagged::ShapeSquare);
        assert_variant!(value, tagged::Expression, None, Number: f64, Sum: tagged::Sum,
            Negation: tagged::Negation);
        assert_variant!(value, shapes::Nested, None, Inner: shapes::Inner,
            InnerList: Vec<shapes::Inner>);
        assert_variant!(value, shapes::FoundValue, None, Boolean: bool, Number: f64, String: String,
            FileList: Vec<shapes::File>, File: shapes::File);
        assert_variant!(value, shapes::FoundEntry, None, File: shapes::File, Folder: shapes::Folder);
        assert_variant!(value, shapes::FoundLoose, None, A: shapes::A, B: shapes::B);
    }
}
