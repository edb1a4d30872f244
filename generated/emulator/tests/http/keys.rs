//! Key lists and batches.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fastly_kv_emulator::Emulator;
use serde_json::{Value, json};

use crate::Api;

/// Follows the cursors of a list.
fn all_keys(api: &Api, query: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = api.get(&format!("/ID/keys?{query}{cursor}")).json();
        let data = page["data"].as_array().expect("keys").clone();
        keys.extend(
            data.iter()
                .map(|key| key.as_str().expect("a key").to_owned()),
        );
        let Some(next) = page["meta"]["next_cursor"].as_str() else {
            return keys;
        };
        cursor = format!("&cursor={}", next.replace('+', "%2B"));
    }
}

#[test]
fn keys_are_listed_in_pages_by_prefix() {
    let api = Api::start();
    for key in ["b/2", "a", "b/1", "c", "b/3", "b"] {
        api.put(&format!("/ID/keys/{key}"), "");
    }
    assert_eq!(
        all_keys(&api, "limit=1"),
        ["a", "b", "b/1", "b/2", "b/3", "c"]
    );
    assert_eq!(all_keys(&api, "limit=2&prefix=b/"), ["b/1", "b/2", "b/3"]);
    assert_eq!(all_keys(&api, "prefix=none"), Vec::<String>::new());
    let page = api.get("/ID/keys?prefix=b%2F&limit=1&consistency=eventual");
    let cursor = page.json()["meta"]["next_cursor"].clone();
    assert_eq!(
        page.json()["meta"],
        json!({"limit": 1, "next_cursor": cursor, "prefix": "b/", "consistency": "eventual"})
    );
}

#[test]
fn a_cursor_belongs_to_one_list() {
    let api = Api::start();
    for key in ["k1", "k2", "k3"] {
        api.put(&format!("/ID/keys/{key}"), "");
    }
    let page = api.get("/ID/keys?limit=1&prefix=k").json();
    let cursor = page["meta"]["next_cursor"].as_str().expect("a cursor");
    let cursor = cursor.replace('+', "%2B");
    let status = |query: &str| api.get(&format!("/ID/keys?cursor={cursor}{query}")).status;
    assert_eq!(status("&prefix=k"), 200);
    assert_eq!(status("&prefix=k&limit=2"), 200);
    assert_eq!(status(""), 400);
    assert_eq!(status("&prefix=k1"), 400);
    assert_eq!(status("&prefix=k&consistency=eventual"), 400);
    assert_eq!(api.get("/ID/keys?cursor=c3RhcnQ%3D").status, 400);
    // A position in the list does not move when keys before it are created or deleted.
    api.delete("/ID/keys/k1");
    api.put("/ID/keys/k0", "");
    let rest = api
        .get(&format!("/ID/keys?cursor={cursor}&prefix=k"))
        .json();
    assert_eq!(rest["data"], json!(["k2", "k3"]));
}

#[test]
fn arguments_of_a_list_are_checked() {
    let api = Api::start();
    for query in [
        "limit=0",
        "limit=-1",
        "limit=x",
        "limit=",
        "consistency=weak",
        "cursor=",
    ] {
        assert_eq!(api.get(&format!("/ID/keys?{query}")).status, 400, "{query}");
    }
    let page = api.get("/ID/keys?limit=5000").json();
    assert_eq!(page["meta"]["limit"], 1_000);
}

#[test]
fn an_eventual_list_shows_changes_later() {
    let api = Api::with(Emulator::builder().eventual_delay(Duration::from_secs(60)));
    let list = |consistency: &str| {
        let page = api.get(&format!("/ID/keys?consistency={consistency}"));
        (
            page.json()["data"].clone(),
            page.header("age").map(str::to_owned),
        )
    };
    api.put("/ID/keys/k", "");
    let age = Some("60".to_owned());
    assert_eq!(list("strong"), (json!(["k"]), None));
    assert_eq!(list("eventual"), (json!([]), age.clone()));
    api.emulator.advance(Duration::from_secs(61));
    assert_eq!(list("eventual"), (json!(["k"]), age.clone()));
    api.delete("/ID/keys/k");
    assert_eq!(list("strong"), (json!([]), None));
    assert_eq!(list("eventual"), (json!(["k"]), age.clone()));
    api.emulator.advance(Duration::from_secs(61));
    assert_eq!(list("eventual"), (json!([]), age));
}

#[test]
fn a_batch_stores_the_lines_that_are_right() {
    let api = Api::with(Emulator::builder().value_limit(8));
    let metadata = "m".repeat(2_001);
    let lines = [
        json!({"key": "k0", "value": "djA="}).to_string(),
        json!({"key": "#", "value": "djE="}).to_string(),
        json!({"key": "k2", "value": "not Base64"}).to_string(),
        json!({"key": "k3"}).to_string(),
        "not JSON".to_owned(),
        String::new(),
        json!({"key": "k6", "value": STANDARD.encode([b'v'; 9])}).to_string(),
        json!({"key": "k7", "value": "", "metadata": metadata}).to_string(),
        json!({"key": "k8", "value": "", "metadata": "a\nb"}).to_string(),
        json!({"key": "k9", "value": "", "time_to_live_sec": -1}).to_string(),
        format!(
            "  {}\r",
            json!({"key": "k10", "value": "djEw", "metadata": "ü"})
        ),
        json!({"key": "k11", "value": "", "time_to_live_sec": 0}).to_string(),
        json!({"key": "k0", "value": "bmV3", "background_fetch": true, "unknown": []}).to_string(),
    ];
    let response = api.send("PUT", "/ID/batch", &[], lines.join("\n").as_bytes());
    assert_eq!(response.status, 400);
    let body = response.json();
    assert_eq!(body["type"], "partial");
    assert_eq!(body["title"], "8 of 12 items failed");
    let errors: Vec<(Value, Value, Value)> = body["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| {
            assert!(!error["reason"].as_str().expect("a reason").is_empty());
            let field = |name: &str| error[name].clone();
            (field("key"), field("index"), field("code"))
        })
        .collect();
    let error = |key: &str, index: u64, code: &str| (json!(key), json!(index), json!(code));
    let expected = [
        error("#", 1, "400"),
        error("k2", 2, "400"),
        error("k3", 3, "400"),
        error("", 4, "400"),
        error("k6", 6, "413"),
        error("k7", 7, "400"),
        error("k8", 8, "400"),
        error("k9", 9, "400"),
    ];
    assert_eq!(errors, expected);
    assert_eq!(api.emulator.keys(&api.id), ["k0", "k10"]);
    assert_eq!(api.value("k0").as_deref(), Some("new"));
    let item = api.emulator.item(&api.id, "k10").expect("an item");
    assert_eq!(item.metadata(), "ü");
}

#[test]
fn a_batch_without_failures_is_a_success() {
    let api = Api::start();
    for body in [
        "",
        "\n",
        "{\"key\":\"k\",\"value\":\"\"}",
        "{\"key\":\"k\",\"value\":\"\"}\n",
    ] {
        let response = api.send("PUT", "/ID/batch", &[], body.as_bytes());
        assert_eq!(response.status, 200, "{body}");
        assert_eq!(
            response.text(),
            r#"{"type":"","title":"success","errors":[]}"#
        );
    }
}

#[test]
fn a_line_that_is_not_an_object_is_an_error() {
    let api = Api::start();
    for line in [
        r#"["k","dg=="]"#,
        r#" ["k","dg==",null,null,null]"#,
        r#""k""#,
        "null",
        "5",
    ] {
        let response = api.send("PUT", "/ID/batch", &[], line.as_bytes());
        assert_eq!(response.status, 400, "{line}");
        let error = response.json()["errors"][0].clone();
        assert_eq!(error["key"], "", "{line}");
        let reason = error["reason"].as_str().expect("a reason");
        assert!(reason.contains("expected an object"), "{reason}");
    }
    assert!(api.emulator.keys(&api.id).is_empty());
}

#[test]
fn a_line_that_is_too_long_does_not_affect_the_next() {
    let api = Api::with(Emulator::builder().value_limit(8));
    let line = |key: &str, value: &str| json!({"key": key, "value": value}).to_string();
    // More than one chunk of the connection, and less.
    for length in [1_000_000, 40_000] {
        let long = line("long", &"A".repeat(length));
        let lines = [line("k1", ""), long, line("k2", "")].join("\n");
        let response = api.send("PUT", "/ID/batch", &[], lines.as_bytes());
        let errors = response.json()["errors"].clone();
        assert_eq!(errors.as_array().map(Vec::len), Some(1), "{errors}");
        assert_eq!(
            (&errors[0]["index"], &errors[0]["code"]),
            (&json!(1), &json!("413"))
        );
        assert_eq!(api.emulator.keys(&api.id), ["k1", "k2"]);
    }
}

#[test]
fn the_errors_of_a_batch_are_limited() {
    let api = Api::start();
    let body = api.send("PUT", "/ID/batch", &[], "x\n".repeat(20_000).as_bytes());
    let body = body.json();
    assert_eq!(body["title"], "20000 of 20000 items failed");
    assert_eq!(body["errors"].as_array().expect("errors").len(), 10_000);
}
