//! Tests of the macros for generated types: lossless decoding and encoding.

use std::collections::BTreeMap;

use openapi_crate_runtime::{Error, json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, from_value, json as value};

use crate::fixture::{GET_THING, Recorder, response};
use openapi_crate_runtime::generated_types::*;

#[derive(Clone, Debug, PartialEq)]
struct Cat {
    kind: String,
    r#type: Option<Size>,
    owner: Option<String>,
    lives: Option<i64>,
    kittens: Option<Vec<Cat>>,
    rest: Map<String, Value>,
}

object!(Cat { kind, r#type("type"), owner("owner", null), lives("livesLeft"), kittens, ..rest });

#[derive(Clone, Debug, PartialEq)]
struct Dog {
    bark: Option<bool>,
    lives: Option<i64>,
    rest: Map<String, Value>,
}

object!(Dog {
    bark,
    lives,
    ..rest
});

#[derive(Clone, Debug, PartialEq)]
enum Size {
    Small,
    Large,
    Unknown(String),
}

string_enum!(Size { Small("small"), Large("large"), ..Unknown });

#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    Minus1,
    N5,
    Unknown(i64),
}

integer_enum!(Level { Minus1(-1), N5(5), ..Unknown });

#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Cat(Box<Cat>),
    Dog(Dog),
    Unknown(Value),
}

one_of!(Pet by "kind" { Cat("cat", "kitten"), Dog("dog"), ..Unknown });

#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Level(Level),
    Size(Size),
    Text(String),
    Number(f64),
    Numbers(Vec<i64>),
    Cat(Cat),
    Dog(Dog),
    Unknown(Value),
}

one_of!(Loose {
    Level,
    Size,
    Text,
    Number,
    Numbers,
    Cat,
    Dog,
    ..Unknown
});

#[derive(Clone, Debug, PartialEq)]
struct Counts {
    total: u32,
    each: BTreeMap<String, u64>,
}

object!(Counts { total, ..each });

#[derive(Clone, Debug, PartialEq)]
struct Empty {}

object!(Empty {});

/// Decodes a value and asserts that it encodes to the same JSON.
#[allow(
    clippy::needless_pass_by_value,
    reason = "callers pass `json!` literals"
)]
fn round_trip<T: DeserializeOwned + Serialize>(json: Value) -> T {
    let read: T = from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
    read
}

fn wrong<T: DeserializeOwned + std::fmt::Debug>(json: Value) -> String {
    from_value::<T>(json).unwrap_err().to_string()
}

#[test]
fn undeclared_properties_are_kept() {
    let cat: Cat = round_trip(value!({
        "kind": "cat", "type": "small", "owner": null, "livesLeft": 9, "kittens": [], "new": {"a": [1]},
    }));
    assert_eq!((cat.r#type, cat.lives), (Some(Size::Small), Some(9)));
    assert_eq!(cat.rest["new"], value!({"a": [1]}));
    let counts: Counts = round_trip(value!({"total": 3, "a": 1, "b": 2}));
    assert_eq!(counts.each["b"], 2);
    assert_eq!(from_value::<Empty>(value!({"a": 1})).unwrap(), Empty {});
}

#[test]
fn properties_are_written_in_order() {
    let cat = from_value::<Cat>(value!({"kind": "cat", "type": null, "z": 1})).unwrap();
    assert_eq!(
        serde_json::to_string(&cat).unwrap(),
        r#"{"kind":"cat","owner":null,"z":1}"#
    );
}

#[test]
fn a_mismatch_shows_its_path() {
    let kitten = value!({"kind": "cat", "livesLeft": "nine"});
    let cat = wrong::<Cat>(value!({"kind": "cat", "kittens": [{"kind": "cat"}, kitten]}));
    assert_eq!(
        cat,
        "at `kittens[1].livesLeft`: invalid type: string \"nine\", expected i64"
    );
    assert_eq!(wrong::<Cat>(value!({})), "missing field `kind`");
    assert_eq!(
        wrong::<Cat>(value!([])),
        "invalid type: an array, expected an object"
    );
    assert_eq!(
        wrong::<Vec<Cat>>(value!([{"kind": 1}])),
        "at `kind`: invalid type: integer `1`, expected a string"
    );
    let counts = wrong::<Counts>(value!({"total": 1, "a": -1}));
    assert!(
        counts.starts_with("at `a`: invalid value: integer `-1`"),
        "{counts}"
    );
}

#[tokio::test]
async fn a_decode_error_shows_the_mismatched_value() {
    let body = "{\n \"kind\": \"cat\",\n \"kittens\": [{\"kind\": \"cat\"}, {\"kind\": 17}],\n \"lives\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],\n \"owner\": null }";
    let error = |body: String| async move {
        let recorder = Recorder::responding_with([response(200, &[], body)]);
        recorder
            .client()
            .call(&GET_THING)
            .send_json::<Vec<Cat>>()
            .await
            .unwrap_err()
    };
    let Error::Decode(error) = error(format!("[{body}]")).await else {
        panic!()
    };
    assert_eq!(error.path(), Some("[0].kittens[1].kind"));
    assert!(error.to_string().contains("{\"kind\": 17}"), "{error}");
    assert!(!error.to_string().contains("owner"), "{error}");
}

#[tokio::test]
async fn keys_in_an_error_path_are_verbatim() {
    let filler: String = (0..50).map(|n| format!("\"z{n}\": {n}, ")).collect();
    for key in ["a`: b", "a.b", "[0]", "at `c`: d", ""] {
        let name = Value::from(key);
        let body = format!("{{\"a\": 1, {name}: \"wrong\", {filler}\"total\": 1}}");
        let recorder = Recorder::responding_with([response(200, &[], body)]);
        let call = recorder.client().call(&GET_THING);
        let Err(Error::Decode(error)) = call.send_json::<Counts>().await else {
            panic!("{key}")
        };
        assert_eq!(error.path(), Some(key));
        assert!(error.to_string().contains(": \"wrong\", "), "{error}");
    }
}

#[test]
fn integers_may_have_a_zero_fraction() {
    assert_eq!(
        from_value::<Counts>(value!({"total": 3.0})).unwrap().total,
        3
    );
    assert!(from_value::<Counts>(value!({"total": 3.5})).is_err());
    assert!(from_value::<Counts>(value!({"total": -3.0})).is_err());
    assert!(from_value::<Counts>(value!({"total": 4_294_967_296_u64})).is_err());
}

#[test]
fn enums_keep_unknown_values() {
    assert_eq!(round_trip::<Size>(value!("small")), Size::Small);
    assert_eq!(
        round_trip::<Size>(value!("huge")),
        Size::Unknown("huge".to_owned())
    );
    assert_eq!(Size::from("large").to_string(), "large");
    assert_eq!(round_trip::<Level>(value!(-1)), Level::Minus1);
    assert_eq!(round_trip::<Level>(value!(7)), Level::Unknown(7));
    assert_eq!(Level::from(5).to_string(), "5");
    assert!(from_value::<Level>(value!("5")).is_err());
}

#[test]
fn the_discriminator_selects_the_variant() {
    // By its properties alone, it would be a dog.
    let cat: Pet = from_value(value!({"kind": "kitten", "bark": true, "lives": 3})).unwrap();
    assert!(
        matches!(&cat, Pet::Cat(cat) if cat.kind == "kitten"),
        "{cat:?}"
    );
    assert!(matches!(
        round_trip(value!({"kind": "dog", "bark": true})),
        Pet::Dog(_)
    ));
}

#[test]
fn a_missing_discriminator_is_added() {
    let dog = Dog {
        bark: Some(true),
        lives: None,
        rest: Map::new(),
    };
    let json = serde_json::to_value(Pet::Dog(dog)).unwrap();
    assert_eq!(json, value!({"kind": "dog", "bark": true}));
    let cat: Cat = from_value(value!({"kind": "kitten"})).unwrap();
    let json = serde_json::to_value(Pet::Cat(Box::new(cat))).unwrap();
    assert_eq!(json["kind"], "kitten");
}

#[test]
fn a_value_that_matches_no_variant_is_kept() {
    for json in [
        value!({"kind": "bird", "bark": true}),
        value!(3),
        value!({"kind": "dog", "bark": "loud"}),
    ] {
        assert_eq!(round_trip::<Pet>(json.clone()), Pet::Unknown(json));
    }
    assert_eq!(
        round_trip::<Loose>(value!(true)),
        Loose::Unknown(value!(true))
    );
    assert_eq!(
        round_trip::<Loose>(value!(null)),
        Loose::Unknown(value!(null))
    );
}

#[test]
fn the_best_match_is_chosen_without_a_discriminator() {
    assert!(matches!(
        round_trip(value!({"kind": "dog", "bark": true, "lives": 1})),
        Loose::Dog(_)
    ));
    assert!(matches!(
        round_trip(value!({"kind": "x", "owner": "me"})),
        Loose::Cat(_)
    ));
    // No variant declares the property, so the first match wins.
    assert!(matches!(round_trip(value!({"other": 1})), Loose::Dog(_)));
    assert!(matches!(
        from_value(value!({"kind": "x", "lives": 1})).unwrap(),
        Pet::Cat(_) | Pet::Unknown(_)
    ));
}

#[test]
fn an_enum_variant_matches_only_known_values() {
    assert_eq!(
        round_trip::<Loose>(value!("small")),
        Loose::Size(Size::Small)
    );
    assert_eq!(
        round_trip::<Loose>(value!("huge")),
        Loose::Text("huge".to_owned())
    );
    assert_eq!(round_trip::<Loose>(value!(5)), Loose::Level(Level::N5));
    assert_eq!(round_trip::<Loose>(value!(0.5)), Loose::Number(0.5));
    assert_eq!(
        round_trip::<Loose>(value!([1, 2])),
        Loose::Numbers(vec![1, 2])
    );
}

#[derive(Clone, Debug, PartialEq)]
struct Lists {
    lists: BTreeMap<String, Vec<String>>,
}

object!(Lists { ..lists });

#[tokio::test]
async fn a_key_that_looks_like_an_index_is_a_key() {
    for (key, shown) in [
        ("a[18446744073709551615]", "a[18446744073709551615]"),
        ("a[9]", "a[9]"),
        ("a.b[0]", "a.b[0]"),
    ] {
        let body = format!("{{\"a\":[],\"{key}\":\"x\"}}");
        let recorder = Recorder::responding_with([response(200, &[], body.clone())]);
        let call = recorder.client().call(&GET_THING);
        let Err(Error::Decode(error)) = call.send_json::<Lists>().await else {
            panic!("{key}")
        };
        assert_eq!(error.path(), Some(shown));
        let recorder = Recorder::responding_with([response(400, &[], body)]);
        let Err(Error::Api(error)) = recorder.client().call(&GET_THING).send_empty().await else {
            panic!("{key}")
        };
        let Err(Error::Decode(error)) = error.json::<BTreeMap<String, Vec<String>>>() else {
            panic!("{key}")
        };
        assert_eq!(error.path(), Some(shown));
        let recorder = Recorder::responding_with([response(200, &[], "{\"a\":[\"b\",1]}")]);
        let call = recorder.client().call(&GET_THING);
        let Err(Error::Decode(error)) = call.send_json::<Lists>().await else {
            panic!("{key}")
        };
        assert_eq!(error.path(), Some("a[1]"));
    }
}

#[tokio::test]
async fn a_duplicate_key_is_decoded_as_its_last_value() {
    for body in ["{\"a\":[],\"a\":[\"b\",1]}", "{\"a\":7,\"a\":[\"b\",1]}"] {
        let recorder = Recorder::responding_with([response(200, &[], body)]);
        let call = recorder.client().call(&GET_THING);
        let Err(Error::Decode(error)) = call.send_json::<Lists>().await else {
            panic!("{body}")
        };
        assert_eq!(error.path(), Some("a[1]"));
    }
}

#[tokio::test]
async fn a_long_value_or_key_is_truncated_in_an_error() {
    let long = "ä".repeat(10_000);
    for body in [
        format!("{{\"total\": \"{long}\"}}"),
        format!("{{\"total\": 1, \"{long}\": \"{long}\"}}"),
    ] {
        let recorder = Recorder::responding_with([response(200, &[], body)]);
        let call = recorder.client().call(&GET_THING);
        let error = call.send_json::<Counts>().await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.len() < 3_000, "{} bytes", shown.len());
    }
}

thread_local! {
    /// The number of decoded or examined marks.
    static MARKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[derive(Clone, Debug, PartialEq)]
struct Mark(i64);

impl json::Json for Mark {
    fn from_json(value: Value) -> Result<Self, json::Mismatch> {
        MARKS.set(MARKS.get() + 1);
        json::Json::from_json(value).map(Self)
    }

    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A recursive enum whose variants differ only in the type of the innermost value.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Left(Box<Left>),
    Right(Box<Right>),
    Many(Vec<Tree>),
    Unknown(Value),
}

one_of!(Tree {
    Left,
    Right,
    Many,
    ..Unknown
});

#[derive(Clone, Debug, PartialEq)]
struct Left {
    child: Option<Tree>,
    mark: Mark,
}

object!(Left { child, mark });

#[derive(Clone, Debug, PartialEq)]
struct Right {
    child: Option<Tree>,
    mark: Mark,
    flag: bool,
}

object!(Right { child, mark, flag });

#[test]
fn nested_enums_are_decoded_in_linear_time() {
    for right in [false, true] {
        for depth in [1, 30, 120] {
            let nest = |child: Value, _| value!({"child": child, "mark": 1, "flag": right});
            let json = (1..depth).fold(value!({"mark": 0, "flag": right}), nest);
            MARKS.set(0);
            let tree: Tree = round_trip(json);
            assert!(matches!(tree, Tree::Right(_)), "{tree:?}");
            assert!(MARKS.get() <= 3 * depth, "{} of {depth}", MARKS.get());
        }
    }
}

#[test]
fn nested_lists_of_enums_are_decoded_in_linear_time() {
    let nest = |tree: Value, _| value!([tree, {"mark": 1}]);
    let json = (1..120).fold(value!({"mark": 0}), nest);
    MARKS.set(0);
    let tree: Tree = round_trip(json);
    assert!(matches!(tree, Tree::Many(_)), "{tree:?}");
    assert!(MARKS.get() <= 3 * 120, "{}", MARKS.get());
}
