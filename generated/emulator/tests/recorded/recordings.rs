//! Tests with the recordings of `generated/tests/recordings`.
//!
//! Each recording, or sequence of recordings, has an emulator with the state that its responses imply:
//!
//! - The store in the path exists, unless the response is that there is no such store.
//! - A read item, store or key exists with the recorded content. A deleted item exists, unless the response is 404 or
//!   the deletion is forced.
//! - An item has the generation of `if-generation-match`, or, for status 412, a different one.
//! - The rate limit and the clock lead to the recorded headers of the rate limit.
//!
//! Few recordings have responses that no state leads to, such as the HTML page of a proxy. A fault injects them.

use std::time::{Duration, UNIX_EPOCH};

use fastly_kv_emulator::{Builder, Clock, Emulator, Fault, RateLimit, SeedItem, SeedStore};
use serde_json::Value;

use crate::exchange::Exchange;
use crate::matching::Matching;
use crate::replay;
use crate::support::send;

/// Responses that the emulator's state never leads to, with the reason. A fault injects them.
const INJECTED: &[(&str, &str)] = &[
    ("get-item/404-empty", "its body is missing"),
    ("get-item/404-html", "it is that of a proxy"),
    ("get-store/200-sparse", "it has no optional fields"),
    ("get-store/200-unknown-fields", "it has unknown fields"),
    ("get-store/404-msg", "its body has a different form"),
    ("get-store/502-html", "it is that of a proxy"),
    (
        "get-stores/200-all-arguments",
        "a list with one store has no cursor",
    ),
    (
        "list-item-keys/200-consistency-unknown",
        "its consistency is unknown",
    ),
    ("list-item-keys/200-prefix", "its key has a forbidden `#`"),
    ("update-store/200-with-body", "a body is not promised"),
    ("upsert-batch/200-sparse", "it has no optional fields"),
    ("upsert-batch/400-html", "it is that of a proxy"),
    ("upsert-item/503-empty", "the service is unavailable"),
];

/// Recordings that are replayed in order against one emulator.
const SEQUENCES: &[&[&str]] = &[
    &[
        "get-stores/200-page-1",
        "get-stores/200-page-2",
        "get-stores/200-page-3",
    ],
    &[
        "list-item-keys/200-page-1",
        "list-item-keys/200-page-2",
        "list-item-keys/200-page-3",
    ],
];

const TOKEN: &str = "recorded-token";

#[tokio::test]
async fn recorded_requests_get_the_recorded_responses() {
    let names = replay::files();
    assert!(names.len() > 100, "{names:?}");
    for (injected, _) in INJECTED {
        assert!(names.iter().any(|name| name == injected), "{injected}");
    }
    let in_sequence = |name: &str| SEQUENCES.concat().contains(&name);
    let mut count = 0;
    for name in names.iter().filter(|name| !name.starts_with("tour/")) {
        if in_sequence(name) || name == "list-item-keys/404-page-2" {
            continue;
        }
        replay(&[load(name)]).await;
        count += 1;
    }
    for sequence in SEQUENCES {
        let sequence: Vec<Exchange> = sequence.iter().map(|name| load(name)).collect();
        replay(&sequence).await;
        count += sequence.len();
    }
    println!("replayed {count} recordings");
}

#[tokio::test]
async fn the_recorded_tour_gets_the_recorded_responses() {
    let tour: Vec<Exchange> = replay::files_in("tour")
        .iter()
        .map(|name| load(name))
        .collect();
    assert!(!tour.is_empty());
    // The tour creates everything that it uses.
    let emulator = start(with_rate_limit(Emulator::builder(), &tour[0])).await;
    let mut matching = Matching::default();
    for exchange in tour {
        matching.replay(&emulator, &authorized(exchange));
    }
}

#[tokio::test]
async fn a_list_whose_store_is_deleted_gets_the_recorded_response() {
    let first = authorized(load("list-item-keys/200-page-1"));
    let second = authorized(load("list-item-keys/404-page-2"));
    let emulator = start(Emulator::builder().token(TOKEN)).await;
    let id = store_id(&first.target);
    emulator
        .seed_store(SeedStore::new("assets").id(&id))
        .expect("a store");
    for key in ["k1", "k2", "k3"] {
        emulator
            .seed_item(&id, SeedItem::new(key, ""))
            .expect("an item");
    }
    let mut matching = Matching::default();
    matching.replay(&emulator, &first);
    let delete = |path: &str| {
        let target = format!("/resources/stores/kv/{id}{path}");
        let token = [("fastly-key", TOKEN)];
        send(emulator.address(), "DELETE", &target, &token, b"").status
    };
    for path in ["/keys/k1", "/keys/k2", "/keys/k3", ""] {
        assert_eq!(delete(path), 204);
    }
    matching.replay(&emulator, &second);
}

/// Replays recordings against an emulator with the state that they imply.
async fn replay(exchanges: &[Exchange]) {
    let name = exchanges[0].name.as_str();
    let token = if exchanges[0].response.status == 401 {
        "a different token"
    } else {
        TOKEN
    };
    let mut builder = with_rate_limit(Emulator::builder().token(token), &exchanges[0]);
    if name == "upsert-batch/400" {
        // The second value is longer than this.
        builder = builder.value_limit(4);
    }
    let emulator = start(builder).await;
    let mut matching = Matching::default();
    if INJECTED.iter().any(|(injected, _)| *injected == name) {
        emulator.set_faults([injected(&exchanges[0])], 0);
    } else {
        seed_stores(&emulator, exchanges);
        for exchange in exchanges {
            seed_items(&emulator, exchange);
        }
    }
    for exchange in exchanges {
        let mut exchange = authorized(exchange.clone());
        match name {
            // The recorded metadata represents metadata that is too long.
            "upsert-item/400" => lengthen_metadata(&mut exchange),
            // Its cursor is that of a page before it.
            "list-item-keys/200-all-arguments" => {
                for key in ["k1", "k2", "k3", "k4", "k5"] {
                    let id = store_id(&exchange.target);
                    let item = SeedItem::new(key, "");
                    emulator.seed_item(&id, item).expect("an item");
                }
                let mut first = exchange.clone();
                first.target = first.target.replace("cursor=c3RhcnQ%3D&", "");
                let first = matching.send(&emulator, &first).json();
                let cursor = first["meta"]["next_cursor"].as_str().expect("a cursor");
                matching.set_cursor("c3RhcnQ=", cursor);
            }
            _ => {}
        }
        matching.replay(&emulator, &exchange);
    }
}

async fn start(builder: Builder) -> Emulator {
    builder.start().await.expect("an emulator")
}

/// Adds the token, which recordings do not have.
fn authorized(mut exchange: Exchange) -> Exchange {
    let token = ("fastly-key".to_owned(), TOKEN.to_owned());
    exchange.headers.push(token);
    exchange
}

/// Sets a rate limit and a clock that lead to the recorded headers.
fn with_rate_limit(builder: Builder, exchange: &Exchange) -> Builder {
    let number = |name| -> Option<u64> { exchange.response.header(name)?.parse().ok() };
    let Some(remaining) = number("fastly-ratelimit-remaining") else {
        return builder;
    };
    let reset = number("fastly-ratelimit-reset").expect("both headers");
    let counted = u64::from(exchange.response.status != 429);
    builder
        .rate_limit(RateLimit::per_hour(remaining + counted))
        .clock(Clock::fixed_at(
            UNIX_EPOCH + Duration::from_secs(reset - 3_600),
        ))
}

fn injected(exchange: &Exchange) -> Fault {
    let mut response = http::Response::builder().status(exchange.response.status);
    for (name, value) in &exchange.response.headers {
        response = response.header(name, value);
    }
    let response = response.body(exchange.response.body.clone());
    Fault::response(response.expect("a response"))
}

/// Creates the stores that a recording implies.
fn seed_stores(emulator: &Emulator, exchanges: &[Exchange]) {
    let mut seeds = Vec::new();
    for exchange in exchanges {
        let body: Value = serde_json::from_slice(&exchange.response.body).unwrap_or_default();
        let stores = match exchange.name.split_once('/') {
            Some(("get-stores", _)) => body["data"].as_array().cloned().unwrap_or_default(),
            Some(("get-store", _)) if exchange.response.status == 200 => vec![body],
            _ => Vec::new(),
        };
        seeds.extend(stores.iter().map(|store| {
            let string = |field: &str| store[field].as_str().expect("a string");
            SeedStore::new(string("name"))
                .id(string("id"))
                .created_at(time(string("created_at")))
                .updated_at(time(string("updated_at")))
        }));
    }
    let exchange = &exchanges[0];
    let says_no_store = exchange
        .response
        .body
        .windows(8)
        .any(|it| it == b"no store");
    if exchange.name == "create-store/400-msg" {
        seeds.push(SeedStore::new("assets"));
    } else if seeds.is_empty() && exchange.target.contains("/kv/") && !says_no_store {
        seeds.push(SeedStore::new("assets").id(store_id(&exchange.target)));
    }
    for seed in seeds {
        emulator.seed_store(seed).expect("a store");
    }
}

/// Creates the items that a recording implies.
fn seed_items(emulator: &Emulator, exchange: &Exchange) {
    let id = store_id(&exchange.target);
    let (operation, _) = exchange.name.split_once('/').expect("a folder");
    let status = exchange.response.status;
    let generation = exchange
        .headers
        .iter()
        .find(|(name, _)| name == "if-generation-match")
        .map(|(_, value)| value.parse::<u64>().expect("a generation"));
    let key = || key(&exchange.target);
    let items = match (operation, status) {
        ("get-item", 200) => {
            let header = |name| exchange.response.header(name).unwrap_or_default();
            let item = SeedItem::new(key(), exchange.response.body.clone())
                .with_metadata(header("metadata"));
            vec![match header("generation").parse() {
                Ok(generation) => item.with_generation(generation),
                Err(_) => item,
            }]
        }
        ("upsert-item", 200) => match generation {
            None | Some(0) => Vec::new(),
            Some(generation) => vec![SeedItem::new(key(), "old").with_generation(generation)],
        },
        ("upsert-item" | "delete-item", 412) => {
            let different = generation.map_or(1, |generation| generation + 1);
            vec![SeedItem::new(key(), "old").with_generation(different)]
        }
        ("delete-item", 204) if !exchange.target.contains("force=true") => {
            let item = SeedItem::new(key(), "old");
            vec![generation.map_or(item.clone(), |it| item.with_generation(it))]
        }
        ("delete-store", 409) => ["a", "b", "c"].map(|key| SeedItem::new(key, "")).into(),
        ("list-item-keys", 200) => {
            let body: Value = serde_json::from_slice(&exchange.response.body).expect("JSON");
            let keys = body["data"].as_array().expect("keys").iter();
            keys.map(|key| SeedItem::new(key.as_str().expect("a key"), ""))
                .collect()
        }
        _ => Vec::new(),
    };
    for item in items {
        emulator.seed_item(&id, item).expect("an item");
    }
}

fn lengthen_metadata(exchange: &mut Exchange) {
    for (name, value) in &mut exchange.headers {
        if name == "metadata" {
            *value = value.repeat(2_001);
        }
    }
}

/// Returns the decoded ID of the store in a path, or an empty string.
fn store_id(target: &str) -> String {
    let path = target.split('?').next().unwrap_or_default();
    let id = path.split('/').nth(4).unwrap_or_default();
    decoded(id)
}

/// Returns the decoded key in a path.
fn key(target: &str) -> String {
    let path = target.split('?').next().unwrap_or_default();
    decoded(path.split("/keys/").nth(1).unwrap_or_default())
}

fn decoded(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut decoded = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (byte, rest) = part.split_at(2);
        decoded.push(u8::from_str_radix(byte, 16).expect("two digits"));
        decoded.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(decoded).expect("UTF-8")
}

/// Parses a time such as `2025-06-23 19:40:58`.
fn time(time: &str) -> std::time::SystemTime {
    let time: jiff::Timestamp = format!("{time}Z").parse().expect("a time");
    let seconds = u64::try_from(time.as_second()).expect("after 1970");
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn load(name: &str) -> Exchange {
    replay::load(name).into()
}
