//! Tests of variants that constants tell apart.

use serde_json::{Value, json};

use crate::one_of_constants::{All, Outcome};
use crate::round_trip;

/// Decodes a property, and returns the name of its variant.
fn variant(name: &str, value: &Value) -> String {
    let all = round_trip::<All>(&json!({ name: value }));
    let shown = match name {
        "flag" => format!("{:?}", all.flag),
        "unrequired" => format!("{:?}", all.unrequired),
        "nested" => format!("{:?}", all.nested),
        "version" => format!("{:?}", all.version),
        "item" => format!("{:?}", all.item),
        "letter" => format!("{:?}", all.letter),
        _ => format!("{:?}", all.when),
    };
    let inner = shown.strip_prefix("Some(").unwrap_or(&shown);
    inner.split('(').next().unwrap_or_default().to_owned()
}

#[test]
fn a_boolean_selects_the_variant() {
    let good: Outcome = round_trip(&json!({ "ok": true, "value": "a" }));
    assert!(matches!(good, Outcome::Good(_)), "{good:?}");
    let bad: Outcome = round_trip(&json!({ "ok": false, "value": "a" }));
    assert!(matches!(bad, Outcome::Bad(_)), "{bad:?}");
}

#[test]
fn a_constant_that_is_not_required_selects_the_variant() {
    assert_eq!(
        variant("unrequired", &json!({ "t": "image", "x": 1 })),
        "Image"
    );
    assert_eq!(variant("unrequired", &json!({ "t": "text" })), "Text");
    // Without the constant, it is written with that of the first variant.
    let all: All = serde_json::from_value(json!({ "unrequired": { "x": 1 } })).unwrap();
    let expected = json!({ "unrequired": { "t": "text", "x": 1 } });
    assert_eq!(serde_json::to_value(all).unwrap(), expected);
}

#[test]
fn constants_within_an_alternative_differ_from_those_of_others() {
    assert_eq!(variant("nested", &json!({ "side": "top" })), "Top");
    assert_eq!(variant("nested", &json!({ "side": "east" })), "Sides");
}

#[test]
fn a_discriminator_may_be_a_boolean() {
    assert_eq!(variant("flag", &json!({ "on": true })), "On");
    assert_eq!(variant("flag", &json!({ "on": false })), "Off");
}

#[test]
fn a_number_selects_the_variant() {
    assert_eq!(variant("version", &json!({ "v": 1.0 })), "One");
    assert_eq!(variant("version", &json!({ "v": 1.5 })), "Half");
}

#[test]
fn a_constant_of_some_variants_selects_them() {
    assert_eq!(
        variant("item", &json!({ "side": "right", "a": "" })),
        "Right"
    );
    assert_eq!(variant("item", &json!({ "side": "left", "a": "" })), "Left");
    assert_eq!(variant("item", &json!({ "side": "top", "a": "" })), "Old");
    assert_eq!(variant("item", &json!({ "a": "" })), "Old");
}

#[test]
fn the_values_of_enums_select_them() {
    let letter = |value: Value| {
        format!(
            "{:?}",
            round_trip::<All>(&json!({ "letter": value })).letter
        )
    };
    assert!(letter(json!("Gamma")).contains("Gamma"));
    assert!(
        letter(json!("Delta")).contains("(Delta)"),
        "{}",
        letter(json!("Delta"))
    );
    assert!(letter(json!({ "a": "b" })).contains("Object"));
}

#[test]
fn the_formats_of_strings_select_them() {
    assert_eq!(variant("when", &json!("2025-06-23T19:40:58Z")), "DateTime");
    assert_eq!(variant("when", &json!("127.0.0.1")), "Ipv4");
}
