//! Calls of `create-store` that replay its recordings.

use fastly_kv_store::Client;
use fastly_kv_store::types::{Location, Store};

use crate::{STORE, failure_that_says, over_the_limit, replays, success};

replays! {
    creates_a_store: "create-store/201";
    creates_a_store_in_a_location: "create-store/201-location-us", "create-store/201-location-eu",
        "create-store/201-location-asia", "create-store/201-location-aus";
    sends_a_non_ascii_name: "create-store/201-name-utf8";
    reports_an_invalid_name: "create-store/400";
    reports_an_error_with_msg: "create-store/400-msg";
    reports_the_rate_limit: "create-store/429";
}

async fn creates_a_store(client: Client) {
    let store = client
        .kv_store()
        .create_store(&Store::new("assets"))
        .send()
        .await;
    let store = success(store, "create-store/201");

    assert_eq!(store.id.as_deref(), Some(STORE));
    assert_eq!(store.name.as_deref(), Some("assets"));
    assert_eq!(
        store.created_at,
        Some("2025-11-03T07:15:09Z".parse().expect("a timestamp"))
    );
    let limit = store.rate_limit().expect("a rate limit");
    assert_eq!(limit.remaining, Some(994));
    assert_eq!(
        limit.reset,
        Some("2026-01-01T01:00:00Z".parse().expect("a timestamp"))
    );
}

async fn creates_a_store_in_a_location(client: Client) {
    for (location, recording) in [
        (Location::Us, "create-store/201-location-us"),
        (Location::Eu, "create-store/201-location-eu"),
        (Location::Asia, "create-store/201-location-asia"),
        (Location::Aus, "create-store/201-location-aus"),
    ] {
        let store = client
            .kv_store()
            .create_store(&Store::new("assets"))
            .location(location)
            .send()
            .await;
        assert_eq!(success(store, recording).id.as_deref(), Some(STORE));
    }
}

async fn sends_a_non_ascii_name(client: Client) {
    let name = "Ablage \"Süd\" 🗄";
    let store = client
        .kv_store()
        .create_store(&Store::new(name))
        .send()
        .await;
    assert_eq!(
        success(store, "create-store/201-name-utf8").name.as_deref(),
        Some(name)
    );
}

async fn reports_an_invalid_name(client: Client) {
    let result = client.kv_store().create_store(&Store::new("")).send().await;
    failure_that_says(result, "create-store/400", "a store needs a name");
}

async fn reports_an_error_with_msg(client: Client) {
    let result = client
        .kv_store()
        .create_store(&Store::new("assets"))
        .send()
        .await;
    failure_that_says(
        result,
        "create-store/400-msg",
        "a store of this name exists",
    );
}

async fn reports_the_rate_limit(client: Client) {
    let result = client
        .kv_store()
        .create_store(&Store::new("assets"))
        .send()
        .await;
    over_the_limit(result, "create-store/429");
}
