//! Tests of values that are not in their format, of `null`, and of numbers that JSON does not have.

use jiff::Timestamp;
use openapi_crate_wire::Error;
use openapi_crate_wire::types::{Record, RecordPatch};
use serde_json::{Value, json};

use crate::server::{Server, whole};

const STORED: &str = r#"{"when":"9999-12-31T23:59:59Z","at":"yesterday","id":"67E5504410B1426F9247BB680E5FE0C8",
    "times":["2025-06-23T19:40:58Z","soon"],"either":"67E55044-10B1-426F-9247-BB680E5FE0C8"}"#;

async fn stored() -> Server {
    Server::responding_with(|| whole(200, &[("x-count", "5.0")], STORED)).await
}

fn new() -> Record {
    Record::new(Timestamp::UNIX_EPOCH)
}

fn sent(server: &Server) -> Value {
    serde_json::from_slice(server.request().body()).unwrap()
}

#[tokio::test]
async fn values_that_are_not_in_their_format_are_sent_back_as_received() {
    let server = stored().await;
    let values = server.client().values();
    let read = values.put_record(&new()).send().await.unwrap();
    assert_eq!(read.when, Timestamp::MAX);
    assert_eq!(read.x_count, Some(5));
    assert_eq!(read.invalid_properties.len(), 3);
    server.requests();
    values.put_record(&read.body).send().await.unwrap();
    assert_eq!(
        sent(&server),
        serde_json::from_str::<Value>(STORED).unwrap()
    );
}

#[tokio::test]
async fn setting_a_field_replaces_the_value_that_was_received() {
    let server = stored().await;
    let values = server.client().values();
    let mut read = values.put_record(&new()).send().await.unwrap().body.clone();
    read.at = Some(Timestamp::UNIX_EPOCH);
    server.requests();
    values.put_record(&read).send().await.unwrap();
    let request = server.request();
    let text = std::str::from_utf8(request.body()).unwrap();
    assert_eq!(text.matches("\"at\":").count(), 1, "{text}");
    assert!(text.contains("\"at\":\"1970-01-01T00:00:00Z\""), "{text}");
}

#[tokio::test]
async fn a_merge_patch_can_send_null() {
    let server = Server::silent().await;
    let mut patch = RecordPatch::default();
    patch.at = Some(None);
    server
        .client()
        .values()
        .patch_record(&patch)
        .send()
        .await
        .unwrap();
    assert_eq!(sent(&server), json!({"at": null}));
    let patch = RecordPatch::default().note("x");
    server
        .client()
        .values()
        .patch_record(&patch)
        .send()
        .await
        .unwrap();
    assert_eq!(sent(&server), json!({"note": "x"}));
}

#[tokio::test]
async fn infinity_and_nan_are_refused_before_anything_is_sent() {
    let server = Server::silent().await;
    let client = server.client();
    for number in [f64::NAN, f64::INFINITY] {
        let body = new().ratio(number);
        let error = client.values().put_record(&body).send().await.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        let error = client
            .media_types()
            .patch_any(&[number])
            .send()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
    }
    assert!(server.requests().is_empty());
}
