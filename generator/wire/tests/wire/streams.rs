//! Tests of streamed responses: server-sent events and newline-delimited JSON.

use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _};
use openapi_crate_wire::types::Place;
use openapi_crate_wire::{Error, Event};

use crate::server::{Server, pieces};

type Words = Vec<Event<String>>;

async fn words(chunks: Vec<&'static [u8]>) -> Result<Words, Error> {
    let server = Server::responding_with(move || pieces("text/event-stream", chunks.clone())).await;
    server
        .client()
        .responses()
        .listen()
        .send()
        .await?
        .into_inner()
        .try_collect()
        .await
}

fn data(events: &Words) -> Vec<&str> {
    events.iter().map(|event| event.data.as_str()).collect()
}

/// The examples of the HTML standard, section 9.2.6, and other inputs that its grammar allows.
#[tokio::test]
async fn events_follow_the_html_standard() {
    let stream: &[u8] =
        b"\xef\xbb\xbfdata: YHOO\ndata: +2\ndata: 10\n\n: comment\n\nevent: add\ndata: first\nid: 1\n\n\
        data:second\nid\n\ndata:  third\n\ndata\n\ndata\ndata\n\ndata:\n";
    let events = words(vec![stream]).await.unwrap();
    assert_eq!(
        data(&events),
        ["YHOO\n+2\n10", "first", "second", " third", "", "\n"]
    );
    assert_eq!(events[0].event, "message");
    assert_eq!(
        (events[1].event.as_str(), events[1].id.as_str()),
        ("add", "1")
    );
    assert_eq!(
        (events[2].event.as_str(), events[2].id.as_str()),
        ("message", "")
    );
}

#[tokio::test]
async fn line_endings_may_be_split_across_chunks() {
    let stream: &[u8] =
        b"data: a\r\ndata: b\r\n\r\ndata: c\rdata: d\r\rdata: e\ndata: f\n\nid: 7\r\n\r\ndata: g\r\n\n";
    let bytewise = stream.chunks(1).collect();
    for chunks in [vec![stream], bytewise] {
        let events = words(chunks).await.unwrap();
        assert_eq!(data(&events), ["a\nb", "c\nd", "e\nf", "g"]);
        // An id persists after its event.
        assert_eq!(events[3].id, "7");
    }
}

#[tokio::test]
async fn event_ids_and_retry_times_persist() {
    let events = words(vec![
        b"retry: 1500\nid: a\n\ndata: 1\n\nretry: x\nid: b\0\ndata: 2\n\n",
    ])
    .await
    .unwrap();
    let seen: Vec<_> = events
        .iter()
        .map(|event| (event.id.as_str(), event.retry))
        .collect();
    assert_eq!(seen, [("a", Some(Duration::from_millis(1500))); 2]);
}

#[tokio::test]
async fn an_incomplete_event_is_discarded() {
    assert_eq!(
        data(&words(vec![b"data: 1\n\ndata: 2\n"]).await.unwrap()),
        ["1"]
    );
    assert!(words(vec![]).await.unwrap().is_empty());
}

#[tokio::test]
async fn event_data_is_decoded_as_json() {
    let stream: &[u8] =
        b"data: {\"zip\":\ndata: 1}\n\ndata: {\"zip\":2}\n\ndata: [DONE]\n\ndata: {\"zip\":3}\n\n";
    let server = Server::responding_with(move || pieces("text/event-stream", vec![stream])).await;
    let events = server
        .client()
        .responses()
        .watch()
        .send()
        .await
        .unwrap()
        .into_inner();
    let places: Vec<_> = events
        .map_ok(|event| event.data)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(places, [Place::default().zip(1), Place::default().zip(2)]);
    assert_eq!(server.request().headers()["accept"], "text/event-stream");
}

#[tokio::test]
async fn a_mismatched_event_ends_the_stream_with_an_error() {
    let server = Server::responding_with(|| {
        pieces(
            "text/event-stream",
            vec![b"data: {\"zip\":\"x\"}\n\ndata: {}\n\n"],
        )
    })
    .await;
    let events = server
        .client()
        .responses()
        .watch()
        .send()
        .await
        .unwrap()
        .into_inner();
    let results: Vec<_> = events.collect().await;
    assert_eq!(results.len(), 1);
    let error = results[0].as_ref().unwrap_err();
    // The media type of the stream is not mentioned, because it does not apply to the event.
    assert!(
        error
            .to_string()
            .contains("does not match the schema at `zip`, near"),
        "{error}"
    );
}

#[tokio::test]
async fn events_can_be_requested_as_an_alternative() {
    let server =
        Server::responding_with(|| pieces("text/event-stream", vec![b"data: {}\n\n"])).await;
    let response = server
        .client()
        .responses()
        .complete()
        .send_events()
        .await
        .unwrap();
    assert_eq!(response.into_inner().count().await, 1);
    assert_eq!(server.request().headers()["accept"], "text/event-stream");
}

#[tokio::test]
async fn events_arrive_before_the_response_ends() {
    let (sender, receiver) = futures::channel::mpsc::unbounded::<&'static [u8]>();
    let receiver = std::sync::Mutex::new(Some(receiver));
    let server = Server::responding_with(move || {
        let frames = receiver.lock().unwrap().take().unwrap();
        let frames =
            frames.map(|piece| Ok(hyper::body::Frame::data(bytes::Bytes::from_static(piece))));
        http::Response::new(http_body_util::BodyExt::boxed_unsync(
            http_body_util::StreamBody::new(frames),
        ))
    })
    .await;
    sender.unbounded_send(b"data: 1\r\n\r").unwrap();
    let mut events = server
        .client()
        .responses()
        .listen()
        .send()
        .await
        .unwrap()
        .into_inner();
    let event = tokio::time::timeout(Duration::from_secs(10), events.next())
        .await
        .expect("the event is held back");
    assert_eq!(event.unwrap().unwrap().data, "1");
}

#[tokio::test]
async fn json_lines_are_decoded() {
    let stream: &[u8] = b"{\"zip\":1}\n\r\n{\"zip\":2}\r\n  \n{\"zip\":3}";
    for chunks in [vec![stream], stream.chunks(1).collect()] {
        let server =
            Server::responding_with(move || pieces("application/x-ndjson", chunks.clone())).await;
        let lines = server
            .client()
            .responses()
            .read_lines()
            .send()
            .await
            .unwrap()
            .into_inner();
        let places: Vec<_> = lines
            .map_ok(|place| place.zip.unwrap())
            .try_collect()
            .await
            .unwrap();
        assert_eq!(places, [1, 2, 3]);
    }
}

#[tokio::test]
async fn a_mismatched_line_ends_the_stream_with_an_error() {
    let server = Server::responding_with(|| {
        pieces("application/x-ndjson", vec![b"{}\n{\"zip\":\"x\"}\n{}\n"])
    })
    .await;
    let lines = server
        .client()
        .responses()
        .read_lines()
        .send()
        .await
        .unwrap()
        .into_inner();
    let results: Vec<_> = lines.collect().await;
    assert_eq!(results.len(), 2);
    assert!(results[1].is_err());
}

#[tokio::test]
async fn the_body_limit_applies_to_an_event() {
    let server =
        Server::responding_with(|| pieces("text/event-stream", vec![b"data: 123456789\n"; 3]))
            .await;
    let client = server.builder().body_limit(20).build().unwrap();
    let events: Vec<_> = client
        .responses()
        .listen()
        .send()
        .await
        .unwrap()
        .into_inner()
        .collect()
        .await;
    assert!(
        matches!(events.last(), Some(Err(Error::Body(error))) if error.is_too_long()),
        "{events:?}"
    );
}

#[tokio::test]
async fn the_body_limit_applies_to_a_line() {
    let server =
        Server::responding_with(|| pieces("application/x-ndjson", vec![b"          "; 9])).await;
    let client = server.builder().body_limit(20).build().unwrap();
    let lines: Vec<_> = client
        .responses()
        .read_lines()
        .send()
        .await
        .unwrap()
        .into_inner()
        .collect()
        .await;
    assert!(
        matches!(lines.last(), Some(Err(Error::Body(error))) if error.is_too_long()),
        "{lines:?}"
    );
}
