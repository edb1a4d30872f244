//! Requests that are wrong, incomplete or unusual. None of them ends the emulator.

use std::io::{Read, Write};
use std::time::Duration;

use fastly_kv_emulator::Emulator;

use crate::Api;
use crate::support::{Response, connect, exchange};

impl Api {
    fn exchange(&self, bytes: &[u8]) -> Vec<u8> {
        exchange(self.emulator.address(), bytes)
    }

    fn assert_alive(&self, context: &str) {
        assert_eq!(self.put("/ID/keys/alive", context).status, 200, "{context}");
        assert_eq!(self.value("alive").as_deref(), Some(context));
    }

    /// Returns a request that writes an item, with headers that end with an empty line, and a body.
    fn write(&self, version: &str, rest: &str) -> Vec<u8> {
        let path = format!("/resources/stores/kv/{}/keys/k", self.id);
        format!("PUT {path} {version}\r\nhost: emulator\r\n{rest}").into_bytes()
    }
}

#[test]
fn malformed_requests_get_a_client_error_or_none() {
    let api = Api::start();
    let many_headers = "a: b\r\n".repeat(5_000);
    let requests: &[&[u8]] = &[
        b"",
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
        b"GET /resources/stores/kv?%zz=%ff HTTP/1.1\r\nhost: e\r\nconnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS handshake",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET * HTTP/1.1\r\nhost: e\r\nconnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nhost: e\r\nconnection: close\r\n\r\n",
        b"CONNECT example.com:443 HTTP/1.1\r\nhost: e\r\nconnection: close\r\n\r\n",
        b"GET http://other/resources/stores/nothing HTTP/1.1\r\nhost: e\r\nconnection: close\r\n\r\n",
        b"PUT /resources/stores/kv/x HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"PUT /resources/stores/kv/x HTTP/1.1\r\ncontent-length: 99999999999999999999\r\n\r\n",
        b"PUT /resources/stores/kv/x HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"PUT /resources/stores/kv/x HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\na: b\0c\r\n\r\n",
    ];
    let long_path = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(100_000));
    let long_header = format!("GET / HTTP/1.1\r\na: {}\r\n\r\n", "x".repeat(1_000_000));
    let many_headers = format!("GET / HTTP/1.1\r\n{many_headers}\r\n");
    let long = [long_path, long_header, many_headers];
    let all = requests
        .iter()
        .copied()
        .chain(long.iter().map(String::as_bytes));
    for request in all {
        let shown = String::from_utf8_lossy(&request[..request.len().min(60)]).into_owned();
        let mut connection = connect(api.emulator.address());
        let _ = connection.write_all(request);
        let _ = connection.shutdown(std::net::Shutdown::Write);
        let mut response = Vec::new();
        let _ = connection.read_to_end(&mut response);
        if let Some(response) = Response::parse(&response) {
            assert!(
                (400..500).contains(&response.status),
                "{shown}: {response:?}"
            );
        }
        api.assert_alive(&shown);
    }
}

#[test]
fn a_body_in_chunks_is_a_value() {
    let api = Api::start();
    let chunked = "transfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    let body = "3\r\nabc\r\n4;extension=1\r\ndefg\r\n0\r\ntrailer: x\r\n\r\n";
    let bytes = api.exchange(&api.write("HTTP/1.1", &format!("{chunked}{body}")));
    assert_eq!(Response::parse(&bytes).map(|it| it.status), Some(200));
    assert_eq!(api.value("k").as_deref(), Some("abcdefg"));
    for broken in [
        "zz\r\nabc\r\n0\r\n\r\n",
        "-1\r\n",
        "ffffffffffffffffff\r\nabc",
    ] {
        api.exchange(&api.write("HTTP/1.1", &format!("{chunked}{broken}")));
        assert_eq!(api.value("k").as_deref(), Some("abcdefg"), "{broken}");
    }
    api.assert_alive("chunked");
}

#[test]
fn an_endless_body_in_chunks_is_refused() {
    let api = Api::with(Emulator::builder().value_limit(1_000));
    let mut connection = connect(api.emulator.address());
    let head = api.write("HTTP/1.1", "transfer-encoding: chunked\r\n\r\n");
    connection.write_all(&head).expect("a head");
    let chunk = format!("10000\r\n{}\r\n", "v".repeat(0x10000));
    let mut sent: usize = 0;
    // The emulator reads some more of a refused body, but not without end.
    while connection.write_all(chunk.as_bytes()).is_ok() {
        sent += 0x10000;
        assert!(sent < 512 * 1_024 * 1_024, "the emulator reads on");
    }
    api.assert_alive("endless");
}

#[test]
fn a_truncated_body_writes_nothing() {
    let api = Api::start();
    for rest in [
        "content-length: 10\r\n\r\nabc",
        "transfer-encoding: chunked\r\n\r\n5\r\nab",
        "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ] {
        let mut connection = connect(api.emulator.address());
        connection
            .write_all(&api.write("HTTP/1.1", rest))
            .expect("a request");
        let _ = connection.shutdown(std::net::Shutdown::Write);
        let mut response = Vec::new();
        let _ = connection.read_to_end(&mut response);
        assert_eq!(api.value("k"), None, "{rest}");
    }
    api.assert_alive("truncated");
}

#[test]
fn http_1_0_is_supported() {
    let api = Api::start();
    let bytes = api.exchange(&api.write("HTTP/1.0", "content-length: 1\r\n\r\nv"));
    assert_eq!(Response::parse(&bytes).map(|it| it.status), Some(200));
    let target = format!(
        "GET /resources/stores/kv/{}/keys/k HTTP/1.0\r\n\r\n",
        api.id
    );
    let bytes = api.exchange(target.as_bytes());
    assert!(bytes.starts_with(b"HTTP/1.0 200"), "{bytes:?}");
    assert_eq!(
        Response::parse(&bytes).map(|it| it.text()),
        Some("v".into())
    );
}

#[test]
fn a_client_that_waits_is_told_to_continue_or_gets_the_error() {
    let api = Api::with(Emulator::builder().value_limit(10));
    let expect = |length: usize| {
        let rest = format!("expect: 100-continue\r\ncontent-length: {length}\r\n\r\n");
        let mut connection = connect(api.emulator.address());
        let request = api.write("HTTP/1.1", &rest);
        connection.write_all(&request).expect("a head");
        let mut start = vec![0; 12];
        connection.read_exact(&mut start).expect("a response");
        (connection, String::from_utf8_lossy(&start).into_owned())
    };
    let (mut connection, start) = expect(3);
    assert_eq!(start, "HTTP/1.1 100");
    connection.write_all(b"abc").expect("a body");
    let timeout = Some(Duration::from_millis(200));
    connection.set_read_timeout(timeout).expect("a timeout");
    let mut response = Vec::new();
    let _ = connection.read_to_end(&mut response);
    let response = String::from_utf8_lossy(&response).into_owned();
    assert!(response.contains("HTTP/1.1 200 OK"), "{response}");
    assert_eq!(api.value("k").as_deref(), Some("abc"));
    assert_eq!(expect(11).1, "HTTP/1.1 413");
}

#[test]
fn a_refused_request_leaves_the_connection_usable() {
    let api = Api::start();
    let path = "/resources/stores/kv/none/keys/k";
    let refused = format!(
        "PUT {path} HTTP/1.1\r\nhost: e\r\ncontent-length: 100000\r\n\r\n{}",
        "v".repeat(100_000)
    );
    let next = api.write(
        "HTTP/1.1",
        "content-length: 1\r\nconnection: close\r\n\r\nv",
    );
    let bytes = api.exchange(&[refused.as_bytes(), &next].concat());
    let bytes = String::from_utf8_lossy(&bytes).into_owned();
    assert!(bytes.starts_with("HTTP/1.1 404"), "{bytes}");
    assert!(bytes.contains("HTTP/1.1 200"), "{bytes}");
}

#[test]
fn pipelined_requests_get_responses_in_order() {
    let api = Api::start();
    let request = |key: usize, connection: &str| {
        format!(
            "GET /resources/stores/kv/{}/keys/{key} HTTP/1.1\r\nhost: e\r\nconnection: {connection}\r\n\r\n",
            api.id
        )
    };
    for key in 0..50 {
        api.put(&format!("/ID/keys/{key}"), &format!("<{key}>"));
    }
    let mut requests: String = (0..49).map(|key| request(key, "keep-alive")).collect();
    requests += &request(49, "close");
    let bytes = api.exchange(requests.as_bytes());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let found: Vec<usize> = (0..50)
        .map(|key| text.find(&format!("<{key}>")).expect("a response"))
        .collect();
    assert!(found.is_sorted(), "{found:?}");
}

#[test]
fn wrong_json_is_a_client_error() {
    let api = Api::start();
    let deep = "[".repeat(60_000);
    let bodies: [&[u8]; 6] = [
        b"{\"name\":\"\xff\"}",
        b"{\"name\":\"a\",\"name\":\"b\"}",
        b"{\"name\":null}",
        b"\xef\xbb\xbf{\"name\":\"a\"}",
        b"{\"name\":\"a\"} {}",
        deep.as_bytes(),
    ];
    for body in bodies {
        assert_eq!(api.send("POST", "", &[], body).status, 400);
        assert_eq!(api.send("PUT", "/ID/batch", &[], body).status, 400);
    }
}

#[test]
fn random_bytes_do_not_end_the_emulator() {
    let api = Api::start();
    let mut state: u64 = 1;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        u8::try_from(state >> 56).expect("a byte")
    };
    let valid = api.write("HTTP/1.1", "content-length: 3\r\nmetadata: m\r\n\r\nabc");
    for round in 0..200 {
        let mut request = valid.clone();
        for _ in 0..=round % 5 {
            let at = usize::from(next()) % request.len();
            request[at] = next();
        }
        let mut connection = connect(api.emulator.address());
        let _ = connection.write_all(&request);
        let _ = connection.shutdown(std::net::Shutdown::Write);
        let _ = connection.read_to_end(&mut Vec::new());
    }
    api.assert_alive("random");
}
