//! Tests of responses that do not match the OpenAPI document.

use std::collections::BTreeMap;

use futures::StreamExt as _;
use openapi_crate_runtime::{Error, Response, json};

use crate::peer::Server;
use crate::{GET_THING, client, get, soon};
use openapi_crate_runtime::generated_types::*;

#[derive(Debug, PartialEq)]
struct Thing {
    names: BTreeMap<String, Vec<u32>>,
}

object!(Thing { names });

/// Decodes a response with this head and body.
async fn thing(head: &str, body: &str) -> Result<Thing, Error> {
    let length = body.len();
    let server = Server::responding_with(format!(
        "HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
    .await;
    let call = client(&server.url).call(&GET_THING).path("id", "1");
    soon(call.send_json()).await.map(Response::into_inner)
}

async fn decode_error(head: &str, body: &str) -> String {
    let error = thing(head, body).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn a_schema_mismatch_reports_its_path() {
    assert_eq!(
        decode_error("200 OK", r#"{"names": {"a": [1, 2], "b": [3, "four"]}}"#).await,
        "`get-thing` responded with 200 OK, but the body does not match the schema at `names.b[1]`, near `{\"names\": {\"a\": [1, 2], \
         \"b\": [3, \"four\"]}}`"
    );
    assert_eq!(
        decode_error("200 OK", "[]")
            .await
            .split(", near")
            .next()
            .unwrap(),
        "`get-thing` responded with 200 OK, but the body does not match the schema"
    );
}

#[tokio::test]
async fn a_line_that_arrives_in_one_chunk_has_a_limit() {
    for (body, expected) in [("[1]\n[2]\n", 2), ("[1]\n[22]\n", 1), ("[1]\n[22]", 1)] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        let server = Server::responding_with(format!("{head}{body}")).await;
        let client = crate::builder(&server.url).body_limit(3).build().unwrap();
        let call = client.call(&GET_THING).path("id", "1");
        let lines = soon(call.send_json_lines::<Vec<u32>>()).await.unwrap();
        let lines = lines.into_inner().collect::<Vec<_>>().await;
        assert_eq!(
            lines.iter().filter(|line| line.is_ok()).count(),
            expected,
            "{body}"
        );
        let errors = lines.into_iter().filter_map(Result::err);
        for error in errors {
            assert!(
                matches!(&error, Error::Body(error) if error.is_too_long()),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_json_is_ignored() {
    let names = "\u{feff}{\"names\": {\"a\": [1]}}";
    let expected = BTreeMap::from([("a".to_owned(), vec![1])]);
    assert_eq!(thing("200 OK", names).await.unwrap().names, expected);
    let Error::Api(error) = thing("400 Bad Request", "\u{feff}[1]").await.unwrap_err() else {
        panic!("not an API error")
    };
    assert_eq!(error.json::<Vec<u32>>().unwrap(), [1]);
}

#[tokio::test]
async fn the_errors_of_fields_are_counted() {
    for (body, expected) in [
        (
            r#"{"errors": {"age": "negative", "name": ["too short", "taken"]}}"#,
            "3 errors, the first: age: negative",
        ),
        (r#"{"errors": {"name": ["taken"]}}"#, "name: taken"),
        (
            r#"{"title": "Invalid", "errors": {"Name": ["required"]}}"#,
            "Invalid (1 error: Name: required)",
        ),
        (r#"{"title": "Invalid", "errors": {}}"#, "Invalid"),
    ] {
        let length = body.len();
        let head = format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {length}\r\n\r\n");
        let server = Server::responding_with(format!("{head}{body}")).await;
        let error = get(&client(&server.url)).await.unwrap_err();
        let Error::Api(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.message(), Some(expected));
    }
}

#[tokio::test]
async fn html_instead_of_json_is_reported_with_its_content_type() {
    assert_eq!(
        decode_error(
            "200 OK\r\ncontent-type: text/html; charset=utf-8",
            "<h1>Sign in</h1>"
        )
        .await,
        "`get-thing` responded with 200 OK, but the body is not valid JSON (content type `text/html`), near `<h1>Sign in</h1>`"
    );
    assert_eq!(
        decode_error("200 OK\r\ncontent-type: ;", "Sign in").await,
        "`get-thing` responded with 200 OK, but the body is not valid JSON, near `Sign in`"
    );
}

#[tokio::test]
async fn json_with_another_content_type_is_decoded() {
    for head in [
        "200 OK",
        "200 OK\r\ncontent-type: text/plain",
        "200 OK\r\ncontent-type: ;",
    ] {
        assert_eq!(
            thing(head, r#"{"names": {}}"#).await.unwrap(),
            Thing {
                names: BTreeMap::new()
            },
            "{head}"
        );
    }
}

#[tokio::test]
async fn unknown_properties_are_ignored() {
    let known = thing(
        "200 OK",
        r#"{"colour": {"deep": [null]}, "names": {"a": [1]}, "": 1e308}"#,
    )
    .await;
    assert_eq!(known.unwrap().names["a"], [1]);
}

#[tokio::test]
async fn a_number_that_is_out_of_range_is_an_error() {
    let error = decode_error("200 OK", r#"{"names": {}, "": 1e999}"#).await;
    assert!(error.contains("is not valid JSON, near"), "{error}");
}

#[tokio::test]
async fn a_missing_body_is_reported_as_empty() {
    let empty = "but the body is empty, expected JSON";
    assert_eq!(
        decode_error("200 OK", "").await,
        format!("`get-thing` responded with 200 OK, {empty}")
    );
    let server = Server::responding_with("HTTP/1.1 204 No Content\r\n\r\n").await;
    let error = get(&client(&server.url)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("`get-thing` responded with 204 No Content, {empty}")
    );
}

#[tokio::test]
async fn an_undocumented_body_is_ignored() {
    let bodies = [
        "content-length: 2\r\n\r\n{}",
        "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ];
    for body in bodies {
        let server = Server::responding_with(format!("HTTP/1.1 200 OK\r\n{body}")).await;
        let client = client(&server.url);
        for _ in 0..2 {
            soon(client.call(&GET_THING).path("id", "1").send_empty())
                .await
                .unwrap();
        }
        assert_eq!(server.accepted(), 1, "{body}");
    }
}

#[tokio::test]
async fn an_unused_body_may_be_incomplete_or_endless() {
    let incomplete = Server::closing("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}").await;
    soon(
        client(&incomplete.url)
            .call(&GET_THING)
            .path("id", "1")
            .send_empty(),
    )
    .await
    .unwrap();
    let endless = Server::start(|mut peer| async move {
        peer.read().await;
        peer.write("HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n")
            .await;
        peer.write("x".repeat(128 * 1024)).await;
        peer.stall().await;
    });
    soon(
        client(&endless.await.url)
            .call(&GET_THING)
            .path("id", "1")
            .send_empty(),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn a_response_that_is_not_http_is_a_connection_error() {
    for greeting in [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "220 mail ESMTP\r\n",
        "\0\0\0\0",
        "HTTP/1.1 200 OK\r\n bad\r\n\r\n",
    ] {
        let error = get(&client(&Server::closing(greeting).await.url))
            .await
            .unwrap_err();
        assert!(
            matches!(&error, Error::Connection(error) if !error.is_connect()),
            "{greeting}: {error:?}"
        );
    }
}

#[tokio::test]
async fn informational_responses_are_not_the_response() {
    let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n";
    let server = Server::responding_with(format!(
        "{hints}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{{}}"
    ));
    assert_eq!(
        get(&client(&server.await.url)).await.unwrap(),
        serde_json::json!({})
    );
}
