//! Decoding a response body, and the errors of one that does not fit.

use std::error::Error as _;

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use http_body::Frame;
use http_body_util::StreamBody;
use openapi_crate_runtime::{BoxError, ByteStream, Client, ClientBuilder, Error};
use serde::Deserialize;

use self::Part::{Broken, Data, Trailers};
use crate::fixture::{API, Answering, GET_THING, Recorder, answer};

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "what is read into them is not looked at")]
struct List {
    data: Vec<Store>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "what is read into it is not looked at")]
struct Store {
    name: String,
}

async fn decode(headers: &[(&str, &str)], body: &str) -> Result<List, Error> {
    let recorder = Recorder::answering([answer(200, headers, body.to_owned())]);
    let answer = recorder
        .client()
        .call(&GET_THING)
        .send_json::<List>()
        .await?;
    Ok(answer.into_inner())
}

#[tokio::test]
async fn a_response_is_its_value_and_more() {
    let headers = [("x-remaining", "7"), ("x-reset", "1750707676")];
    let recorder = Recorder::answering([answer(
        201,
        &headers,
        "{\"data\":[{\"name\":\"a\",\"new\":1}]}",
    )]);
    let list = recorder
        .client()
        .call(&GET_THING)
        .send_json::<List>()
        .await
        .unwrap();
    assert_eq!(list.data[0].name, "a");
    assert_eq!(list.status(), 201);
    assert_eq!(list.headers()["x-remaining"], "7");
    let limit = list.rate_limit().unwrap();
    assert_eq!(
        (limit.remaining, limit.reset.unwrap().as_second()),
        (Some(7), 1_750_707_676)
    );
}

#[tokio::test]
async fn a_field_that_does_not_fit_is_named_and_shown() {
    let body = "{\n  \"data\": [\n    {\"name\": \"first\"},\n    {\"name\": 17}\n  ]\n}";
    let error = decode(&[], body).await.unwrap_err();
    let Error::Decode(decode) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(decode.path(), Some("data[1].name"));
    let shown = error.to_string();
    assert!(
        shown.starts_with(
            "`get-thing` responded with 200 OK, but its body does not fit at `data[1].name`"
        ),
        "{shown}"
    );
    assert!(shown.contains("{\"name\": 17}"), "{shown}");
    assert!(
        error
            .source()
            .unwrap()
            .to_string()
            .contains("expected a string")
    );
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn the_place_is_shown_however_far_down_it_is() {
    let filler = "{\"name\": \"filler\"},\n".repeat(500);
    let error = decode(
        &[],
        &format!("{{\"data\": [\n{filler}{{\"name\": null}}]}}"),
    )
    .await
    .unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("`data[500].name`") && shown.contains("{\"name\": null}"),
        "{shown}"
    );
    assert!(shown.len() < 250, "{shown}");
}

#[tokio::test]
async fn an_empty_body_is_called_empty() {
    let error = decode(&[], "").await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("its body is empty where JSON is promised"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_of_another_type_is_called_by_it() {
    let headers = [("content-type", "text/html; charset=utf-8")];
    let error = decode(&headers, "<html><h1>Log in</h1></html>")
        .await
        .unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("is not JSON (it is `text/html`)") && shown.contains("Log in"),
        "{shown}"
    );
}

#[tokio::test]
async fn no_field_is_to_blame_for_broken_syntax() {
    let error = decode(&[], "{\"data\": [{\"name\": \"a\", }]}")
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Decode(error) if error.path().is_none()),
        "{error:?}"
    );
    assert!(error.to_string().contains("is not JSON, near"), "{error}");
}

#[tokio::test]
async fn more_than_one_value_is_not_json() {
    let error = decode(&[("content-type", "application/json")], "{\"data\":[]}{}")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("is not JSON, near"), "{error}");
}

#[tokio::test]
async fn a_body_is_read_as_bytes_text_or_a_stream() {
    let recorder = Recorder::answering([(); 4].map(|()| answer(200, &[], "größe")));
    let send = || recorder.client().call(&GET_THING).send_stream();
    assert_eq!(send().await.unwrap().bytes().await.unwrap(), "größe");
    assert_eq!(send().await.unwrap().text().await.unwrap(), "größe");
    let chunks = send()
        .await
        .unwrap()
        .into_stream()
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    assert_eq!(chunks.concat(), "größe".as_bytes());
    let text = recorder
        .client()
        .call(&GET_THING)
        .send_text()
        .await
        .unwrap();
    assert_eq!(*text, "größe");
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_an_error() {
    let recorder = Recorder::answering([answer(200, &[], &b"gr\xf6\xdfe"[..])]);
    let error = recorder
        .client()
        .call(&GET_THING)
        .send_text()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().ends_with("its body is not UTF-8 text"));
}

/// A frame of a body, or the error that comes in its place.
#[derive(Clone, Copy)]
enum Part {
    Data(&'static str),
    Trailers,
    Broken(&'static str),
}

/// A client that is answered with these parts.
fn answered_in(parts: &'static [Part]) -> Client {
    let service = Answering(move || {
        let frames = stream::iter(parts).map(|part| match part {
            Part::Data(text) => Ok(Frame::data(Bytes::from_static(text.as_bytes()))),
            Part::Trailers => Ok(Frame::trailers(http::HeaderMap::new())),
            Part::Broken(why) => Err(BoxError::from(*why)),
        });
        http::Response::new(StreamBody::new(frames))
    });
    ClientBuilder::new(&API).service(service).build().unwrap()
}

#[tokio::test]
async fn frames_are_joined_and_trailers_are_not_part_of_the_value() {
    let client = answered_in(&[Data("a"), Data(""), Data("b"), Data("c"), Trailers]);
    let value = client.call(&GET_THING).send_stream().await.unwrap();
    assert_eq!(value.bytes().await.unwrap(), "abc");
    let value = client
        .call(&GET_THING)
        .send_stream()
        .await
        .unwrap()
        .into_stream();
    assert_eq!(
        value.try_collect::<Vec<_>>().await.unwrap(),
        ["a", "b", "c"]
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_and_then_the_end() {
    let client = answered_in(&[Data("abc"), Broken("reset"), Data("def")]);
    let mut body: ByteStream = client
        .call(&GET_THING)
        .send_stream()
        .await
        .unwrap()
        .into_stream();
    assert_eq!(body.try_next().await.unwrap().unwrap(), "abc");
    let error = body.try_next().await.unwrap_err();
    assert!(matches!(&error, Error::Body(broken) if !broken.is_request()));
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: the response's body broke off after 3 bytes"
    );
    assert_eq!(error.source().unwrap().to_string(), "reset");
    assert!(body.try_next().await.unwrap().is_none());
    assert!(client.call(&GET_THING).send_json::<List>().await.is_err());
}

#[tokio::test]
async fn a_body_that_nobody_wants_cannot_fail_a_call() {
    let client = answered_in(&[Data("abc"), Broken("reset")]);
    assert_eq!(
        client.call(&GET_THING).send_empty().await.unwrap().status(),
        200
    );
}

#[tokio::test]
async fn a_body_without_end_ends_with_the_timeout() {
    let service = Answering(|| {
        let chunk = || Ok::<_, BoxError>(Frame::data(Bytes::from_static(b"123")));
        http::Response::new(StreamBody::new(stream::repeat_with(chunk).boxed()))
    });
    let builder = ClientBuilder::new(&API)
        .service(service)
        .timeout(std::time::Duration::from_millis(20));
    let error = builder
        .build()
        .unwrap()
        .call(&GET_THING)
        .send_text()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}
