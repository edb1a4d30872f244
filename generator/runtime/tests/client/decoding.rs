//! Tests of response bodies: decoding, and errors.

use std::error::Error as _;

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use http_body::Frame;
use http_body_util::StreamBody;
use openapi_crate_runtime::{BoxError, ByteStream, Client, ClientBuilder, Error, json};

use self::Part::{Broken, Data, Trailers};
use crate::fixture::{API, GET_THING, Recorder, Responding, response};
use openapi_crate_runtime::generated_types::*;

#[derive(Debug)]
struct List {
    data: Vec<Store>,
}

object!(List { data });

#[derive(Debug)]
struct Store {
    name: String,
}

object!(Store { name });

async fn decode(headers: &[(&str, &str)], body: &str) -> Result<List, Error> {
    let recorder = Recorder::responding_with([response(200, headers, body.to_owned())]);
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_json::<List>()
        .await?;
    Ok(response.into_inner())
}

#[tokio::test]
async fn a_response_has_a_value_status_and_headers() {
    let headers = [("x-remaining", "7"), ("x-reset", "1750707676")];
    let recorder = Recorder::responding_with([response(
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
    assert_eq!(
        format!("{list:?}"),
        r#"Response { status: 201, headers: {"x-remaining": "7", "x-reset": "1750707676"}, value: List { data: [Store { name: "a" }] } }"#
    );
    let limit = list.rate_limit().unwrap();
    assert_eq!(
        (limit.remaining, limit.reset.unwrap().as_second()),
        (Some(7), 1_750_707_676)
    );
}

#[tokio::test]
async fn a_header_is_a_list_of_a_format() {
    let headers = [
        ("x-days", "2025-06-23, 2025-06-24"),
        ("x-days", "2025-06-25"),
        ("x-none", ""),
        ("x-mixed", "2025-06-23, soon"),
    ];
    let recorder = Recorder::responding_with([response(200, &headers, "{\"data\":[]}".to_owned())]);
    let list = recorder
        .client()
        .call(&GET_THING)
        .send_json::<List>()
        .await
        .unwrap();
    let lengths = list.with_headers(|headers, _| {
        ["x-days", "x-none", "x-mixed", "x-absent"].map(|name| {
            headers
                .format::<Vec<jiff::civil::Date>>(name)
                .map(|days| days.len())
        })
    });
    assert_eq!(*lengths, [Some(3), Some(0), None, None]);
}

#[tokio::test]
async fn a_decode_error_shows_path_and_value() {
    let body = "{\n  \"data\": [\n    {\"name\": \"first\"},\n    {\"name\": 17}\n  ]\n}";
    let error = decode(&[], body).await.unwrap_err();
    let Error::Decode(decode) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(decode.path(), Some("data[1].name"));
    let shown = error.to_string();
    assert!(
        shown.starts_with(
            "`get-thing` responded with 200 OK, but the body does not match the schema at `data[1].name`"
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
async fn the_error_shows_a_deeply_nested_value() {
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
async fn an_empty_body_is_reported_as_empty() {
    let error = decode(&[], "").await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the body is empty, expected JSON"),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_shows_an_unexpected_content_type() {
    let headers = [("content-type", "text/html; charset=utf-8")];
    let error = decode(&headers, "<html><h1>Log in</h1></html>")
        .await
        .unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("is not valid JSON (content type `text/html`)") && shown.contains("Log in"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_syntax_error_has_no_path() {
    let error = decode(&[], "{\"data\": [{\"name\": \"a\", }]}")
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Decode(error) if error.path().is_none()),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("is not valid JSON, near"),
        "{error}"
    );
}

#[tokio::test]
async fn trailing_data_is_not_valid_json() {
    let error = decode(&[("content-type", "application/json")], "{\"data\":[]}{}")
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("is not valid JSON, near"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_can_be_read_as_bytes_a_string_or_a_stream() {
    let recorder = Recorder::responding_with([(); 4].map(|()| response(200, &[], "größe")));
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
async fn a_body_that_is_not_utf_8_is_an_error() {
    let recorder = Recorder::responding_with([response(200, &[], &b"gr\xf6\xdfe"[..])]);
    let error = recorder
        .client()
        .call(&GET_THING)
        .send_text()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().ends_with("the body is not valid UTF-8"));
}

/// A frame of a body, or an error.
#[derive(Clone, Copy)]
enum Part {
    Data(&'static str),
    Trailers,
    Broken(&'static str),
}

/// A client that receives a response with these parts.
fn client_receiving(parts: &'static [Part]) -> Client {
    let service = Responding(move || {
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
async fn frames_are_joined_and_trailers_are_ignored() {
    let client = client_receiving(&[Data("a"), Data(""), Data("b"), Data("c"), Trailers]);
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
async fn an_incomplete_body_is_an_error_and_ends_the_stream() {
    let client = client_receiving(&[Data("abc"), Broken("reset"), Data("def")]);
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
        "`get-thing` failed: response body stream failed after 3 bytes"
    );
    assert_eq!(error.source().unwrap().to_string(), "reset");
    assert!(body.try_next().await.unwrap().is_none());
    assert!(client.call(&GET_THING).send_json::<List>().await.is_err());
}

#[tokio::test]
async fn an_unused_body_cannot_fail_a_call() {
    let client = client_receiving(&[Data("abc"), Broken("reset")]);
    assert_eq!(
        client.call(&GET_THING).send_empty().await.unwrap().status(),
        200
    );
}

#[tokio::test]
async fn an_endless_body_times_out() {
    let service = Responding(|| {
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
