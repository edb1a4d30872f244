//! Tests of request bodies: bytes, strings, streams, JSON and NDJSON, and their headers.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use openapi_crate_runtime::{Body, BoxError, Call, Error, NdJson};
use serde::{Serialize, Serializer};

use crate::fixture::{PUT_THING, Recorder, soon};

const NDJSON: &str = "application/x-ndjson";

fn put(recorder: &Recorder) -> Call {
    recorder.client().call(&PUT_THING).path("id", "x")
}

async fn sent(body: impl Into<Body>) -> http::Request<Bytes> {
    let recorder = Recorder::default();
    put(&recorder)
        .body("application/octet-stream", body.into())
        .send_empty()
        .await
        .unwrap();
    recorder.request()
}

#[tokio::test]
async fn bytes_and_strings_are_sent_with_their_length() {
    let bodies: [Body; 6] = [
        "v\"1".into(),
        "v\"1".to_owned().into(),
        b"v\"1".into(),
        b"v\"1".as_slice().into(),
        b"v\"1".to_vec().into(),
        Bytes::from_static(b"v\"1").into(),
    ];
    for body in bodies {
        let request = sent(body).await;
        assert_eq!(request.body(), "v\"1");
        assert_eq!(request.headers()["content-length"], "3");
        assert_eq!(
            request.headers()["content-type"],
            "application/octet-stream"
        );
    }
    assert_eq!(sent(()).await.headers()["content-length"], "0");
}

#[tokio::test]
async fn a_stream_is_sent_in_order() {
    let chunks = || stream::iter(["ab", "", "c"].map(Ok::<_, BoxError>));
    let request = sent(Body::from_stream(chunks())).await;
    assert_eq!(request.body(), "abc");
    assert!(!request.headers().contains_key("content-length"));
    let request = sent(Body::from_stream(chunks()).with_length(3)).await;
    assert_eq!(request.body(), "abc");
    assert_eq!(request.headers()["content-length"], "3");
}

#[tokio::test]
async fn a_stream_of_another_length_than_declared_fails() {
    for length in [2, 4] {
        let body =
            Body::from_stream(stream::iter(["ab", "c"].map(Ok::<_, BoxError>))).with_length(length);
        let call = put(&Recorder::default()).body("text/plain", body);
        let error = call.send_empty().await.unwrap_err();
        assert!(
            matches!(&error, Error::Body(body) if body.is_request()),
            "{length}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_request_stream_error_is_a_body_error() {
    let chunks = [Ok("ab"), Err("the disk is gone")];
    let body = Body::from_stream(stream::iter(
        chunks.map(|chunk| chunk.map_err(BoxError::from)),
    ));
    let error = put(&Recorder::default())
        .body("text/plain", body)
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Body(body) if body.is_request()),
        "{error:?}"
    );
    let mut cause: &dyn std::error::Error = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    assert_eq!(cause.to_string(), "the disk is gone");
}

#[tokio::test]
async fn json_that_cannot_be_encoded_is_rejected() {
    let recorder = Recorder::default();
    put(&recorder)
        .json("application/json", &serde_json::json!({"name": "a"}))
        .send_empty()
        .await
        .unwrap();
    assert_eq!(recorder.request().body(), "{\"name\":\"a\"}");
    let keys = std::collections::BTreeMap::from([([1], 2)]);
    let error = put(&recorder)
        .json("application/json", &keys)
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Argument(error) if error.name() == "body"),
        "{error:?}"
    );
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_short_batch_is_sent_with_its_length() {
    let recorder = Recorder::default();
    put(&recorder)
        .ndjson(NDJSON, vec!["a\nb", "c"])
        .send_empty()
        .await
        .unwrap();
    let request = recorder.request();
    assert_eq!(request.body(), "\"a\\nb\"\n\"c\"\n");
    assert_eq!(request.headers()["content-length"], "11");
    assert_eq!(request.headers()["content-type"], NDJSON);
    put(&recorder)
        .ndjson::<u8>(NDJSON, [])
        .send_empty()
        .await
        .unwrap();
    assert_eq!(recorder.request().body(), "");
}

#[tokio::test]
async fn a_long_batch_is_encoded_lazily() {
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let items = (0..1_000_000_u32).inspect(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let (bodies, mut body) = futures::channel::mpsc::unbounded();
    let client = crate::fixture::Recorder::default()
        .builder()
        .service(Handing(bodies))
        .build()
        .unwrap();
    client
        .call(&PUT_THING)
        .path("id", "x")
        .ndjson(NDJSON, items)
        .send_empty()
        .await
        .unwrap();
    let mut body: Body = body.next().await.unwrap();
    assert!(made.load(Ordering::Relaxed) < 20_000);
    let (mut lines, mut frames) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let chunk = frame.unwrap().into_data().unwrap();
        assert!(chunk.len() < 65 * 1024);
        lines.extend_from_slice(&chunk);
        frames += 1;
    }
    assert!(frames > 90, "{frames}");
    let lines = std::str::from_utf8(&lines).unwrap().lines();
    assert!(
        lines
            .map(|line| line.parse::<u32>().unwrap())
            .eq(0..1_000_000_u32)
    );
}

#[tokio::test]
async fn a_stream_of_items_is_sent_as_it_yields() {
    let items = stream::iter([Ok::<_, BoxError>(1), Ok(2)]).chain(stream::pending());
    let (bodies, mut body) = futures::channel::mpsc::unbounded();
    let client = Recorder::default()
        .builder()
        .service(Handing(bodies))
        .build()
        .unwrap();
    let call = client
        .call(&PUT_THING)
        .path("id", "x")
        .ndjson(NDJSON, NdJson::from_stream(items));
    call.send_empty().await.unwrap();
    let first = soon(body.next().await.unwrap().frame())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(first.into_data().unwrap(), "1\n2\n");
}

/// Encodes as its number, and fails at zero.
struct Failing(Cell<u32>);

impl Serialize for Failing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.get() {
            0 => Err(serde::ser::Error::custom("out of order")),
            left => serializer.serialize_u32(left),
        }
    }
}

#[tokio::test]
async fn an_item_that_cannot_be_encoded_fails_the_call() {
    let recorder = Recorder::default();
    let error = put(&recorder)
        .ndjson(NDJSON, [Failing(0.into())])
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Argument(error) if error.name() == "body"),
        "{error:?}"
    );
    let late = (0..100_000).rev().map(|left| Failing(left.into()));
    let error = put(&recorder)
        .ndjson(NDJSON, late)
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if error.is_request()),
        "{error:?}"
    );
    let items = stream::iter([Ok(1), Err(BoxError::from("cut off"))]);
    let error = put(&recorder)
        .ndjson(NDJSON, NdJson::from_stream(items))
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if error.is_request()),
        "{error:?}"
    );
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn no_partial_line_is_sent() {
    let (bodies, mut body) = futures::channel::mpsc::unbounded();
    let client = Recorder::default()
        .builder()
        .service(Handing(bodies))
        .build()
        .unwrap();
    let items = stream::iter([1, 0].map(|left| Ok::<_, BoxError>(("key", Failing(left.into())))));
    let call = client
        .call(&PUT_THING)
        .path("id", "x")
        .ndjson(NDJSON, NdJson::from_stream(items));
    call.send_empty().await.unwrap();
    let mut body: Body = body.next().await.unwrap();
    assert_eq!(
        body.frame().await.unwrap().unwrap().into_data().unwrap(),
        "[\"key\",1]\n"
    );
    assert!(body.frame().await.unwrap().is_err());
    assert!(body.frame().await.is_none());
}

/// A service that passes the body to a channel without reading it.
#[derive(Clone)]
struct Handing(futures::channel::mpsc::UnboundedSender<Body>);

impl tower_service::Service<http::Request<Body>> for Handing {
    type Response = http::Response<String>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), BoxError>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.0.unbounded_send(request.into_body()).unwrap();
        std::future::ready(Ok(http::Response::new(String::new())))
    }
}
