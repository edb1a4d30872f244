//! Limits of keys, values and metadata, and unknown paths and methods.

use fastly_kv_emulator::{Emulator, KEY_BYTES, METADATA_BYTES};

use crate::Api;

#[test]
fn keys_have_limits() {
    let api = Api::start();
    let longest = "k".repeat(KEY_BYTES);
    let utf8 = "%C3%BC".repeat(KEY_BYTES / 2);
    for key in [
        "a%20b", "a+b", "a%2Fb", "...", "%00", "a/../b", &longest, &utf8,
    ] {
        assert_eq!(
            api.put(&format!("/ID/keys/{key}"), "v").status,
            200,
            "{key}"
        );
        assert_eq!(api.get(&format!("/ID/keys/{key}")).text(), "v", "{key}");
    }
    let challenge = ".well-known/acme-challenge/x";
    let longer = format!("{longest}k");
    let longer_utf8 = format!("{utf8}k");
    let wrong = [
        "",
        ".",
        "..",
        "%2E",
        "%2e%2E",
        "%23",
        "%3B",
        ";",
        "%3F",
        "%5E",
        "%7C",
        "%0D",
        "%0A",
        challenge,
        &longer,
        &longer_utf8,
        "%",
        "%4",
        "%zz",
        "%FF",
        "%C3",
    ];
    for key in wrong {
        for method in ["GET", "PUT", "DELETE"] {
            let response = api.send(method, &format!("/ID/keys/{key}"), &[], b"");
            assert_eq!(response.status, 400, "{method} {key}");
            assert!(response.json()["detail"].is_string());
        }
    }
}

#[test]
fn a_plus_sign_is_not_a_space() {
    let api = Api::start();
    api.put("/ID/keys/a+b", "v");
    assert_eq!(api.emulator.keys(&api.id), ["a+b"]);
    assert_eq!(api.get("/ID/keys/a%2Bb").status, 200);
    assert_eq!(api.get("/ID/keys/a%20b").status, 404);
}

#[test]
fn values_have_a_limit() {
    let api = Api::with(Emulator::builder().value_limit(100));
    let most = "v".repeat(100);
    assert_eq!(api.put("/ID/keys/k", &most).status, 200);
    for (path, body) in [
        ("/ID/keys/k", format!("{most}v")),
        ("/ID/keys/k?append=true", "v".to_owned()),
        ("/ID/keys/k?prepend=true", "v".to_owned()),
        ("/ID/keys/new?append=true", "v".repeat(101)),
        ("/ID/keys/k", "v".repeat(1_000_000)),
    ] {
        let response = api.put(path, &body);
        assert_eq!(response.status, 413, "{path}");
        assert_eq!(response.json()["detail"], "the value is too large");
    }
    assert_eq!(api.value("k"), Some(most));
    assert_eq!(api.emulator.keys(&api.id), ["k"]);
}

#[test]
fn metadata_has_a_limit_in_bytes() {
    let api = Api::start();
    let write = |metadata: &str| {
        let headers = [("metadata", metadata)];
        api.send("PUT", "/ID/keys/k", &headers, b"").status
    };
    assert_eq!(write(&"m".repeat(METADATA_BYTES)), 200);
    assert_eq!(write(&"ü".repeat(METADATA_BYTES / 2)), 200);
    assert_eq!(write(&"m".repeat(METADATA_BYTES + 1)), 400);
    assert_eq!(write(&"ü".repeat(METADATA_BYTES / 2 + 1)), 400);
}

#[test]
fn unknown_paths_and_methods_are_errors() {
    let api = Api::start();
    for path in ["s", "/ID/", "/ID/items", "/ID/batch/x", "/", "//keys"] {
        let response = api.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert_eq!(response.json()["title"], "Not Found");
    }
    let methods = [
        ("DELETE", "", "GET, HEAD, POST"),
        ("POST", "/ID", "DELETE, GET, HEAD, PUT"),
        ("PUT", "/ID/keys", "GET, HEAD"),
        ("OPTIONS", "/ID/keys/k", "DELETE, GET, HEAD, PUT"),
        ("BREW", "/ID/batch", "PUT"),
        ("GET", "/ID/batch", "PUT"),
    ];
    for (method, path, allow) in methods {
        let response = api.send(method, path, &[], b"");
        assert_eq!(response.status, 405, "{method} {path}");
        assert_eq!(response.header("allow"), Some(allow));
    }
}
