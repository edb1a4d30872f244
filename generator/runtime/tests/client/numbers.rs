//! Tests of numbers that JSON and headers write in several ways, or cannot write.

use openapi_crate_runtime::{Error, Multipart, NdJson};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use crate::fixture::{GET_THING, PUT_THING, Recorder, response};
use openapi_crate_runtime::generated_types::*;
use openapi_crate_runtime::json;

#[derive(Debug, Clone, PartialEq)]
struct Measured {
    ratio: f64,
    small: Option<f32>,
    list: Vec<f64>,
    rest: Map<String, Value>,
}

object!(Measured {
    ratio,
    small,
    list,
    ..rest
});

fn measured() -> Measured {
    Measured {
        ratio: 1.5,
        small: Some(0.5),
        list: vec![1.0],
        rest: Map::new(),
    }
}

fn put(recorder: &Recorder) -> openapi_crate_runtime::Call {
    recorder.client().call(&PUT_THING).path("id", "x")
}

#[tokio::test]
async fn infinity_and_nan_in_a_body_are_refused_before_anything_is_sent() {
    let recorder = Recorder::default();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        #[allow(clippy::cast_possible_truncation, reason = "the value is not finite")]
        let bodies = [
            Measured {
                ratio: number,
                ..measured()
            },
            Measured {
                small: Some(number as f32),
                ..measured()
            },
            Measured {
                list: vec![1.0, number],
                ..measured()
            },
        ];
        let mut calls = vec![
            put(&recorder).json("application/json", &number),
            put(&recorder).json("application/json", &[1.0, number]),
            put(&recorder).json("application/json", &BTreeMap::from([("a", Some(number))])),
            put(&recorder).multipart(
                "multipart/form-data",
                Multipart::new().value("a", Some("application/json"), &vec![number]),
            ),
            put(&recorder).multipart(
                "multipart/form-data",
                Multipart::new().value("a", None, &number),
            ),
        ];
        for body in bodies {
            calls.push(put(&recorder).json("application/json", &body));
            calls.push(put(&recorder).ndjson("application/x-ndjson", NdJson::from([body.clone()])));
            calls.push(put(&recorder).form("application/x-www-form-urlencoded", &body, &[]));
            calls.push(put(&recorder).multipart_of("multipart/form-data", &body));
        }
        for call in calls {
            let error = call.send_empty().await.unwrap_err();
            assert!(matches!(error, Error::Argument(_)), "{error:?}");
            assert!(
                error.to_string().contains("must be a finite number"),
                "{error}"
            );
        }
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_list_of_whole_numbers_is_a_list_of_integers() {
    let recorder = Recorder::responding_with([
        response(200, &[], "[1, 2.0, 1e2, -0.0]"),
        response(200, &[], "{\"a\": 3.0}"),
    ]);
    let get = || recorder.client().call(&GET_THING);
    let list = get().send_json::<Vec<u32>>().await.unwrap();
    assert_eq!(*list, [1, 2, 100, 0]);
    let map = get().send_json::<BTreeMap<String, i64>>().await.unwrap();
    assert_eq!(map["a"], 3);
}

#[tokio::test]
async fn a_header_with_a_whole_number_is_an_integer() {
    let headers = [
        ("whole", "5.0"),
        ("power", "1e2"),
        ("zero", "-0.0"),
        ("list", "1, 2.0"),
        ("json", "[1, 2.0]"),
        ("fraction", "5.5"),
        ("beyond", "1e30"),
        ("nan", "NaN"),
        ("infinite", "inf"),
    ];
    let recorder = Recorder::responding_with([response(200, &headers, "")]);
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    response.with_headers(|headers, ()| {
        assert_eq!(headers.get::<u64>("whole"), Some(5));
        assert_eq!(headers.get::<i32>("power"), Some(100));
        assert_eq!(headers.get::<u64>("zero"), Some(0));
        assert_eq!(headers.get::<Vec<i64>>("list"), Some(vec![1, 2]));
        assert_eq!(headers.json::<Vec<i64>>("json"), Some(vec![1, 2]));
        for name in ["fraction", "beyond"] {
            assert_eq!(headers.get::<i64>(name), None, "{name}");
        }
        for name in ["nan", "infinite"] {
            assert_eq!(headers.get::<f64>(name), None, "{name}");
        }
    });
}
