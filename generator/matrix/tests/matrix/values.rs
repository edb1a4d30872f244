//! Random values of each kind.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

/// The number of values of a kind in a position.
const COUNT: usize = 24;

/// Returns values of a kind, the same ones in each run.
pub(crate) fn of(kind: &str) -> Vec<Value> {
    let mut runner = TestRunner::deterministic();
    let strategy = strategy(kind);
    (0..COUNT)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

fn strategy(kind: &str) -> BoxedStrategy<Value> {
    let one_of = |values: &[Value]| proptest::sample::select(values.to_vec()).boxed();
    match kind {
        "text" | "password" | "nullable_text" => {
            nullable(kind, text().prop_map(Value::from).boxed())
        }
        "limited_text" => text()
            .prop_filter_map("limits", |text| {
                (1..=40)
                    .contains(&text.chars().count())
                    .then_some(Value::from(text))
            })
            .boxed(),
        "date" => (0..3_000, 1..13, 1..29)
            .prop_map(|(y, m, d)| json!(format!("{y:04}-{m:02}-{d:02}")))
            .boxed(),
        "date_time" | "alias" | "nullable_date_time" => nullable(kind, date_time()),
        "time" => (0..24, 0..60, 0..60)
            .prop_map(|(h, m, s)| json!(format!("{h:02}:{m:02}:{s:02}Z")))
            .boxed(),
        "duration" => (1..100, 1..60)
            .prop_map(|(h, m)| json!(format!("PT{h}H{m}M")))
            .boxed(),
        "uuid" => any::<u128>().prop_map(uuid).boxed(),
        "uri" => text()
            .prop_map(|text| json!(format!("https://example.com/{}", text.len())))
            .boxed(),
        "email" => (0..99)
            .prop_map(|n| json!(format!("a+{n}@example.com")))
            .boxed(),
        "decimal" => any::<i32>().prop_map(|n| json!(format!("{n}.50"))).boxed(),
        "byte" | "nullable_byte" => {
            let bytes = vec(any::<u8>(), 0..9).prop_map(|bytes| json!(base64(&bytes)));
            nullable(kind, bytes.boxed())
        }
        "ipv4" => any::<std::net::Ipv4Addr>()
            .prop_map(|address| json!(address.to_string()))
            .boxed(),
        "ipv6" => any::<std::net::Ipv6Addr>()
            .prop_map(|address| json!(address.to_string()))
            .boxed(),
        "int32" => any::<i32>().prop_map(Value::from).boxed(),
        "int64" | "integer" | "nullable_integer" => {
            nullable(kind, any::<i64>().prop_map(Value::from).boxed())
        }
        "unsigned" => (0..=u64::MAX).prop_map(Value::from).boxed(),
        "float" => (-1_000_000..1_000_000_i32)
            .prop_map(|n| json!(f64::from(n) / 8.0))
            .boxed(),
        "double" | "number" => number(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "color" => one_of(&["red", "light green", "a&b=c", ""].map(Value::from)),
        "level" => one_of(&[1, 2, 10].map(Value::from)),
        "flag" => Just(json!(true)).boxed(),
        "constant" => Just(json!("only")).boxed(),
        "nullable_color" => one_of(&[json!("a"), json!("b"), Value::Null]),
        _ => compound(kind),
    }
}

fn compound(kind: &str) -> BoxedStrategy<Value> {
    let array = |kind: &str| vec(strategy(kind), 0..4).prop_map(Value::from).boxed();
    let map = |kind: &str| {
        btree_map(text(), strategy(kind), 0..4)
            .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>()))
            .boxed()
    };
    match kind {
        "texts" => array("text"),
        "integers" => array("integer"),
        "colors" => array("color"),
        "date_times" => array("date_time"),
        "uuids" => array("uuid"),
        "bytes" => array("byte"),
        "addresses" => array("ipv6"),
        "nullable_texts" => nullable(kind, array("text")),
        "doubles" => array("double"),
        "points" => array("point"),
        "grid" => array("integers"),
        "nullable_items" => array("nullable_integer"),
        "timed" => object(
            vec![("id", strategy("integer"))],
            vec![
                ("day", strategy("date")),
                ("a b", strategy("date_time")),
                ("other", strategy("date_time")),
            ],
        ),
        "date_map" => map("date"),
        "text_map" => map("text"),
        "integer_map" => map("integer"),
        "list_map" => map("texts"),
        "point_map" => map("point"),
        "free_form" => map("anything"),
        "point" | "named_point" | "nullable_point" => {
            let name = (kind == "named_point").then_some(("name", strategy("text")));
            let required = [("x", strategy("integer")), ("label", strategy("text"))];
            let point = object(
                required.into_iter().chain(name).collect(),
                vec![("y", strategy("integer"))],
            );
            nullable(kind, point)
        }
        "closed" => object(
            vec![],
            vec![("at", strategy("date_time")), ("color", strategy("color"))],
        ),
        "nested" => object(
            vec![("point", strategy("point"))],
            vec![("texts", strategy("texts"))],
        ),
        "open" => (
            strategy("text_map"),
            proptest::option::of(strategy("integer")),
        )
            .prop_map(|(mut map, x)| {
                map.as_object_mut().unwrap().remove("x");
                map.as_object_mut()
                    .unwrap()
                    .extend(x.map(|x| ("x".to_owned(), x)));
                map
            })
            .boxed(),
        "tree" => {
            let leaf = text().prop_map(|name| json!({ "name": name }));
            leaf.prop_recursive(3, 8, 2, |inner| {
                (
                    text(),
                    vec(inner.clone(), 0..3),
                    proptest::option::of(inner),
                )
                    .prop_map(|(name, children, parent)| {
                        let mut tree = json!({ "name": name, "children": children });
                        tree.as_object_mut()
                            .unwrap()
                            .extend(parent.map(|parent| ("parent".to_owned(), parent)));
                        tree
                    })
            })
            .boxed()
        }
        "anything" => prop_oneof![
            strategy("text"),
            strategy("integer"),
            strategy("boolean"),
            strategy("texts"),
            strategy("text_map")
        ]
        .boxed(),
        _ => composed(kind),
    }
}

fn composed(kind: &str) -> BoxedStrategy<Value> {
    match kind {
        "cat" => object(
            vec![
                ("kind", Just(json!("cat")).boxed()),
                ("lives", strategy("integer")),
            ],
            vec![],
        ),
        "dog" => object(
            vec![
                ("kind", Just(json!("dog")).boxed()),
                ("tricks", strategy("texts")),
            ],
            vec![],
        ),
        "animal" | "plant" => sorted(kind),
        "mapped_pet" => prop_oneof![sorted("a"), sorted("p")].boxed(),
        "car" | "truck" => {
            let count = ("wheels", strategy("integer"));
            let own = if kind == "car" { "doors" } else { "load" };
            let ty = Just(json!(kind)).boxed();
            object(vec![("type", ty)], vec![count, (own, strategy("integer"))])
        }
        "vehicle" | "car_or_truck" => prop_oneof![strategy("car"), strategy("truck")].boxed(),
        "merged_point" => object(
            vec![("at", strategy("date_time"))],
            vec![("point", strategy("point"))],
        ),
        "pet" | "cat_or_dog" => prop_oneof![strategy("cat"), strategy("dog")].boxed(),
        "text_or_integer" => prop_oneof![strategy("text"), strategy("integer")].boxed(),
        "one_or_many" => prop_oneof![strategy("integer"), strategy("integers")].boxed(),
        "described_color" => strategy("color"),
        _ => panic!("no values of {kind}"),
    }
}

/// An object with a discriminator.
fn sorted(sort: &str) -> BoxedStrategy<Value> {
    let own = if matches!(sort, "animal" | "a") {
        "legs"
    } else {
        "leaves"
    };
    let sort = Just(json!(sort)).boxed();
    object(vec![("sort", sort)], vec![(own, strategy("integer"))])
}

fn nullable(kind: &str, strategy: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    if kind.starts_with("nullable_") {
        prop_oneof![3 => strategy, 1 => Just(Value::Null)].boxed()
    } else {
        strategy
    }
}

/// Strings with characters that a position may treat differently.
fn text() -> BoxedStrategy<String> {
    let special = [
        "",
        "a b",
        " edge ",
        "a,b",
        "a/b?c#d",
        "%2F+&=;",
        "..",
        "é€😀",
        "\"'\\",
        "\r\n",
        "null",
        "12",
        "[a]",
        "a|b",
    ];
    prop_oneof![
        proptest::sample::select(special.map(str::to_owned).to_vec()),
        vec(any::<char>(), 0..9).prop_map(|text| text.into_iter().collect()),
    ]
    .boxed()
}

fn number() -> BoxedStrategy<Value> {
    let special = [0.1, 1e21, -1e-7, 5e-324, f64::MAX, 2.0];
    prop_oneof![
        proptest::sample::select(special.to_vec()).prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |n| n.is_finite().then(|| json!(n))),
    ]
    .boxed()
}

fn date_time() -> BoxedStrategy<Value> {
    (1..3_000, 1..13, 1..29, 0..24, 0..60, 0..60)
        .prop_map(|(y, m, d, h, min, s)| {
            json!(format!("{y:04}-{m:02}-{d:02}T{h:02}:{min:02}:{s:02}Z"))
        })
        .boxed()
}

fn uuid(bits: u128) -> Value {
    let hex = format!("{bits:032x}");
    json!(format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    ))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// An object with all required and some optional properties.
fn object(
    required: Vec<(&'static str, BoxedStrategy<Value>)>,
    optional: Vec<(&'static str, BoxedStrategy<Value>)>,
) -> BoxedStrategy<Value> {
    let mut whole = Just(Map::new()).boxed();
    let required = required
        .into_iter()
        .map(|(name, value)| (name, value.prop_map(Some).boxed()));
    let optional = optional
        .into_iter()
        .map(|(name, value)| (name, proptest::option::of(value).boxed()));
    for (name, value) in required.chain(optional) {
        whole = (whole, value)
            .prop_map(move |(mut object, value)| {
                object.extend(value.map(|value| (name.to_owned(), value)));
                object
            })
            .boxed();
    }
    whole.prop_map(Value::Object).boxed()
}
