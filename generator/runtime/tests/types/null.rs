//! Tests of properties whose only value is `null`.

use serde_json::json;

use super::round_trip;
use super::v3_1_types::Station;

#[test]
fn a_null_property_differs_from_a_missing_one() {
    let with = json!({"name": null, "kind": "station", "owner": {}, "retired": null, "gone": [null, null]});
    let station: Station = round_trip(&with);
    assert_eq!((station.retired, station.destroyed), (Some(()), None));
    assert_eq!(station.gone.map(|gone| gone.len()), Some(2));
}

#[test]
fn a_value_other_than_null_is_kept() {
    let with = json!({"name": null, "kind": "station", "owner": {}, "retired": true});
    let station: Station = round_trip(&with);
    assert_eq!(station.retired, None);
    assert_eq!(
        station.additional_properties.get("retired"),
        Some(&json!(true))
    );
}
