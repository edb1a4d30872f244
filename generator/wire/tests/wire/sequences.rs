//! Tests of OpenAPI 3.2: sequences of values with an `itemSchema`, and the default mapping of a discriminator.

use futures::TryStreamExt as _;
use openapi_crate_wire::Event;
use openapi_crate_wire::types::{OtherPet, Pet, Whole};

use crate::server::{Server, pieces, whole};

fn names(values: &[Whole]) -> Vec<&str> {
    values.iter().map(|value| value.q.as_str()).collect()
}

#[tokio::test]
async fn the_data_of_an_event_has_the_type_of_its_content() {
    let stream: &[u8] =
        b"event: change\nid: 1\ndata: {\"q\":\ndata: \"a\"}\n\ndata: {\"q\":\"b\"}\n\n";
    let server = Server::responding_with(move || pieces("text/event-stream", vec![stream])).await;
    let events: Vec<Event<Whole>> = server
        .client()
        .sequences()
        .watch_changes()
        .send()
        .await
        .unwrap()
        .into_inner()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(
        (events[0].event.as_str(), events[0].id.as_str()),
        ("change", "1")
    );
    assert_eq!(
        (events[0].data.q.as_str(), events[1].data.q.as_str()),
        ("a", "b")
    );
    assert_eq!(server.request().headers()["accept"], "text/event-stream");
}

#[tokio::test]
async fn lines_have_the_type_of_an_item() {
    let stream: &[u8] = b"{\"q\":\"a\"}\n{\"q\":\"b\"}";
    let server = Server::responding_with(move || pieces("application/jsonl", vec![stream])).await;
    let sequences = server.client().sequences();
    let response = sequences.read_log().send().await.unwrap();
    let lines: Vec<Whole> = response.into_inner().try_collect().await.unwrap();
    assert_eq!(names(&lines), ["a", "b"]);

    let server = Server::silent().await;
    let sequences = server.client().sequences();
    sequences.write_log(lines).send().await.unwrap();
    let request = server.request();
    assert_eq!(request.headers()["content-type"], "application/x-ndjson");
    assert_eq!(&request.body()[..], b"{\"q\":\"a\"}\n{\"q\":\"b\"}\n");
}

#[tokio::test]
async fn records_may_have_several_lines() {
    let stream: &[u8] = b"\x1e{\n\"q\":\r\n\"a\"}\n\x1e{\"q\":\"b\"}\r\n\x1e\n\x1e{\"q\":\"c\\n\"}";
    let bytewise = stream.chunks(1).collect::<Vec<_>>();
    for chunks in [vec![stream], bytewise] {
        let server =
            Server::responding_with(move || pieces("application/json-seq", chunks.clone())).await;
        let sequences = server.client().sequences();
        let response = sequences.read_records().send().await.unwrap();
        let records: Vec<Whole> = response.into_inner().try_collect().await.unwrap();
        assert_eq!(names(&records), ["a", "b", "c\n"]);
        assert_eq!(server.request().headers()["accept"], "application/json-seq");
    }
}

/// Sends a pet, and decodes the response.
async fn exchanged(pet: &Pet, response: &'static str) -> (serde_json::Value, Pet) {
    let json = [("content-type", "application/json")];
    let server = Server::responding_with(move || whole(200, &json, response)).await;
    let received = server
        .client()
        .sequences()
        .exchange_pet(pet)
        .send()
        .await
        .unwrap();
    let sent = serde_json::from_slice(server.request().body()).unwrap();
    (sent, received.into_inner())
}

#[tokio::test]
async fn an_object_without_a_known_discriminator_is_the_default() {
    let other = Pet::from(OtherPet::default().legs(3));
    for (response, is_default) in [
        (r#"{"legs":3}"#, true),
        // The properties of another alternative do not matter.
        (r#"{"barks":true}"#, true),
        (r#"{"kind":"bird","legs":2}"#, true),
        (r#"{"kind":"OtherPet"}"#, true),
        (r#"{"kind":"cat","lives":9}"#, false),
        (r#"{"kind":"Dog"}"#, false),
    ] {
        let (sent, received) = exchanged(&other, response).await;
        assert_eq!(sent, serde_json::json!({"legs": 3}));
        assert_eq!(
            matches!(received, Pet::OtherPet(_)),
            is_default,
            "{response}"
        );
        // A value that was received is sent unchanged.
        let (sent, _) = exchanged(&received, response).await;
        let expected: serde_json::Value = serde_json::from_str(response).unwrap();
        assert_eq!(sent, expected);
    }
}
