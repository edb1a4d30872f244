//! Responses of a hostile server: each way to read one ends soon and takes bounded memory, and the errors are short and
//! visible.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use openapi_crate_runtime::{Call, Error, Operation, Page, Parameter, json};

use crate::peer::Server;
use crate::{GET, GET_THING, client, soon};
use openapi_crate_runtime::generated_types::*;

static LIST_THINGS: Operation = Operation {
    parameters: &[Parameter::path("id"), Parameter::query("cursor")],
    ..GET
};

/// The characters that change a terminal or a log, in a header and in a body.
const IN_HEADER: &str = "x\u{85}\u{202e}\u{feff}y";
const IN_BODY: &str = "x\u{1b}[2J\u{202e}\u{2028}\u{7f}\u{85}\u{feff}y";

/// The heads and bodies of responses, each hostile in one way.
fn responses() -> Vec<(String, Vec<u8>)> {
    let long = "h".repeat(40_000);
    let heads = [
        "200 OK".to_owned(),
        format!("200 OK\r\ncontent-type: {long}"),
        format!("200 OK\r\ncontent-type: text/{IN_HEADER}"),
        format!("200 OK\r\ncontent-encoding: {IN_HEADER}"),
        format!("200 OK\r\ncontent-encoding: {long}"),
        format!("200 OK\r\ncontent-disposition: attachment; filename=\"{long}"),
        format!(
            "200 OK\r\ncontent-disposition: {}",
            "a=\"\\\";".repeat(5000)
        ),
        format!("400 {IN_HEADER}\r\nretry-after: 99999999999999999999999"),
        format!(
            "429 A\r\nx-reset: 9223372036854775807\r\nx-remaining: -1\r\nx-request-id: {IN_HEADER}"
        ),
        format!("500 A\r\ncontent-type: text/html\r\nx-request-id: {long}"),
        "999 A".to_owned(),
    ];
    let deep = |open: &str, n: usize| open.repeat(n).into_bytes();
    let bodies = [
        Vec::new(),
        vec![0xff; 100_000],
        vec![b'\n'; 1_000_000],
        deep("[", 1_000_000),
        deep("{\"a\":", 200_000),
        format!("{{\"{IN_BODY}\": \"{IN_BODY}\"}}").into_bytes(),
        format!("{{\"error\": {{\"message\": \"{IN_BODY}\"}}, \"detail\": \"{IN_BODY}\"}}")
            .into_bytes(),
        format!("{{\"{}\": 1}}", "k".repeat(1_000_000)).into_bytes(),
        format!("[{{\"a\": \"{}\"}}]", "\u{1}".repeat(1_000_000)).into_bytes(),
        format!("[{{\"{}\": \"x\"}}]", "k".repeat(1_000_000)).into_bytes(),
        format!("<title>{IN_BODY}{}", "<".repeat(60_000)).into_bytes(),
        "data\n".repeat(200_000).into_bytes(),
        format!("id: {}\n{}", "i".repeat(1_000_000), "data\n\n".repeat(2000)).into_bytes(),
        format!("event: {IN_BODY}\nretry: 99999999999999999999\ndata: {IN_BODY}\n\n").into_bytes(),
        "{\"a\":1e400}\n".repeat(2).into_bytes(),
        "-".repeat(1_000_000).into_bytes(),
        "9".repeat(1_000_000).into_bytes(),
    ];
    let plain = heads[0].clone();
    let of_heads = heads.into_iter().map(|head| (head, b"[]x".to_vec()));
    let of_bodies = bodies.iter().map(|body| (plain.clone(), body.clone()));
    let of_errors = bodies.iter().map(|body| ("400 A".to_owned(), body.clone()));
    of_heads.chain(of_bodies).chain(of_errors).collect()
}

/// Asserts that an error, with its sources, is short and visible.
fn assert_presentable(error: &Error) {
    let mut shown = vec![error.to_string(), format!("{error:?}")];
    let mut source = error.source();
    while let Some(error) = source {
        shown.push(error.to_string());
        source = error.source();
    }
    for text in shown {
        assert!(text.len() < 8000, "{} bytes: {}", text.len(), &text[..200]);
        let hidden = text.chars().find(|c| {
            c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        });
        assert_eq!(hidden, None, "{text:?}");
    }
}

/// Consumes a response in each way. Returns the number of bytes that the caller holds at most.
async fn consume(call: impl Fn() -> Call) -> usize {
    let mut held = 0;
    let mut errors = Vec::new();
    errors.extend(call().send_json::<serde_json::Value>().await.err());
    errors.extend(
        call()
            .send_json::<Vec<std::collections::BTreeMap<String, u32>>>()
            .await
            .err(),
    );
    errors.extend(call().send_empty().await.err());
    match call().send_text().await {
        Ok(text) => held = held.max(text.len()),
        Err(error) => errors.push(error),
    }
    match call().send_stream().await {
        Ok(stream) => {
            let _ = stream.file_name();
            errors.extend(stream.into_inner().bytes().await.err());
        }
        Err(error) => {
            if let Error::Api(error) = &error {
                let _ = (error.retry_after(), error.rate_limit());
                errors.extend(error.json::<Vec<u32>>().err());
            }
            errors.push(error);
        }
    }
    match call().send_text_events().await {
        Ok(events) => {
            let mut events = events.into_inner();
            let mut sum = 0;
            while let Some(event) = events.next().await {
                match event {
                    Ok(event) => sum += event.id.len() + event.event.len() + event.data.len(),
                    Err(error) => errors.push(error),
                }
            }
            held = held.max(sum);
        }
        Err(error) => errors.push(error),
    }
    match call().send_json_lines::<Vec<u32>>().await {
        Ok(lines) => {
            let mut lines = lines.into_inner();
            while let Some(line) = lines.next().await {
                errors.extend(line.err());
            }
        }
        Err(error) => errors.push(error),
    }
    errors.iter().for_each(assert_presentable);
    held
}

#[tokio::test]
async fn every_response_ends_soon_and_its_errors_are_presentable() {
    for (head, body) in responses() {
        let start = Instant::now();
        let length = body.len();
        let mut response =
            format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        response.extend_from_slice(&body);
        let server = Server::responding_with(response).await;
        let client = client(&server.url);
        let held = soon(consume(|| client.call(&GET_THING).path("id", "1"))).await;
        let name = format!("{:.40} {:?}", head, &body[..length.min(20)]);
        assert!(start.elapsed() < Duration::from_secs(10), "{name}");
        // An event has a copy of the id, but not of a long one.
        assert!(held <= 20 * length, "{name}: {held} of {length}");
    }
}

/// A page of a list.
#[derive(Debug)]
struct Numbers {
    data: Vec<u32>,
    next: Option<String>,
}

object!(Numbers { data, next });

impl Page for Numbers {
    type Item = u32;

    fn next_cursor(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn into_items(self) -> Vec<u32> {
        self.data
    }
}

/// The cursor becomes a part of the next request, and nothing more.
#[tokio::test]
async fn every_cursor_leads_to_one_request_or_an_error() {
    for cursor in [
        IN_BODY.to_owned(),
        " HTTP/1.1\r\nx-evil: 1\r\n\r\n".to_owned(),
        "&admin=true#/../..?a=%00%".to_owned(),
        "c".repeat(100_000),
        "\u{1}".repeat(1_000_000),
    ] {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, next) = (Arc::clone(&requests), cursor.clone());
        let server = Server::start(move |mut peer| {
            let (seen, next) = (Arc::clone(&seen), next.clone());
            async move {
                while let Some(head) = peer.read().await {
                    seen.lock().unwrap().push(head);
                    let body = serde_json::json!({"data": [1], "next": next}).to_string();
                    let length = body.len();
                    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
                    peer.write(format!("{head}{body}").as_bytes()).await;
                }
            }
        })
        .await;
        let call = client(&server.url).call(&LIST_THINGS).path("id", "1");
        let pages = call.pages::<Numbers>("cursor").collect::<Vec<_>>();
        let pages = soon(pages).await;
        let (last, pages) = pages.split_last().unwrap();
        assert_presentable(last.as_ref().unwrap_err());
        assert!(pages.iter().all(Result::is_ok) && (1..=2).contains(&pages.len()));
        for request in requests.lock().unwrap().iter().skip(1) {
            assert!(request.starts_with("GET /things/1?cursor="), "{request}");
            let (line, headers) = request.split_once("\r\n").unwrap();
            assert_eq!(line.matches(['&', '?', ' ']).count(), 3, "{line}");
            assert!(!headers.contains("x-evil"), "{headers}");
        }
    }
}
