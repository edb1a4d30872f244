//! Tests of the limit for response bodies in memory.

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use http_body::Frame;
use http_body_util::StreamBody;
use openapi_crate_runtime::{BoxError, Client, ClientBuilder, Error};

use crate::fixture::{API, GET_THING, Recorder, Responding, response};

fn limited(recorder: &Recorder, limit: usize) -> Client {
    recorder.builder().body_limit(limit).build().unwrap()
}

fn assert_too_long<T>(result: Result<T, Error>) {
    let Err(error) = result else {
        panic!("the body was read")
    };
    assert!(matches!(&error, Error::Body(error) if error.is_too_long() && !error.is_request()));
    let expected =
        "`get-thing` failed: response body exceeds the limit of 4 bytes; read it as a stream";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_body_up_to_the_limit_is_read() {
    let recorder = Recorder::responding_with([(); 3].map(|()| response(200, &[], "1234")));
    let client = limited(&recorder, 4);
    assert_eq!(
        *client.call(&GET_THING).send_json::<u32>().await.unwrap(),
        1234
    );
    assert_eq!(*client.call(&GET_THING).send_text().await.unwrap(), "1234");
    let body = client.call(&GET_THING).send_stream().await.unwrap();
    assert_eq!(body.bytes().await.unwrap(), "1234");
}

#[tokio::test]
async fn a_body_over_the_limit_is_an_error() {
    let recorder = Recorder::responding_with([(); 3].map(|()| response(200, &[], "12345")));
    let client = limited(&recorder, 4);
    assert_too_long(client.call(&GET_THING).send_json::<u32>().await);
    assert_too_long(client.call(&GET_THING).send_text().await);
    assert_too_long(
        client
            .call(&GET_THING)
            .send_stream()
            .await
            .unwrap()
            .bytes()
            .await,
    );
}

#[tokio::test]
async fn a_stream_has_no_limit() {
    let recorder = Recorder::responding_with([response(200, &[], "12345")]);
    let body = limited(&recorder, 4)
        .call(&GET_THING)
        .send_stream()
        .await
        .unwrap()
        .into_stream();
    assert_eq!(
        body.try_collect::<Vec<_>>().await.unwrap().concat(),
        b"12345"
    );
}

#[tokio::test]
async fn reading_stops_at_the_limit() {
    // An endless body: reading past the limit would never return.
    let service = Responding(|| {
        let chunk = || Ok::<_, BoxError>(Frame::data(Bytes::from_static(b"123")));
        http::Response::new(StreamBody::new(stream::repeat_with(chunk).boxed()))
    });
    let client = ClientBuilder::new(&API)
        .service(service)
        .body_limit(4)
        .build()
        .unwrap();
    assert_too_long(client.call(&GET_THING).send_text().await);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_declared_length_over_the_limit_fails_at_once() {
    use crate::scripted_server::Step::{Read, Stall, Write};
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n1";
    let server =
        crate::scripted_server::ScriptedServer::new(vec![vec![Read, Write(head), Stall]]).await;
    let builder = ClientBuilder::new(&API)
        .base_url(&server.url)
        .unwrap()
        .body_limit(4);
    assert_too_long(
        crate::fixture::soon(builder.build().unwrap().call(&GET_THING).send_text()).await,
    );
}
