//! Sends the values of a kind in a position, and compares the decoded request with the value.

use http::Request;
use openapi_crate_matrix::{Client, Error, RetryPolicy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::WARNINGS;
use crate::decode::{self, Shape};
use crate::expected::{Expected, expected};
use crate::server::Server;
use crate::values;

/// The JSON of a response.
pub(crate) fn json_of<T: Serialize + ?Sized>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Calls an operation with values of a kind. `H` is the type that has the kind as a field.
pub(crate) async fn check<H, F>(position: &str, kind: &str, call: impl Fn(Client, H) -> F)
where
    H: DeserializeOwned + Serialize,
    F: Future<Output = Result<Value, Error>>,
{
    let server = Server::start().await;
    let client = Client::builder()
        .base_url(&server.url)
        .unwrap()
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let mut sent = 0;
    for value in values::of(kind) {
        // Only JSON has `null`.
        if value.is_null() && position != "holder" {
            continue;
        }
        let whole = json!({
            "field": value,
            "optional": value,
            "list": [value, value],
            "map": { "": value, "a b": value },
        });
        let whole = if value.is_null() {
            without_optional(whole)
        } else {
            whole
        };
        let holder: H = serde_json::from_value(whole.clone()).unwrap();
        let value = if position == "holder" { whole } else { value };
        server.state.lock().unwrap().request = None;
        if position == "response_header" {
            let is_raw = WARNINGS
                .iter()
                .any(|(cell, _)| *cell == format!("{position} {kind}"));
            let read = call(client.clone(), holder);
            sent += usize::from(check_header(&server, &value, is_raw, read).await);
            continue;
        }
        let result = call(client.clone(), holder).await;
        let request = server.state.lock().unwrap().request.take();
        sent += usize::from(compare(position, &value, result, request).await);
    }
    assert!(
        sent > 0 || is_refused(position, kind),
        "no value of {kind} was sent"
    );
}

/// Whether the position cannot transport any value of the kind.
pub(crate) fn is_refused(position: &str, kind: &str) -> bool {
    let in_response = position == "response_header";
    let position = if in_response { "header" } else { position };
    let values = values::of(kind);
    let mut values = values.iter().filter(|value| !value.is_null());
    values.all(|value| match expected(position, value) {
        Expected::Refused(_) => true,
        // An empty array has no header.
        Expected::Pairs(pairs) => in_response && pairs.is_empty(),
        Expected::Json(_) => false,
    })
}

fn without_optional(mut whole: Value) -> Value {
    whole.as_object_mut().unwrap().remove("optional");
    whole
}

/// Returns whether the value was sent.
async fn compare(
    position: &str,
    value: &Value,
    result: Result<Value, Error>,
    request: Option<Request<bytes::Bytes>>,
) -> bool {
    let expected = expected(position, value);
    let context = format!("{value} -> {request:?}");
    match (expected, result, request) {
        (Expected::Refused(reasons), Err(error), None) => {
            let error = error.to_string();
            let is_known = reasons.iter().any(|reason| error.contains(reason));
            assert!(is_known, "{error}, not one of {reasons:?}: {context}");
            false
        }
        (Expected::Json(value), Ok(response), Some(request)) => {
            let received: Value = serde_json::from_slice(request.body()).unwrap();
            assert!(same(&received, &value), "{received} received: {context}");
            assert!(same(&response, &value), "{response} read: {context}");
            true
        }
        (Expected::Pairs(mut expected), Ok(_), Some(request)) => {
            let shape = match value {
                Value::Array(_) => Shape::Array,
                Value::Object(_) => Shape::Object,
                _ => Shape::Scalar,
            };
            let mut pairs = decode::pairs(position, &request, shape).await;
            // The properties of an object have no order, the items of an array have.
            pairs.sort_by(|one, other| one.0.cmp(&other.0));
            expected.sort_by(|one, other| one.0.cmp(&other.0));
            let names = |pair: &(String, Value)| pair.0.clone();
            let received: Vec<String> = pairs.iter().map(|pair| pair.0.clone()).collect();
            assert_eq!(
                received,
                expected.iter().map(names).collect::<Vec<_>>(),
                "{context}"
            );
            for ((_, text), (_, value)) in pairs.iter().zip(&expected) {
                assert!(
                    is_text_of(text, value),
                    "`{text}` is not {value}: {context}"
                );
            }
            true
        }
        (expected, result, _) => panic!("{expected:?}, but {result:?}: {context}"),
    }
}

/// Sends the value in a header, and returns whether the client has read it.
async fn check_header(
    server: &Server,
    value: &Value,
    is_raw: bool,
    call: impl Future<Output = Result<Value, Error>>,
) -> bool {
    let Expected::Pairs(parts) = expected("header", value) else {
        return false;
    };
    let parts: Vec<String> = parts
        .iter()
        .flat_map(|(name, part)| {
            let name = (!name.is_empty()).then(|| name.clone());
            name.into_iter().chain([text_of(part)])
        })
        .collect();
    let header = parts.join(",");
    let is_empty = header.is_empty();
    server.state.lock().unwrap().header = Some(header.clone().into_bytes());
    let read = call.await.unwrap();
    if is_empty {
        return false;
    }
    // A header of an unsupported type, which has a warning, is its string.
    let is_read = if is_raw {
        read == json!(header)
    } else {
        read == json!(true) || same(&read, value)
    };
    assert!(is_read, "{read}: {value} as `{header}`");
    true
}

/// Whether a string on the wire is the value: its characters, its number, or its JSON.
fn is_text_of(text: &str, value: &Value) -> bool {
    match value {
        Value::String(string) => text == string,
        other => serde_json::from_str(text).is_ok_and(|read| same(&read, other)),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(string) => string.clone(),
        other => other.to_string(),
    }
}

/// Whether two JSON values are equal; `1` and `1.0` are.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.as_i64().is_none() || b.as_i64().is_none()) && a.as_f64() == b.as_f64()
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => one == other,
    }
}
