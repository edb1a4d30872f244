//! Tests of optional properties with a value that is not in its format: kept as received, never lost, never written
//! twice, and replaced by setting the field.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::kept_values::{Closed, Counted, Record, RecordEither, Sent, Timed};
use crate::round_trip;

/// Returns a record with the required properties and one more.
fn record(name: &str, value: &Value) -> Value {
    let mut record = json!({"needed": "x", "maybe": null, "when": "2025-06-23T19:40:58Z"});
    record[name] = value.clone();
    record
}

/// Returns the JSON text of a value, in which a property could appear twice.
fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn a_value_that_is_not_in_its_format_is_kept() {
    let at = "2025-06-23T19:40:58Z";
    for (name, value) in [
        ("maybe", json!("yesterday")),
        ("at", json!("yesterday")),
        ("at", json!("20240619")),
        ("at", json!(5)),
        ("at", json!("2016-12-31T23:59:60Z")),
        ("at", json!("9999-12-31T23:59:59.5Z")),
        ("at", json!("2024-06-19T12:00:00Z[Europe/Paris]")),
        ("day", json!("2024-06-19T12:00:00Z")),
        ("day", json!("20240619")),
        ("data", json!("*")),
        ("address", json!("127.0.0.256")),
        ("small", json!(3_000_000_000_u64)),
        ("small", json!(1.5)),
        ("small", json!(1e300)),
        ("size", json!(-1)),
        ("ratio", json!(1e300)),
        ("level", json!(1.5)),
        ("level", json!(1e30)),
        ("times", json!([at, "yesterday"])),
        ("times", json!([at, null])),
        ("days", json!({"a": "2024-06-19", "b": "soon"})),
        ("sizes", json!([1, 3_000_000_000_u64])),
    ] {
        let sent = record(name, &value);
        let read: Record = round_trip(&sent);
        assert_eq!(read.additional_properties.get(name), Some(&value), "{name}");
        let text = text(&read);
        assert_eq!(text.matches(&format!("\"{name}\":")).count(), 1, "{text}");
    }
}

#[test]
fn a_value_of_another_json_type_than_a_number_or_list_fails() {
    for (name, value) in [
        ("small", json!("5")),
        ("ratio", json!("5")),
        ("times", json!("2025-06-23T19:40:58Z")),
        ("days", json!([])),
        ("sizes", json!(["x"])),
    ] {
        let result = serde_json::from_value::<Record>(record(name, &value));
        assert!(result.is_err(), "{name}");
    }
}

#[test]
fn a_required_value_that_is_not_in_its_format_fails() {
    assert!(serde_json::from_value::<Record>(record("when", &json!("yesterday"))).is_err());
}

#[test]
fn setting_the_field_replaces_a_kept_value() {
    let at: Timestamp = "2025-06-23T19:40:58Z".parse().unwrap();
    let mut changed: Record = read(&record("at", &json!("yesterday")));
    changed.at = Some(at);
    changed.maybe = Some(at);
    let text = text(&changed);
    assert_eq!(text.matches("\"at\":").count(), 1, "{text}");
    assert!(!text.contains("yesterday"), "{text}");

    let mut changed: Record = read(&record("maybe", &json!("yesterday")));
    changed.maybe = Some(at);
    let written = serde_json::to_value(&changed).unwrap();
    assert_eq!(written["maybe"], "2025-06-23T19:40:58Z");
}

#[test]
fn a_closed_object_keeps_values_that_are_not_in_their_format() {
    let sent = json!({"at": "yesterday", "times": ["tomorrow"], "invalid_properties": "x"});
    let mut closed: Closed = round_trip(&sent);
    assert_eq!(closed.invalid_properties2.len(), 2);
    closed.at = Some(Timestamp::UNIX_EPOCH);
    assert_eq!(
        serde_json::to_value(&closed).unwrap(),
        json!({"at": "1970-01-01T00:00:00Z", "times": ["tomorrow"], "invalid_properties": "x"})
    );
    // Undeclared properties are ignored.
    let closed: Closed = read(&json!({"at": "yesterday", "other": 1}));
    assert_eq!(
        serde_json::to_value(&closed).unwrap(),
        json!({"at": "yesterday"})
    );
}

#[test]
fn an_object_with_typed_additional_properties_keeps_them_apart() {
    let counted: Counted = round_trip(&json!({"at": "yesterday", "a": 1}));
    assert_eq!(counted.additional_properties.len(), 1);
    assert_eq!(
        counted.invalid_properties.get("at"),
        Some(&json!("yesterday"))
    );
}

#[test]
fn additional_properties_that_are_not_in_their_format_are_kept_apart() {
    let mut timed: Timed = round_trip(
        &json!({"id": 1, "on": ["2025-06-23T19:40:58Z"], "off": ["2025-06-23T19:40:58Z", "never"]}),
    );
    assert_eq!(timed.additional_properties.len(), 1);
    assert_eq!(
        timed.invalid_properties["off"],
        json!(["2025-06-23T19:40:58Z", "never"])
    );
    // A new value replaces the kept one.
    timed.additional_properties.insert("off".into(), Vec::new());
    let expected = r#"{"id":1,"off":[],"on":["2025-06-23T19:40:58Z"]}"#;
    assert_eq!(text(&timed), expected);
    // A value of a different JSON type fails.
    assert!(serde_json::from_value::<Timed>(json!({"off": 5})).is_err());
}

#[test]
fn a_kept_value_is_written_once() {
    let mut counted: Counted = read(&json!({"at": "yesterday"}));
    counted.additional_properties.insert("at".into(), 5);
    assert_eq!(text(&counted), r#"{"at":5}"#);
}

#[test]
fn an_object_without_a_place_to_keep_a_value_fails() {
    assert!(serde_json::from_value::<Sent>(json!({"at": "yesterday"})).is_err());
}

#[test]
fn the_last_hours_of_the_year_9999_are_written_as_received() {
    for at in [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59.999999999Z",
        "9999-12-31T22:59:59Z",
        "9999-12-31T00:00:00Z",
        "9999-12-30T22:00:01Z",
        "9999-12-30T22:00:00Z",
        "0001-01-01T00:00:00Z",
    ] {
        let mut sent = record("when", &json!(at));
        for name in ["at", "maybe"] {
            sent[name] = json!(at);
        }
        sent["times"] = json!([at]);
        let read: Record = round_trip(&sent);
        assert!(read.additional_properties.is_empty(), "{at}");
        round_trip::<Closed>(&json!({"at": at}));
        round_trip::<Sent>(&json!({"at": at}));
    }
    let never: Sent = read(&json!({"at": "9999-12-31T23:59:59+00:00"}));
    assert_eq!(never.at, Some(Timestamp::MAX));
    let never: Sent = read(&json!({"at": "9999-12-31T18:59:59-05:00"}));
    assert_eq!(never.at, Some(Timestamp::MAX));
}

#[test]
fn a_string_next_to_a_format_is_a_string_unless_it_is_in_that_format() {
    for text in [
        "20240619",
        "2024-06-19",
        "2024-06-19 12:00:00",
        "2024-06-19T12:00:00",
        "yesterday",
    ] {
        let read: Record = round_trip(&record("either", &json!(text)));
        assert_eq!(read.either, Some(RecordEither::String(text.to_owned())));
    }
    let read: Record = round_trip(&record("either", &json!("2024-06-19T12:00:00Z")));
    assert!(matches!(read.either, Some(RecordEither::DateTime(_))));
    for text in ["20240619", "2024-06-19T12:00:00Z", "2024-06-19"] {
        round_trip::<Record>(&record("number", &json!(text)));
    }
}

#[test]
fn whole_numbers_are_integers() {
    for (written, value) in [("2.0", 2), ("1e2", 100), ("-0.0", 0), ("-0", 0)] {
        let text = format!(
            r#"{{"needed":"x","maybe":null,"when":"2025-06-23T19:40:58Z","small":{written},
                "size":{written},"level":{written},"sizes":[1,{written}]}}"#
        );
        let read: Record = serde_json::from_str(&text).unwrap();
        assert_eq!(read.small, Some(value), "{written}");
        assert_eq!(read.size, u64::try_from(value).ok(), "{written}");
        assert_eq!(read.level.map(|level| level.as_i64()), Some(value.into()));
        assert_eq!(read.sizes, Some(vec![1, value]));
    }
}

#[test]
fn infinity_and_nan_are_not_written() {
    for number in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut record: Record = read(&record("ratio", &json!(1.5)));
        record.ratio = Some(number);
        assert!(serde_json::to_string(&record).is_err());
        assert!(serde_json::to_value(&record).is_err());
    }
}
