//! Alternatives: which variant a value is read as, and that nothing of it is lost.

use serde_json::json;

use crate::one_of_discriminator::{Dog, Event, Expression, Message, Negation, Pet, Shape};
use crate::one_of_shapes::{Found, FoundEntry, FoundLoose, FoundValue, FoundWhen, Nested};
use crate::round_trip;

#[test]
fn a_mapping_says_which_variant_a_value_is() {
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
fn a_variant_whose_schema_lacks_the_discriminator_has_it_on_the_wire() {
    let pet = Pet::from(Box::new(Dog::default().bark(true)));
    assert_eq!(
        serde_json::to_value(&pet).expect("a pet can be written"),
        json!({"bark": true, "kind": "dog"})
    );
    let json = json!({"kind": "dog", "friend": {"kind": "dog", "friend": {"kind": "cat"}}});
    assert!(matches!(round_trip(&json), Pet::Dog(_)));
}

#[test]
fn constants_tell_variants_apart_without_a_discriminator() {
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
fn what_stands_beside_alternatives_is_part_of_each() {
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
fn types_that_hold_one_another_are_read_to_any_depth() {
    let json = json!({"terms": [1.5, {"not": {"terms": [{"not": 2.5}]}}]});
    let Expression::Sum(sum) = round_trip(&json) else {
        panic!()
    };
    assert!(
        matches!(&sum.terms[1], Expression::Negation(inner) if matches!(**inner, Negation { not: Expression::Sum(_), .. }))
    );
}

#[test]
fn the_kind_of_json_tells_variants_apart() {
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
fn a_text_that_is_no_time_is_a_text() {
    let when = |text: &str| round_trip::<Found>(&json!({"when": text})).when;
    assert!(matches!(
        when("2025-06-23T19:40:58Z"),
        Some(FoundWhen::DateTime(_))
    ));
    assert_eq!(when("now"), Some(FoundWhen::String("now".to_owned())));
}

#[test]
fn a_required_property_tells_variants_apart() {
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
fn where_nothing_tells_them_apart_the_variant_with_the_most_names_is_taken() {
    let loose = |json: serde_json::Value| round_trip::<Found>(&json!({"loose": json})).loose;
    assert!(matches!(
        loose(json!({"b": "x", "c": "y"})),
        Some(FoundLoose::B(_))
    ));
    assert!(matches!(loose(json!({"c": "y"})), Some(FoundLoose::A(_))));
}

#[test]
fn a_choice_within_a_choice_leaves_what_it_does_not_know_to_the_others() {
    assert!(matches!(round_trip(&json!("x")), Nested::Inner(_)));
    assert!(matches!(
        round_trip(&json!(["x", true])),
        Nested::InnerList(_)
    ));
}
