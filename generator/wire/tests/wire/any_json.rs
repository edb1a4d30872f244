//! Tests of bodies that can be any JSON.

use std::collections::BTreeMap;

use openapi_crate_wire::Error;
use serde::Serialize;
use serde::ser::{Error as _, Serializer};

use crate::server::Server;

/// A type of the caller's.
#[derive(Serialize)]
struct Note<'a> {
    text: &'a str,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    #[serde(serialize_with = "even")]
    number: u32,
}

/// Serializes only even numbers.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn even<S: Serializer>(number: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    if number % 2 == 1 {
        return Err(S::Error::custom("odd"));
    }
    serializer.serialize_u32(*number)
}

fn note(numbers: &[u32]) -> Note<'static> {
    let line = |number: &u32| Line { number: *number };
    Note {
        text: "a \"b\"",
        lines: numbers.iter().map(line).collect(),
    }
}

const NOTE: &str = r#"{"text":"a \"b\"","lines":[{"number":2}]}"#;

#[tokio::test]
async fn a_value_of_the_callers_type_arrives_as_json() {
    let server = Server::silent().await;
    let bodies = server.client().bodies();
    bodies.put_free(&note(&[2])).send().await.unwrap();
    bodies.put_free("text").send().await.unwrap();
    bodies.put_free(&[1, 2][..]).send().await.unwrap();
    let value = serde_json::json!({"a": null});
    bodies.put_free(&value).send().await.unwrap();
    let requests = server.requests();
    let sent = requests.iter().map(|request| {
        assert_eq!(request.headers()["content-type"], "application/json");
        str::from_utf8(request.body()).unwrap()
    });
    let expected = [NOTE, "\"text\"", "[1,2]", r#"{"a":null}"#];
    assert_eq!(sent.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn an_object_of_the_callers_type_arrives_as_json() {
    let server = Server::silent().await;
    let bodies = server.client().bodies();
    bodies.post_free().body(&note(&[2])).send().await.unwrap();
    let map = BTreeMap::from([("a", 1.5)]);
    bodies.post_free().body(&map).send().await.unwrap();
    bodies.post_free().send().await.unwrap();
    let requests = server.requests();
    let sent = requests
        .iter()
        .map(|request| str::from_utf8(request.body()).unwrap());
    assert_eq!(sent.collect::<Vec<_>>(), [NOTE, r#"{"a":1.5}"#, ""]);
}

#[tokio::test]
async fn a_value_that_cannot_be_encoded_is_an_argument_error_with_its_place() {
    let server = Server::silent().await;
    let bodies = server.client().bodies();
    let infinite = BTreeMap::from([("ratio", f64::INFINITY)]);
    let not_text = BTreeMap::from([(vec![1], 1)]);
    for (call, expected) in [
        (
            bodies.put_free(&note(&[2, 3])).send().await,
            "`put-free` was not sent: `body` cannot be encoded: at `lines[1].number`: odd",
        ),
        (
            bodies.put_free(&infinite).send().await,
            "`put-free` was not sent: `body` cannot be encoded: at `ratio`: must be a finite number",
        ),
        (
            bodies.put_free(&not_text).send().await,
            "`put-free` was not sent: `body` cannot be encoded: key must be a string",
        ),
        (
            bodies.post_free().body("text").send().await,
            "`post-free` was not sent: `body` cannot be encoded: it must be a JSON object",
        ),
    ] {
        let error = call.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
    assert!(server.requests().is_empty());
}
