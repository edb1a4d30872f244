//! Do bytes and times look in JSON as their formats say?

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use openapi_client_runtime::format;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Binary {
    #[serde(with = "format")]
    value: Bytes,
    #[serde(with = "format", default, skip_serializing_if = "Option::is_none")]
    more: Option<Bytes>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Times {
    #[serde(with = "format")]
    at: Timestamp,
    #[serde(with = "format", default, skip_serializing_if = "Option::is_none")]
    then: Option<Timestamp>,
}

#[test]
fn bytes_are_base64_text() {
    let binary = Binary { value: Bytes::from_static(b"\xfb\xff\x00v"), more: Some(Bytes::from_static(b"")) };
    let json = serde_json::to_string(&binary).unwrap();
    assert_eq!(json, r#"{"value":"+/8Adg==","more":""}"#);
    assert_eq!(serde_json::from_str::<Binary>(&json).unwrap(), binary);
}

#[test]
fn base64_may_come_without_its_padding_but_not_broken() {
    let binary = serde_json::from_str::<Binary>(r#"{"value":"+/8Adg","more":null}"#).unwrap();
    assert_eq!((&binary.value[..], binary.more), (&b"\xfb\xff\x00v"[..], None));
    assert!(serde_json::from_str::<Binary>(r#"{"value":"+/8A*g"}"#).is_err());
    assert!(serde_json::from_str::<Binary>(r#"{"value":"","more":7}"#).is_err());
}

#[test]
fn a_time_without_an_offset_is_utc() {
    let times = serde_json::from_str::<Times>(r#"{"at":"2025-06-23 19:40:58"}"#).unwrap();
    assert_eq!(times.at, "2025-06-23T19:40:58Z".parse::<Timestamp>().unwrap());
    assert_eq!(times.then, None);
}

#[test]
fn a_time_with_an_offset_keeps_it() {
    let times = serde_json::from_str::<Times>(r#"{"at":"2025-06-23T21:40:58.5+02:00","then":null}"#).unwrap();
    assert_eq!(times.at, "2025-06-23T19:40:58.5Z".parse::<Timestamp>().unwrap());
}

#[test]
fn times_are_written_as_rfc_3339() {
    let at = "2025-06-23T19:40:58Z".parse().unwrap();
    let json = serde_json::to_string(&Times { at, then: Some(at) }).unwrap();
    assert_eq!(json, r#"{"at":"2025-06-23T19:40:58Z","then":"2025-06-23T19:40:58Z"}"#);
    let listed = serde_json::to_string(&format::written_list(&[at])).unwrap();
    assert_eq!(listed, r#"["2025-06-23T19:40:58Z"]"#);
}

#[test]
fn a_format_holds_at_any_depth_of_lists_and_maps() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Deep {
        #[serde(with = "format")]
        times: BTreeMap<String, Vec<Option<Timestamp>>>,
    }
    let json = r#"{"times":{"a":["2025-06-23T19:40:58Z",null],"b":[]}}"#;
    let deep = serde_json::from_str::<Deep>(json).unwrap();
    assert_eq!(deep.times["a"], ["2025-06-23T19:40:58Z".parse().ok(), None]);
    assert_eq!(serde_json::to_string(&deep).unwrap(), json);
}

#[test]
fn what_is_no_time_is_an_error() {
    for text in ["yesterday", "2025-06-23T25:00:00Z", "", "2025-06-23 19:40:58 +99:99"] {
        let json = serde_json::json!({ "at": text });
        assert!(serde_json::from_value::<Times>(json).is_err(), "{text}");
    }
}
