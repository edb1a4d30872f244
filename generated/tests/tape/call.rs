//! Repeats a recorded request as a call of the client.

use bytes::Bytes;
use fastly_kv_store::types::{BatchItem, GetStoresResponse, ListItemKeysResponse, Store};
use fastly_kv_store::{Client, Error, Response};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use super::response::CallResult;
use crate::replay::Request;

/// Makes the call that corresponds to a recorded request.
pub(crate) async fn call(client: &Client, request: &Request) -> CallResult {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let path = path
        .strip_prefix("/resources/stores/kv")
        .unwrap_or_else(|| panic!("{path} belongs to a different API"));
    let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let arguments = Arguments { query, request };
    let (stores, items) = (client.kv_store(), client.kv_store_item());
    match (request.method.as_str(), &segments[..]) {
        ("GET", []) => CallResult::Stores(list_stores(client, &arguments).await),
        ("POST", []) => {
            let store: Store = json(&request.body);
            let mut call = stores.create_store(&store);
            if let Some(location) = arguments.query("location") {
                call = call.location(json_text(&location));
            }
            CallResult::Store(call.send().await)
        }
        ("GET", [store]) => CallResult::Store(stores.get_store(*store).send().await),
        ("DELETE", [store]) => CallResult::Empty(stores.delete_store(*store).send().await),
        ("PUT", [store]) => {
            let renamed: Store = json(&request.body);
            CallResult::Empty(stores.update_store(*store, &renamed).send().await)
        }
        ("GET", [store, "keys"]) => CallResult::Keys(list_keys(client, store, &arguments).await),
        ("GET", [store, "keys", key]) => {
            CallResult::Item(items.get_item(*store, *key).send().await)
        }
        ("PUT", [store, "keys", key]) => {
            CallResult::Empty(upsert(client, store, key, &arguments).await)
        }
        ("DELETE", [store, "keys", key]) => {
            let mut call = items.delete_item(*store, *key);
            if let Some(generation) = arguments.header("if-generation-match") {
                call = call.if_generation_match(number(generation));
            }
            if let Some(force) = arguments.query("force") {
                call = call.force(force == "true");
            }
            CallResult::Empty(call.send().await)
        }
        ("PUT", [store, "batch"]) => {
            let lines =
                serde_json::Deserializer::from_slice(&request.body).into_iter::<BatchItem>();
            let batch: Vec<BatchItem> = lines.map(|line| line.expect("a batch item")).collect();
            CallResult::Batch(items.upsert_batch(*store, batch).send().await)
        }
        (method, _) => panic!("{method} {path} is not an operation of the API"),
    }
}

async fn list_stores(
    client: &Client,
    arguments: &Arguments<'_>,
) -> Result<Response<GetStoresResponse>, Error> {
    let mut call = client.kv_store().get_stores();
    if let Some(cursor) = arguments.query("cursor") {
        call = call.cursor(cursor);
    }
    if let Some(limit) = arguments.query("limit") {
        call = call.limit(number(&limit));
    }
    if let Some(name) = arguments.query("name") {
        call = call.name(name);
    }
    call.send().await
}

async fn list_keys(
    client: &Client,
    store: &str,
    arguments: &Arguments<'_>,
) -> Result<Response<ListItemKeysResponse>, Error> {
    let mut call = client.kv_store_item().list_item_keys(store);
    if let Some(cursor) = arguments.query("cursor") {
        call = call.cursor(cursor);
    }
    if let Some(limit) = arguments.query("limit") {
        call = call.limit(number(&limit));
    }
    if let Some(prefix) = arguments.query("prefix") {
        call = call.prefix(prefix);
    }
    if let Some(consistency) = arguments.query("consistency") {
        call = call.consistency(json_text(&consistency));
    }
    call.send().await
}

async fn upsert(
    client: &Client,
    store: &str,
    key: &str,
    arguments: &Arguments<'_>,
) -> Result<Response<()>, Error> {
    let mut call = client.kv_store_item().upsert_item(store, key);
    if let Some(generation) = arguments.header("if-generation-match") {
        call = call.if_generation_match(number(generation));
    }
    if let Some(seconds) = arguments.header("time_to_live_sec") {
        call = call.time_to_live_sec(number(seconds));
    }
    if let Some(metadata) = arguments.header("metadata") {
        call = call.metadata(metadata);
    }
    if let Some(add) = arguments.query("add") {
        call = call.add(add == "true");
    }
    if let Some(append) = arguments.query("append") {
        call = call.append(append == "true");
    }
    if let Some(prepend) = arguments.query("prepend") {
        call = call.prepend(prepend == "true");
    }
    if let Some(background_fetch) = arguments.query("background_fetch") {
        call = call.background_fetch(background_fetch == "true");
    }
    call.body(Bytes::clone(&arguments.request.body))
        .send()
        .await
}

/// The query and header arguments of a recorded request.
struct Arguments<'a> {
    query: &'a str,
    request: &'a Request,
}

impl Arguments<'_> {
    fn query(&self, name: &str) -> Option<String> {
        let pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(found, _)| decode(found) == name)
            .map(|(_, value)| decode(value))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .request
            .headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text)
        .decode_utf8()
        .expect("UTF-8")
        .into_owned()
}

fn number(text: &str) -> u64 {
    text.parse()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn json<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("the JSON of the recorded request")
}

/// Parses an enum value.
fn json_text<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).expect("any string is a value")
}
