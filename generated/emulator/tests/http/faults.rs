//! Injected faults.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use fastly_kv_emulator::{Fault, Operation, SeedItem};

use crate::Api;
use crate::support::{Response, connect, exchange};

/// Sends a request on a new connection, and returns the received bytes.
fn bytes(api: &Api, method: &str, key: &str) -> Vec<u8> {
    let request = request(api, method, key);
    exchange(api.emulator.address(), request.as_bytes())
}

fn request(api: &Api, method: &str, key: &str) -> String {
    format!(
        "{method} /resources/stores/kv/{}/keys/{key} HTTP/1.1\r\nhost: emulator\r\ncontent-length: 1\r\n\r\nv",
        api.id
    )
}

fn set(api: &Api, faults: &[&str]) {
    let faults = faults.iter().map(|fault| fault.parse::<Fault>());
    let faults: Result<Vec<_>, _> = faults.collect();
    api.emulator.set_faults(faults.expect("faults"), 0);
}

#[test]
fn a_status_is_injected_and_the_operation_is_not_performed() {
    let api = Api::start();
    set(&api, &["upsert_item:503:x1", "upsert_item:429:x1"]);
    let response = api.put("/ID/keys/k", "v");
    assert_eq!(response.status, 503);
    assert_eq!(response.json()["title"], "Service Unavailable");
    let response = api.put("/ID/keys/k", "v");
    assert_eq!(response.status, 429);
    assert_eq!(response.header("fastly-ratelimit-remaining"), Some("0"));
    assert!(response.header("fastly-ratelimit-reset").is_some());
    assert_eq!(api.value("k"), None);
    assert_eq!(api.put("/ID/keys/k", "v").status, 200);
    assert_eq!(api.emulator.requests(Operation::UpsertItem), 3);
}

#[test]
fn any_response_is_injected() {
    let api = Api::start();
    let page = http::Response::builder()
        .status(502)
        .header("content-type", "text/html")
        .header("content-length", "7")
        .body("<html></html>");
    api.emulator
        .set_faults([Fault::response(page.expect("a response"))], 0);
    let response = api.get("");
    assert_eq!(response.status, 502);
    assert_eq!(response.text(), "<html></html>");
    assert_eq!(response.header("content-type"), Some("text/html"));
    assert_eq!(response.header("via"), None);
}

#[test]
fn a_connection_is_reset_before_or_after_the_operation() {
    let api = Api::start();
    for (fault, expected) in [("reset", None), ("lost", Some("v"))] {
        set(&api, &[fault]);
        let mut connection = connect(api.emulator.address());
        let request = request(&api, "PUT", fault);
        connection.write_all(request.as_bytes()).expect("a request");
        let error = connection.read(&mut [0]).expect_err("a reset");
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert_eq!(api.value(fault).as_deref(), expected);
    }
}

#[test]
fn a_body_is_cut() {
    let api = Api::start();
    let item = SeedItem::new("k", "0123456789");
    api.emulator.seed_item(&api.id, item).expect("an item");
    for bytes_left in [0, 4, 9] {
        set(&api, &[&format!("get_item:cut:{bytes_left}")]);
        let bytes = bytes(&api, "GET", "k");
        let response = Response::parse(&bytes).expect("a response");
        assert_eq!(response.header("content-length"), Some("10"));
        assert_eq!(response.text(), "0123456789"[..bytes_left]);
    }
    set(&api, &["cut:10"]);
    assert_eq!(api.get("/ID/keys/k").text(), "0123456789");
}

#[test]
fn a_large_body_is_cut_exactly_even_if_the_client_is_slow() {
    const LEFT: usize = 15_000_001;
    let api = Api::start();
    let item = SeedItem::new("k", vec![b'v'; 20_000_000]);
    api.emulator.seed_item(&api.id, item).expect("an item");
    set(&api, &[&format!("cut:{LEFT}")]);
    let mut connection = connect(api.emulator.address());
    let request = request(&api, "GET", "k");
    connection.write_all(request.as_bytes()).expect("a request");
    let mut bytes = vec![0; 1_000_000];
    connection.read_exact(&mut bytes).expect("a start");
    std::thread::sleep(Duration::from_millis(100));
    let _ = connection.read_to_end(&mut bytes);
    let response = Response::parse(&bytes).expect("a response");
    assert_eq!(response.header("content-length"), Some("20000000"));
    assert_eq!(response.body.len(), LEFT);
}

#[test]
fn a_request_stalls_and_others_do_not() {
    let api = Api::start();
    set(&api, &["upsert_item:stall:x1"]);
    let mut connection = connect(api.emulator.address());
    let timeout = Some(Duration::from_millis(100));
    connection.set_read_timeout(timeout).expect("a timeout");
    let request = request(&api, "PUT", "k");
    connection.write_all(request.as_bytes()).expect("a request");
    let error = connection.read(&mut [0]).expect_err("no response");
    assert!(
        matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{error}"
    );
    assert_eq!(api.value("k"), None);
    assert_eq!(api.put("/ID/keys/k", "v").status, 200);
    // A stalled request does not keep the emulator from stopping.
    let start = Instant::now();
    drop(api);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_response_is_delayed() {
    let api = Api::start();
    set(&api, &["delay:60ms", "delay:60ms", "get_item:404"]);
    let start = Instant::now();
    assert_eq!(api.get("/ID/keys/k").status, 404);
    assert!(start.elapsed() >= Duration::from_millis(120));
}

#[test]
fn a_seed_determines_the_faults() {
    let api = Api::start();
    let statuses = |seed| -> Vec<u16> {
        let fault = "503:0.5".parse::<Fault>().expect("a fault");
        api.emulator.set_faults([fault], seed);
        (0..40).map(|_| api.get("").status).collect()
    };
    let first = statuses(1);
    assert!(first.contains(&200) && first.contains(&503), "{first:?}");
    assert_eq!(statuses(1), first);
    assert_ne!(statuses(2), first);
}
