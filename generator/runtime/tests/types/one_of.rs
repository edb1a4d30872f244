//! Tests of `oneOf` and `anyOf` enums: the chosen variant, and lossless round trips.

use serde_json::json;

use crate::one_of_discriminator::{Dog, Event, Expression, Message, Negation, Pet, Shape};
use crate::one_of_shapes::{Found, FoundEntry, FoundLoose, FoundValue, FoundWhen, Nested};
use crate::round_trip;

#[test]
fn a_discriminator_mapping_selects_the_variant() {
    assert!(matches!(
        round_trip(&json!({"kind": "kitten", "lives": 9})),
        Pet::Cat(_)
    ));
    assert!(matches!(
        round_trip(&json!({"kind": "Lizard"})),
        Pet::Lizard(_)
    ));
    assert!(matches!(
        round_trip(&json!({"kind": "bird", "sings": true})),
        Pet::Unknown(_)
    ));
}

#[test]
fn a_discriminator_missing_from_the_schema_is_written() {
    let pet = Pet::from(Box::new(Dog::default().bark(true)));
    assert_eq!(
        serde_json::to_value(&pet).expect("a pet can be written"),
        json!({"bark": true, "kind": "dog"})
    );
    let json = json!({"kind": "dog", "friend": {"kind": "dog", "friend": {"kind": "cat"}}});
    assert!(matches!(round_trip(&json), Pet::Dog(_)));
}

#[test]
fn constants_select_the_variant_without_a_discriminator() {
    assert!(matches!(
        round_trip(&json!({"type": "push", "commits": 2})),
        Event::Pushed(_)
    ));
    assert!(matches!(
        round_trip(&json!({"type": "clone"})),
        Event::Object(_)
    ));
    assert!(matches!(
        round_trip(&json!({"type": "star", "commits": 2})),
        Event::Unknown(_)
    ));
    assert!(matches!(
        round_trip(&json!({"role": "tool", "text": "x"})),
        Message::Tool(_)
    ));
}

#[test]
fn properties_next_to_one_of_belong_to_every_variant() {
    let shape = round_trip(&json!({"area": 3.5, "radius": 1.0}));
    assert!(
        matches!(&shape, Shape::Circle(circle) if circle.area.to_bits() == 3.5_f64.to_bits()),
        "{shape:?}"
    );
    assert!(matches!(
        round_trip(&json!({"area": 4.5, "side": 2.5})),
        Shape::Square(_)
    ));
}

#[test]
fn recursive_types_are_decoded_to_any_depth() {
    let json = json!({"terms": [1.5, {"not": {"terms": [{"not": 2.5}]}}]});
    let Expression::Sum(sum) = round_trip(&json) else {
        panic!()
    };
    assert!(
        matches!(&sum.terms[1], Expression::Negation(inner) if matches!(**inner, Negation { not: Expression::Sum(_), .. }))
    );
}

#[test]
fn the_json_type_selects_the_variant() {
    let value = |json: serde_json::Value| round_trip::<Found>(&json!({"value": json})).value;
    assert_eq!(value(json!(true)), Some(FoundValue::Boolean(true)));
    assert_eq!(value(json!(1.5)), Some(FoundValue::Number(1.5)));
    assert_eq!(value(json!("x")), Some(FoundValue::String("x".to_owned())));
    assert!(matches!(
        value(json!([{"size": 1}])),
        Some(FoundValue::FileList(_))
    ));
    assert!(matches!(
        value(json!({"size": 1})),
        Some(FoundValue::File(_))
    ));
    assert!(matches!(value(json!([1])), Some(FoundValue::Unknown(_))));
}

#[test]
fn a_string_that_is_not_a_timestamp_is_a_string() {
    let when = |text: &str| round_trip::<Found>(&json!({"when": text})).when;
    assert!(matches!(
        when("2025-06-23T19:40:58Z"),
        Some(FoundWhen::DateTime(_))
    ));
    assert_eq!(when("now"), Some(FoundWhen::String("now".to_owned())));
}

#[test]
fn a_required_property_selects_the_variant() {
    let entry = |json: serde_json::Value| round_trip::<Found>(&json!({"entry": json})).entry;
    assert!(matches!(
        entry(json!({"name": "a", "size": 1})),
        Some(FoundEntry::File(_))
    ));
    assert!(matches!(
        entry(json!({"name": "a"})),
        Some(FoundEntry::Folder(_))
    ));
}

#[test]
fn the_variant_that_declares_the_most_properties_is_chosen() {
    let loose = |json: serde_json::Value| round_trip::<Found>(&json!({"loose": json})).loose;
    assert!(matches!(
        loose(json!({"b": "x", "c": "y"})),
        Some(FoundLoose::B(_))
    ));
    assert!(matches!(loose(json!({"c": "y"})), Some(FoundLoose::A(_))));
}

#[test]
fn a_nested_one_of_leaves_unknown_values_to_other_variants() {
    assert!(matches!(round_trip(&json!("x")), Nested::Inner(_)));
    assert!(matches!(
        round_trip(&json!(["x", true])),
        Nested::InnerList(_)
    ));
}

#[test]
fn any_json_next_to_a_string_is_kept() {
    for value in [
        json!("a"),
        json!(1),
        json!([1, "a"]),
        json!({ "a": null }),
        json!(true),
    ] {
        for name in [
            "text_or_any",
            "any_or_list",
            "text_or_all",
            "text_or_not",
            "enum_or_any",
            "file_or_any",
        ] {
            round_trip::<Found>(&json!({ name: value }));
        }
    }
    let found = round_trip::<Found>(&json!({ "text_or_none": "a" }));
    assert_eq!(found.text_or_none.as_deref(), Some("a"));
}
