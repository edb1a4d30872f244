//! Tests that JSON bodies are identical to the output of `serde_json`.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Method;
use openapi_crate_runtime::json::{self, Json as _};
use openapi_crate_runtime::{Call, Operation};
use proptest::prelude::*;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::fixture::Recorder;

static POST: Operation = Operation::new("post", Method::POST);

/// Returns the body of a call with this value.
async fn body<V: Serialize + ?Sized>(value: &V) -> Bytes {
    let recorder = Recorder::default();
    let call: Call = recorder.client().call(&POST);
    call.json("application/json", value)
        .send_empty()
        .await
        .unwrap();
    recorder.request().into_body()
}

#[derive(Serialize)]
enum Variant {
    Unit,
    Newtype(u8),
    Tuple(u8, char),
    Struct { a: Option<u8>, b: () },
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Tuple(u8, &'static str);

#[derive(Serialize)]
struct Empty {}

/// A struct like that of `serde_json` for arbitrary-precision numbers.
struct Private;

impl Serialize for Private {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "$serde_json::private::Number";
        let mut number = serializer.serialize_struct(NAME, 1)?;
        number.serialize_field(NAME, "1.50")?;
        number.end()
    }
}

#[derive(Serialize)]
struct Everything {
    integers: (i8, i16, i32, i64, i128, u8, u16, u32, u64, u128),
    floats: [f64; 5],
    float: f32,
    text: &'static str,
    character: char,
    none: Option<u8>,
    some: Option<Vec<u8>>,
    unit: Unit,
    tuple: Tuple,
    variants: Vec<Variant>,
    empty: (Empty, [u8; 0], BTreeMap<u8, u8>),
    by_number: BTreeMap<i32, bool>,
    by_character: BTreeMap<char, BTreeMap<bool, u8>>,
    private: Vec<Private>,
    nested: Value,
}

fn everything() -> Everything {
    Everything {
        integers: (
            -1,
            -2,
            -3,
            i64::MIN,
            i128::MIN,
            1,
            2,
            3,
            u64::MAX,
            u128::MAX,
        ),
        floats: [0.0, -0.5, 1e300, f64::MIN, f64::MAX],
        float: 0.1,
        text: "\" \\ \n \u{1} é \u{1F511}",
        character: '"',
        none: None,
        some: Some(vec![1, 2]),
        unit: Unit,
        tuple: Tuple(1, "a"),
        variants: vec![
            Variant::Unit,
            Variant::Newtype(1),
            Variant::Tuple(1, 'a'),
            Variant::Struct { a: None, b: () },
        ],
        empty: (Empty {}, [], BTreeMap::new()),
        by_number: BTreeMap::from([(-1, true), (2, false)]),
        by_character: BTreeMap::from([('"', BTreeMap::from([(true, 0)]))]),
        private: vec![Private, Private],
        nested: json!({"a\"b": [1, -2.5, null, {"": {}}], "c": []}),
    }
}

#[tokio::test]
async fn every_kind_of_value_is_written_as_serde_json_writes_it() {
    let value = everything();
    assert_eq!(body(&value).await, serde_json::to_vec(&value).unwrap());
    assert_eq!(body("a\"b").await, "\"a\\\"b\"");
    // Both reject a key that is not a string.
    let by_list = BTreeMap::from([(vec![1], 1)]);
    assert!(serde_json::to_vec(&by_list).is_err());
    let call = Recorder::default().client().call(&POST);
    let call = call.json("application/json", &by_list);
    assert!(call.send_empty().await.is_err());
}

#[tokio::test]
async fn bytes_are_base64_at_any_depth_for_every_serializer() {
    let value = BTreeMap::from([("a".to_owned(), vec![Some(Bytes::from("\u{3ff}?>")), None])]);
    let written = json!({"a": ["z78/Pg==", null]});
    assert_eq!(body(&json::written(&value)).await, written.to_string());
    let by_serde_json = serde_json::to_string(&json::written(&value)).unwrap();
    assert_eq!(by_serde_json, written.to_string());
    assert_eq!(value.write(serde_json::value::Serializer).unwrap(), written);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..8)
                .prop_map(|properties| Value::Object(properties.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_written_as_serde_json_writes_it(value in any_json()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        prop_assert_eq!(runtime.block_on(body(&value)), serde_json::to_vec(&value).unwrap());
    }
}
