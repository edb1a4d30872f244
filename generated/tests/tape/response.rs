//! Comparison of a decoded response with the recorded one, field by field.

use fastly_kv_store::types::{
    BatchResponse, GetItemResponse, GetStoresResponse, ListItemKeysResponse, StoreResponse,
};
use fastly_kv_store::{Error, Response};
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::replay::Exchange;

/// The result of a call, by the kind of response.
pub(crate) enum CallResult {
    Stores(Result<Response<GetStoresResponse>, Error>),
    Store(Result<Response<StoreResponse>, Error>),
    Keys(Result<Response<ListItemKeysResponse>, Error>),
    Item(Result<Response<GetItemResponse>, Error>),
    Batch(Result<Response<BatchResponse>, Error>),
    Empty(Result<Response<()>, Error>),
}

/// Asserts that the result of a call matches the recorded response.
pub(crate) async fn assert_matches_recording(result: CallResult, exchange: &Exchange) {
    match result {
        CallResult::Stores(result) => assert_json(result, exchange, |page| {
            let stores: Vec<Value> = page.data.iter().map(store).collect();
            json!({"data": stores, "meta": present([
                ("limit", page.meta.limit.into()),
                ("next_cursor", page.meta.next_cursor.clone().into()),
                ("total", page.meta.total.into()),
            ])})
        }),
        CallResult::Store(result) => assert_json(result, exchange, store),
        CallResult::Keys(result) => assert_json(result, exchange, |page| {
            let consistency = serde_json::to_value(&page.meta.consistency).expect("JSON");
            json!({"data": page.data, "meta": present([
                ("limit", page.meta.limit.into()),
                ("next_cursor", page.meta.next_cursor.clone().into()),
                ("prefix", page.meta.prefix.clone().into()),
                ("consistency", consistency),
            ])})
        }),
        CallResult::Batch(result) => assert_json(result, exchange, |batch| {
            let errors = batch.errors.iter().flatten().map(|error| {
                present([
                    ("key", error.key.clone().into()),
                    ("index", error.index.into()),
                    ("code", error.code.clone().into()),
                    ("reason", error.reason.clone().into()),
                ])
            });
            let errors: Vec<Value> = errors.collect();
            present([
                ("title", batch.title.clone().into()),
                ("type", batch.r#type.clone().into()),
                ("errors", batch.errors.as_ref().map(|_| errors).into()),
            ])
        }),
        CallResult::Item(result) => {
            if let Some(item) = matched(result, exchange) {
                assert_eq!(
                    header(exchange, "generation"),
                    item.generation.map(|it| it.to_string())
                );
                assert_eq!(
                    header(exchange, "metadata").filter(|it| !it.is_empty()),
                    item.metadata
                );
                assert_eq!(
                    item.bytes().await.expect("the value"),
                    exchange.response.body,
                    "{}",
                    exchange.name
                );
            }
        }
        CallResult::Empty(result) => {
            matched(result, exchange);
        }
    }
}

/// Asserts that the fields of a response, encoded as JSON, equal the recorded body.
fn assert_json<T>(
    result: Result<Response<T>, Error>,
    exchange: &Exchange,
    json: impl FnOnce(&T) -> Value,
) {
    if let Some(response) = matched(result, exchange) {
        let recorded: Value = serde_json::from_slice(&exchange.response.body).expect("JSON");
        assert_eq!(json(&response), recorded, "{}", exchange.name);
    }
}

/// Asserts that the status and headers match, and also the body of an error. Returns the response if it is a success.
fn matched<T>(result: Result<Response<T>, Error>, exchange: &Exchange) -> Option<Response<T>> {
    match result {
        Ok(response) => {
            assert_status_and_headers(response.status(), response.headers(), exchange);
            Some(response)
        }
        Err(Error::Api(error)) if exchange.response.status >= 400 => {
            assert_status_and_headers(error.status(), error.headers(), exchange);
            assert_eq!(error.body(), &exchange.response.body, "{}", exchange.name);
            None
        }
        Err(error) => panic!("{}: {error}", exchange.name),
    }
}

fn assert_status_and_headers(status: StatusCode, headers: &HeaderMap, exchange: &Exchange) {
    assert_eq!(status, exchange.response.status, "{}", exchange.name);
    for (name, _) in &exchange.response.headers {
        let recorded = exchange
            .response
            .headers
            .iter()
            .filter(|(other, _)| other == name);
        let recorded: Vec<&[u8]> = recorded.map(|(_, value)| value.as_bytes()).collect();
        let found: Vec<&[u8]> = headers
            .get_all(name)
            .iter()
            .map(HeaderValue::as_bytes)
            .collect();
        assert_eq!(found, recorded, "{}, the header {name}", exchange.name);
    }
}

fn header(exchange: &Exchange, name: &str) -> Option<String> {
    let found = exchange
        .response
        .headers
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.clone())
}

fn store(store: &StoreResponse) -> Value {
    present([
        ("id", store.id.clone().into()),
        ("name", store.name.clone().into()),
        (
            "created_at",
            store.created_at.map(as_the_api_writes_it).into(),
        ),
        (
            "updated_at",
            store.updated_at.map(as_the_api_writes_it).into(),
        ),
    ])
}

/// Formats a timestamp with a space and without an offset.
fn as_the_api_writes_it(timestamp: Timestamp) -> String {
    timestamp.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Returns a JSON object of the fields that are present.
fn present<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let there = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(
        there
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}
