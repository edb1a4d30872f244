//! Tests of types with a format in JSON.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use openapi_crate_runtime::{Secret, json};
use serde_json::{Map, Value};

use crate::fixture::{PUT_THING, Recorder};
use openapi_crate_runtime::generated_types::*;

#[derive(Debug, PartialEq)]
struct Binary {
    value: Bytes,
    more: Option<Bytes>,
}

object!(Binary { value, more });

#[derive(Debug, PartialEq)]
struct Times {
    at: Timestamp,
    then: Option<Timestamp>,
    rest: Map<String, Value>,
}

object!(Times { at, then, ..rest });

#[test]
fn bytes_are_base64() {
    let binary = Binary {
        value: Bytes::from_static(b"\xfb\xff\x00v"),
        more: Some(Bytes::from_static(b"")),
    };
    let json = serde_json::to_string(&binary).unwrap();
    assert_eq!(json, r#"{"value":"+/8Adg==","more":""}"#);
    assert_eq!(serde_json::from_str::<Binary>(&json).unwrap(), binary);
}

/// The client's own serializer writes the same Base64.
#[tokio::test]
async fn bytes_in_a_body_are_base64() {
    let sizes = [0, 1, 2, 3, 383, 384, 385, 386, 1000];
    let bytes = |size| Bytes::from((0..=u8::MAX).cycle().take(size).collect::<Vec<_>>());
    let binaries = || {
        sizes.map(|size| Binary {
            value: bytes(size),
            more: Some(bytes(2)),
        })
    };
    let lines = binaries().map(|binary| serde_json::to_string(&binary).unwrap());
    let recorder = Recorder::default();
    let put = || recorder.client().call(&PUT_THING).path("id", "x");
    put()
        .ndjson("application/x-ndjson", binaries())
        .send_empty()
        .await
        .unwrap();
    assert_eq!(
        recorder.request().body(),
        &format!("{}\n", lines.join("\n"))
    );
    put()
        .json("application/json", &json::written_list(&binaries()))
        .send_empty()
        .await
        .unwrap();
    assert_eq!(recorder.request().body(), &format!("[{}]", lines.join(",")));
}

#[test]
fn base64_padding_is_optional() {
    let binary = serde_json::from_str::<Binary>(r#"{"value":"+/8Adg","more":null}"#).unwrap();
    assert_eq!(
        (&binary.value[..], binary.more),
        (&b"\xfb\xff\x00v"[..], None)
    );
    assert!(serde_json::from_str::<Binary>(r#"{"value":"+/8A*g"}"#).is_err());
}

#[test]
fn a_timestamp_without_an_offset_is_utc() {
    let times = serde_json::from_str::<Times>(r#"{"at":"2025-06-23 19:40:58"}"#).unwrap();
    assert_eq!(
        times.at,
        "2025-06-23T19:40:58Z".parse::<Timestamp>().unwrap()
    );
    assert_eq!(times.then, None);
    let midnight = serde_json::from_str::<Times>(r#"{"at":"2025-06-23"}"#).unwrap();
    assert_eq!(
        midnight.at,
        "2025-06-23T00:00:00Z".parse::<Timestamp>().unwrap()
    );
}

#[test]
fn an_offset_is_applied() {
    let times =
        serde_json::from_str::<Times>(r#"{"at":"2025-06-23T21:40:58.5+02:00","then":null}"#)
            .unwrap();
    assert_eq!(
        times.at,
        "2025-06-23T19:40:58.5Z".parse::<Timestamp>().unwrap()
    );
}

#[test]
fn timestamps_are_written_as_rfc_3339() {
    let at = "2025-06-23T19:40:58Z".parse().unwrap();
    let json = serde_json::to_string(&Times {
        at,
        then: Some(at),
        rest: Map::new(),
    })
    .unwrap();
    assert_eq!(
        json,
        r#"{"at":"2025-06-23T19:40:58Z","then":"2025-06-23T19:40:58Z"}"#
    );
    let listed = serde_json::to_string(&json::written_list(&[at])).unwrap();
    assert_eq!(listed, r#"["2025-06-23T19:40:58Z"]"#);
}

#[test]
fn formats_work_at_any_depth() {
    #[derive(Debug, PartialEq)]
    struct Deep {
        times: BTreeMap<String, Vec<Option<Timestamp>>>,
    }
    object!(Deep { times });
    let json = r#"{"times":{"a":["2025-06-23T19:40:58Z",null],"b":[]}}"#;
    let deep = serde_json::from_str::<Deep>(json).unwrap();
    assert_eq!(deep.times["a"], ["2025-06-23T19:40:58Z".parse().ok(), None]);
    assert_eq!(serde_json::to_string(&deep).unwrap(), json);
}

#[test]
fn an_invalid_timestamp_is_an_error() {
    for text in [
        "yesterday",
        "2025-06-23T25:00:00Z",
        "",
        "2025-06-23 19:40:58 +99:99",
    ] {
        let json = serde_json::json!({ "at": text });
        assert!(serde_json::from_value::<Times>(json).is_err(), "{text}");
    }
}

#[test]
fn an_invalid_optional_timestamp_is_kept() {
    let json = r#"{"at":"2025-06-23T19:40:58Z","then":"0000-00-00 00:00:00"}"#;
    let times = serde_json::from_str::<Times>(json).unwrap();
    assert_eq!(times.then, None);
    assert_eq!(times.rest["then"], "0000-00-00 00:00:00");
    assert_eq!(serde_json::to_string(&times).unwrap(), json);
}

#[test]
fn dates_and_addresses_are_typed() {
    #[derive(Debug, PartialEq)]
    struct Host {
        since: Date,
        address: Option<Ipv4Addr>,
    }
    object!(Host { since, address });
    let json = r#"{"since":"2025-06-23","address":"127.0.0.1"}"#;
    let host = serde_json::from_str::<Host>(json).unwrap();
    assert_eq!(
        host,
        Host {
            since: date(2025, 6, 23),
            address: Some(Ipv4Addr::LOCALHOST)
        }
    );
    assert_eq!(serde_json::to_string(&host).unwrap(), json);
    assert!(serde_json::from_str::<Host>(r#"{"since":"2025-02-30"}"#).is_err());
}

#[test]
fn a_password_is_redacted_in_debug_output() {
    #[derive(Debug, PartialEq)]
    struct Login {
        password: Secret,
    }
    object!(Login { password });
    let login = serde_json::from_str::<Login>(r#"{"password":"hunter2"}"#).unwrap();
    assert_eq!(format!("{login:?}"), "Login { password: [redacted] }");
    assert_eq!(
        serde_json::to_string(&login).unwrap(),
        r#"{"password":"hunter2"}"#
    );
    assert_eq!(&*login.password, "hunter2");
    let wrong = serde_json::from_str::<Login>(r#"{"password":1234}"#)
        .unwrap_err()
        .to_string();
    assert_eq!(wrong, "at `password`: expected a string");
}
