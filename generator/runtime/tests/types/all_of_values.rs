//! Tests of `allOf` objects with formats and enums.

use serde_json::json;

use crate::all_of::{Boat, BoatColour, Ferry};
use crate::enums::{Job, Priority};
use crate::round_trip;
use crate::string_formats::Strings;

#[test]
fn all_of_combines_the_properties_of_all_schemas() {
    let boat: Boat = round_trip(
        &json!({"id": "1", "colour": "blue", "speed": 12, "draught": 1.5, "flag": "CH"}),
    );
    assert_eq!(
        (boat.id.as_deref(), boat.colour, boat.speed),
        (Some("1"), BoatColour::Blue, Some(12))
    );
    assert_eq!(boat.additional_properties["flag"], "CH");
}

#[test]
fn additional_properties_may_be_typed_by_any_schema() {
    let ferry = json!({"id": "1", "colour": "white", "draught": 2.5, "cars": 40, "name": "Bodan"});
    assert_eq!(
        round_trip::<Ferry>(&ferry).additional_properties["name"],
        "Bodan"
    );
}

#[test]
fn a_constructed_value_is_written_as_documented() {
    let boat = Boat::new(BoatColour::White, 0.5).speed(3);
    let json = serde_json::to_string(&boat).expect("a boat can be written");
    assert_eq!(json, r#"{"colour":"white","speed":3,"draught":0.5}"#);
}

#[test]
fn all_kinds_of_enums_keep_unknown_values() {
    round_trip::<Job>(
        &json!({"untyped": "c", "untyped_numbers": 3, "mixed": true, "one": "two", "half": 0.5}),
    );
    assert_eq!(round_trip::<Priority>(&json!(-1)), Priority::Minus1);
    assert_eq!(round_trip::<Priority>(&json!(99)), Priority::Unknown(99));
}

#[test]
fn an_invalid_format_is_an_error_only_if_required() {
    let time = "2025-06-23T19:40:58Z";
    let strings = json!({
        "at": time, "maybe_at": null, "aliased": time, "key": "aGk=", "list": [time], "map": {"a": ["aGk="]},
        "day": "tomorrow",
    });
    let read: Strings = round_trip(&strings);
    assert_eq!(
        (read.day, &read.additional_properties["day"]),
        (None, &json!("tomorrow"))
    );
    let wrong = json!({"at": "tomorrow"});
    let error = serde_json::from_value::<Strings>(wrong)
        .expect_err("it has to be there")
        .to_string();
    assert!(error.starts_with("at `at`: "), "{error}");
}
