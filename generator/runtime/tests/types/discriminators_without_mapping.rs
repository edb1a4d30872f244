//! Tests of discriminators without a mapping: the name of the schema, or a constant, selects the variant.

use serde_json::{Value, json};

use crate::discriminator_values::{
    Account, AnyPart, Companion, Pet, Shape, Thing, Traveller, Vessel,
};
use crate::round_trip;

/// Decodes a value of an enum, and returns the name of its variant.
macro_rules! variant {
    ($ty:ident, $property:literal: $value:expr) => {{
        let json: Value = json!({ $property: $value });
        let read = format!("{:?}", round_trip::<$ty>(&json));
        read.split('(').next().unwrap_or_default().to_owned()
    }};
}

#[test]
fn a_value_of_a_shared_enum_selects_the_schema_with_that_name() {
    assert_eq!(variant!(Pet, "kind": "Cat"), "Cat");
    assert_eq!(variant!(Pet, "kind": "Dog"), "Dog");
    assert_eq!(variant!(Pet, "kind": "Fish"), "Unknown");
}

#[test]
fn an_enum_may_spell_the_names_differently() {
    assert_eq!(variant!(AnyPart, "is": "frame"), "Frame");
    assert_eq!(variant!(AnyPart, "is": "steel-wheel"), "SteelWheel");
    assert_eq!(variant!(AnyPart, "is": "bell"), "Unknown");
}

#[test]
fn a_mapping_may_have_some_of_the_values() {
    assert_eq!(variant!(Traveller, "by": "car"), "Driver");
    assert_eq!(variant!(Traveller, "by": "walker"), "Walker");
    assert_eq!(variant!(Traveller, "by": "bike"), "Rider");
}

#[test]
fn a_constant_takes_precedence_over_the_name() {
    assert_eq!(variant!(Shape, "shape": "round"), "Circle");
    assert_eq!(variant!(Shape, "shape": "box"), "Square");
    assert_eq!(variant!(Shape, "shape": "cube"), "Square");
    assert_eq!(variant!(Shape, "shape": "Blob"), "Blob");
    assert_eq!(variant!(Shape, "shape": "Circle"), "Unknown");
}

#[test]
fn the_values_of_an_inner_enum_select_it() {
    for (value, outer) in [("Boat", "Vessel"), ("Ship", "Vessel"), ("Tool", "Tool")] {
        assert_eq!(variant!(Thing, "type": value), outer);
    }
    let ship = round_trip::<Thing>(&json!({ "type": "Ship", "name": "Aurora" }));
    assert!(matches!(ship, Thing::Vessel(Vessel::Ship(_))), "{ship:?}");
}

#[test]
fn children_may_repeat_the_property_with_a_shared_enum() {
    assert_eq!(variant!(Account, "type": "person"), "Person");
    assert_eq!(variant!(Account, "type": "firm"), "Firm");
}

#[test]
fn a_mapping_may_lead_to_a_schema_through_another() {
    assert_eq!(variant!(Companion, "kind": "Cat"), "Cat");
    assert_eq!(variant!(Companion, "kind": "Dog"), "Hound");
}
