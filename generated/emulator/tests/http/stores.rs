//! Operations of stores.

use fastly_kv_emulator::Emulator;

use crate::Api;

#[test]
fn a_store_is_created_described_renamed_and_deleted() {
    let api = Api::start();
    let create = |body: &str| api.send("POST", "", &[], body.as_bytes());
    let created = create(r#"{"name": "a \"ü\" 🗄", "unknown": 1}"#);
    assert_eq!(created.status, 201);
    let store = created.json();
    let id = store["id"].as_str().expect("an ID").to_owned();
    assert_eq!(api.get(&format!("/{id}")).json(), store);
    assert_eq!(
        api.get("?name=a%20%22%C3%BC%22+%F0%9F%97%84").json()["data"][0],
        store
    );

    api.emulator.advance(std::time::Duration::from_secs(5));
    let renamed = api.put(&format!("/{id}"), r#"{"name":"b"}"#);
    assert_eq!((renamed.status, renamed.text().as_str()), (200, ""));
    let after = api.get(&format!("/{id}")).json();
    assert_eq!(after["name"], "b");
    assert_eq!(after["created_at"], store["created_at"]);
    assert_ne!(after["updated_at"], store["updated_at"]);

    assert_eq!(api.delete(&format!("/{id}")).status, 204);
    assert_eq!(api.get(&format!("/{id}")).status, 404);
    assert_eq!(create(r#"{"name":"b"}"#).status, 201, "the name is free");
}

#[test]
fn names_are_checked_and_unique() {
    let api = Api::start();
    let create = |body: &str| api.send("POST", "", &[], body.as_bytes());
    let rename = |body: &str| api.put("/ID", body);
    let long = format!(r#"{{"name":"{}"}}"#, "n".repeat(256));
    let wrong = [
        r#"{"name":""}"#,
        r#"{"name":5}"#,
        "{}",
        "[]",
        "",
        "x",
        &long,
    ];
    for body in wrong {
        assert_eq!(create(body).status, 400, "{body}");
        assert_eq!(rename(body).status, 400, "{body}");
    }
    let again = create(r#"{"name":"store"}"#);
    assert_eq!(again.status, 400);
    assert_eq!(again.json()["detail"], "a store of this name exists");
    assert_eq!(create(r#"{"name":"b"}"#).status, 201);
    assert_eq!(rename(r#"{"name":"b"}"#).status, 400);
    assert_eq!(rename(r#"{"name":"store"}"#).status, 200, "its own name");
    assert_eq!(create(&" ".repeat(64 * 1_024 + 1)).status, 413);
}

#[test]
fn a_location_is_one_of_four() {
    let api = Api::start();
    for location in ["US", "EU", "ASIA", "AUS"] {
        let body = format!(r#"{{"name":"{location}"}}"#);
        let path = format!("?location={location}");
        assert_eq!(api.send("POST", &path, &[], body.as_bytes()).status, 201);
    }
    let response = api.send("POST", "?location=eu", &[], br#"{"name":"n"}"#);
    assert_eq!(response.status, 400);
}

#[test]
fn a_store_with_items_is_not_deleted() {
    let api = Api::start();
    api.put("/ID/keys/k", "v");
    let response = api.delete("/ID");
    assert_eq!(response.status, 409);
    assert_eq!(response.json()["detail"], "the store holds 1 item");
    api.delete("/ID/keys/k");
    assert_eq!(api.delete("/ID").status, 204);
    assert_eq!(api.delete("/ID").status, 404);
}

#[test]
fn stores_are_listed_in_pages() {
    let emulator = Emulator::builder().start_blocking().expect("an emulator");
    let api = Api {
        emulator,
        id: String::new(),
    };
    for number in 0..5 {
        let body = format!(r#"{{"name":"s{number}"}}"#);
        api.send("POST", "", &[], body.as_bytes());
    }
    let mut names = Vec::new();
    let mut path = "?limit=2".to_owned();
    loop {
        let page = api.get(&path).json();
        assert_eq!(page["meta"]["total"], 5);
        assert_eq!(page["meta"]["limit"], 2);
        let data = page["data"].as_array().expect("stores").clone();
        names.extend(data.iter().map(|store| store["name"].clone()));
        let Some(cursor) = page["meta"]["next_cursor"].as_str() else {
            break;
        };
        let cursor = cursor.replace('+', "%2B");
        assert_eq!(
            api.get(&format!("?name=s1&cursor={cursor}")).status,
            400,
            "the cursor of a different list"
        );
        path = format!("?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["s0", "s1", "s2", "s3", "s4"]);
    assert_eq!(api.get("?limit=5").json()["meta"].get("next_cursor"), None);
    assert_eq!(api.get("?name=none").json()["meta"]["total"], 0);
}

#[test]
fn every_operation_requires_its_store() {
    let api = Api::start();
    let requests = [
        ("GET", "/none"),
        ("DELETE", "/none"),
        ("PUT", "/none"),
        ("GET", "/none/keys"),
        ("GET", "/none/keys/k"),
        ("PUT", "/none/keys/k"),
        ("DELETE", "/none/keys/k"),
        ("DELETE", "/none/keys/k?force=true"),
        ("PUT", "/none/batch"),
    ];
    for (method, path) in requests {
        let response = api.send(method, path, &[], br#"{"name":"n"}"#);
        assert_eq!(response.status, 404, "{method} {path}");
        let detail = response.json()["detail"].clone();
        assert_eq!(detail, "there is no store with this id");
    }
}
