//! Conditions, modes, metadata and times to live of writes.

use std::time::Duration;

use crate::Api;

#[test]
fn a_write_changes_the_generation() {
    let api = Api::start();
    assert_eq!(api.put("/ID/keys/k", "one").status, 200);
    let first = api.generation("k");
    assert_eq!(first.len(), 16);
    assert_eq!(api.put("/ID/keys/k", "one").status, 200);
    assert_ne!(api.generation("k"), first);
}

#[test]
fn a_generation_is_a_condition_of_a_write_and_of_a_deletion() {
    let api = Api::start();
    let write = |generation: &str| {
        let headers = [("if-generation-match", generation)];
        let response = api.send("PUT", "/ID/keys/k", &headers, b"v");
        assert_eq!(response.text().is_empty(), response.status != 400);
        response.status
    };
    let delete = |key: &str, generation: &str| {
        let headers = [("if-generation-match", generation)];
        api.send("DELETE", &format!("/ID/keys/{key}"), &headers, b"")
            .status
    };
    assert_eq!(write("7"), 412, "there is no item");
    assert_eq!(write("0"), 200);
    assert_eq!(write("0"), 412, "there is an item");
    assert_eq!(write("18446744073709551615"), 412);
    assert_eq!(write(&api.generation("k")), 200);
    for wrong in ["", "-1", "+1", "1.5", "x", "18446744073709551616"] {
        assert_eq!(write(wrong), 400, "{wrong}");
        assert_eq!(delete("k", wrong), 400, "{wrong}");
    }
    assert_eq!(delete("k", "7"), 412);
    assert_eq!(delete("k", "0"), 412);
    assert_eq!(delete("k", &api.generation("k")), 204);
    assert_eq!(delete("k", "7"), 412);
    assert_eq!(delete("k", "0"), 404);
}

#[test]
fn add_creates_an_item_only_if_it_does_not_exist() {
    let api = Api::start();
    assert_eq!(api.put("/ID/keys/k?add=true", "one").status, 200);
    let response = api.put("/ID/keys/k?add=true", "two");
    assert_eq!((response.status, response.text().as_str()), (412, ""));
    assert_eq!(api.value("k").as_deref(), Some("one"));
    assert_eq!(api.put("/ID/keys/k?add=false", "two").status, 200);
}

#[test]
fn append_and_prepend_join_values_and_keep_the_rest() {
    let api = Api::start();
    let headers = [("metadata", "m1"), ("time_to_live_sec", "60")];
    assert_eq!(
        api.send("PUT", "/ID/keys/k?append=true", &headers, b"b")
            .status,
        200
    );
    let before = api.generation("k");
    assert_eq!(api.put("/ID/keys/k?append=true", "c").status, 200);
    assert_eq!(api.put("/ID/keys/k?prepend=true", "a").status, 200);
    assert_eq!(api.value("k").as_deref(), Some("abc"));
    assert_ne!(api.generation("k"), before);
    let item = api.emulator.item(&api.id, "k").expect("an item");
    assert_eq!(item.metadata(), "m1");
    assert!(item.time_to_live().is_some());

    let headers = [("metadata", "m2")];
    api.send("PUT", "/ID/keys/k?prepend=true", &headers, b"");
    let item = api.emulator.item(&api.id, "k").expect("an item");
    assert_eq!(item.metadata(), "m2");

    assert_eq!(api.put("/ID/keys/k", "new").status, 200);
    let item = api.emulator.item(&api.id, "k").expect("an item");
    assert_eq!((item.metadata(), item.time_to_live()), ("", None));
    assert_eq!(
        api.put("/ID/keys/k?append=true&prepend=true", "").status,
        400
    );
}

#[test]
fn flags_are_booleans() {
    let api = Api::start();
    for flag in ["add", "append", "prepend", "background_fetch"] {
        let path = |value: &str| format!("/ID/keys/{flag}?{flag}={value}");
        for value in ["true", "false"] {
            assert_eq!(api.put(&path(value), "").status, 200, "{flag}={value}");
            api.delete(&format!("/ID/keys/{flag}"));
        }
        for value in ["", "1", "yes", "True"] {
            assert_eq!(api.put(&path(value), "").status, 400, "{flag}={value}");
        }
    }
    assert_eq!(api.delete("/ID/keys/k?force=maybe").status, 400);
}

#[test]
fn a_missing_item_is_deleted_only_by_force() {
    let api = Api::start();
    let response = api.delete("/ID/keys/k");
    assert_eq!(response.status, 404);
    assert_eq!(response.json()["title"], "Not Found");
    assert_eq!(api.delete("/ID/keys/k?force=true").status, 204);
    assert_eq!(api.delete("/ID/keys/k?force=false").status, 404);
}

#[test]
fn an_item_expires() {
    let api = Api::start();
    let write = |seconds: &str| {
        let headers = [("time_to_live_sec", seconds)];
        api.send("PUT", "/ID/keys/k", &headers, b"v").status
    };
    assert_eq!(write("60"), 200);
    api.emulator.advance(Duration::from_secs(50));
    assert_eq!(api.get("/ID/keys/k").status, 200);
    // A new write starts a new time.
    assert_eq!(write("60"), 200);
    api.emulator.advance(Duration::from_secs(50));
    assert_eq!(api.get("/ID/keys/k").status, 200);
    api.emulator.advance(Duration::from_secs(10));
    assert_eq!(api.get("/ID/keys/k").status, 404);
    assert_eq!(api.get("/ID/keys").json()["data"].to_string(), "[]");
    assert_eq!(api.put("/ID/keys/k?add=true", "v").status, 200);
    api.emulator.advance(Duration::from_secs(1_000_000_000));
    assert_eq!(api.get("/ID/keys/k").status, 200);

    assert_eq!(write("18446744073709551615"), 200);
    assert_eq!(api.get("/ID/keys/k").status, 200);
    assert_eq!(write("0"), 200);
    assert_eq!(api.get("/ID/keys/k").status, 404);
    for wrong in ["-1", "+1", "1.5", "soon", ""] {
        assert_eq!(write(wrong), 400, "{wrong}");
    }
    assert_eq!(api.delete("/ID").status, 204, "an expired item is no item");
}

#[test]
fn a_value_is_any_bytes() {
    let api = Api::start();
    let value: Vec<u8> = (0..=255).collect();
    let headers = [("metadata", "grün, 日本")];
    assert_eq!(api.send("PUT", "/ID/keys/k", &headers, &value).status, 200);
    let response = api.get("/ID/keys/k");
    assert_eq!(response.body, value);
    assert_eq!(response.header("metadata"), Some("grün, 日本"));
    assert_eq!(
        response.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(response.header("stored-content-length"), Some("256"));
    let head = api.send("HEAD", "/ID/keys/k", &[], b"");
    assert_eq!((head.status, head.text().as_str()), (200, ""));
    assert_eq!(head.header("content-length"), Some("256"));
}
