//! Tests of calls over real sockets.

use std::error::Error as _;
use std::time::{Duration, Instant};

use futures::stream;
use openapi_crate_runtime::{Body, BoxError, Call, Client, ClientBuilder, Error, RetryPolicy};

use crate::fixture::{API, GET_THING, PUT_THING, soon};
use crate::scripted_server::ScriptedServer;
use crate::scripted_server::Step::{Pause, Read, Stall, Write};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

fn builder(url: &str) -> ClientBuilder {
    let builder = ClientBuilder::new(&API)
        .credential("token", "s3cret")
        .retry(RetryPolicy::none());
    builder.base_url(url).unwrap()
}

fn put(client: &Client) -> Call {
    client.call(&PUT_THING).path("id", "x")
}

#[tokio::test]
async fn path_query_and_headers_arrive_unchanged() {
    let server = ScriptedServer::new(vec![vec![Read, Write(OK)]]).await;
    let client = client(&format!("{}/pre%20fix|", server.url));
    let text = "a b+c%2F/..\\'\"<>`{}|^~[]:@!$&()*,;=?#ü";
    let call = client
        .call(&PUT_THING)
        .path("id", text)
        .query("first", text)
        .header("x-note", "größe");
    call.body("text/plain", "value".into())
        .send_empty()
        .await
        .unwrap();
    let encoded = "a%20b%2Bc%252F%2F..%5C%27%22%3C%3E%60%7B%7D%7C%5E~%5B%5D%3A%40%21%24%26%28%29%2A%2C%3B%3D%3F%23%C3%BC";
    let request = server.requests().await.remove(0);
    let first_line = request.lines().next().unwrap();
    assert_eq!(
        first_line,
        format!("PUT /pre%20fix%7C/things/{encoded}?first={encoded} HTTP/1.1")
    );
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    for header in [
        "x-note: größe",
        "x-key: s3cret",
        "content-length: 5",
        "content-type: text/plain",
    ] {
        assert_eq!(
            head.lines().filter(|line| *line == header).count(),
            1,
            "{header} in {head}"
        );
    }
    assert_eq!(body, "value");
}

#[tokio::test]
async fn allowed_reserved_characters_arrive_unescaped() {
    use openapi_crate_runtime::{Operation, Parameter};
    static SEARCH: Operation = Operation {
        parameters: &[Parameter::query("q").allow_reserved()],
        ..crate::fixture::GET
    };
    let server = ScriptedServer::new(vec![vec![Read, Write(OK)]]).await;
    let client = client(&server.url);
    client
        .call(&SEARCH)
        .query("q", ":/?#[]@!$&'()*+,;=")
        .send_empty()
        .await
        .unwrap();
    let request = server.requests().await.remove(0);
    assert_eq!(
        request.lines().next(),
        Some("GET /things?q=:/?%23[]@!$%26%27()*%2B,;%3D HTTP/1.1")
    );
}

#[tokio::test]
async fn a_stream_without_a_length_is_sent_in_chunks() {
    let server = ScriptedServer::new(vec![vec![Read, Write(OK)]]).await;
    let body = Body::from_stream(stream::iter(["ab", "c"].map(Ok::<_, BoxError>)));
    put(&client(&server.url))
        .body("text/plain", body)
        .send_empty()
        .await
        .unwrap();
    let request = server.requests().await.remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains("transfer-encoding: chunked") && !head.contains("content-length"),
        "{head}"
    );
    assert_eq!(body, "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
}

#[tokio::test]
async fn a_stream_of_known_length_is_sent_with_a_content_length() {
    let server = ScriptedServer::new(vec![vec![Read, Write(OK)]]).await;
    let body = Body::from_stream(stream::iter(["ab", "c"].map(Ok::<_, BoxError>))).with_length(3);
    put(&client(&server.url))
        .body("text/plain", body)
        .send_empty()
        .await
        .unwrap();
    let request = server.requests().await.remove(0);
    assert!(
        request.contains("content-length: 3\r\n") && request.ends_with("\r\n\r\nabc"),
        "{request}"
    );
}

#[tokio::test]
async fn a_failed_request_stream_is_not_a_connection_error() {
    let server = ScriptedServer::new(vec![vec![Read]]).await;
    let chunks = [Ok("ab"), Err(BoxError::from("the disk is gone"))];
    let call =
        put(&client(&server.url)).body("text/plain", Body::from_stream(stream::iter(chunks)));
    let error = call.send_empty().await.unwrap_err();
    assert!(
        matches!(&error, Error::Body(body) if body.is_request()),
        "{error:?}"
    );
}

#[tokio::test]
async fn sequential_calls_share_a_connection() {
    let script = vec![
        Read,
        Write(OK),
        Read,
        Write("HTTP/1.1 204 No Content\r\n\r\n"),
        Read,
        Write(OK),
    ];
    let server = ScriptedServer::new(vec![script]).await;
    let client = client(&server.url);
    for _ in 0..3 {
        client.call(&GET_THING).send_empty().await.unwrap();
    }
    assert_eq!(server.requests().await.len(), 3);
}

#[tokio::test]
async fn a_connection_is_reused_after_an_unused_body() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";
    let script = vec![Read, Write(head), Pause, Write("{}"), Read, Write(OK)];
    let server = ScriptedServer::new(vec![script]).await;
    let client = client(&server.url);
    client.call(&GET_THING).send_empty().await.unwrap();
    soon(client.call(&GET_THING).send_empty()).await.unwrap();
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let error = client("http://127.0.0.1:1")
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Connection(connection) if connection.is_connect()),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: cannot connect to http://127.0.0.1:1"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn errors_do_not_contain_a_credential_from_the_url() {
    use openapi_crate_runtime::{Api, SecurityKind, SecurityScheme};
    static IN_QUERY: Api = Api {
        user_agent: "x",
        server: "http://127.0.0.1:1",
        security_schemes: &[SecurityScheme {
            name: "token",
            kind: SecurityKind::ApiKeyQuery("key"),
            variable: None,
        }],
        security: &[],
        rate_limit: None,
    };
    let client = ClientBuilder::new(&IN_QUERY)
        .credential("token", "s3cret")
        .build()
        .unwrap();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    // The same applies to a URL from a redirect.
    let redirect = "HTTP/1.1 307 X\r\nlocation: /?key=s3cret\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = ScriptedServer::new(vec![vec![Read, Write(redirect)], vec![Read]]).await;
    let call = builder(&server.url).build().unwrap().call(&GET_THING);
    let error = soon(call.send_empty()).await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
}

#[tokio::test]
async fn a_connection_closed_without_a_response_is_not_a_connect_error() {
    let server = ScriptedServer::new(vec![vec![Read]]).await;
    let error = put(&client(&server.url)).send_empty().await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(connection) if !connection.is_connect()),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_incomplete_body_is_an_error() {
    let bodies = [
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ];
    for body in bodies {
        let server = ScriptedServer::new(vec![vec![Read, Write(body)]]).await;
        let error = client(&server.url)
            .call(&GET_THING)
            .send_json::<serde_json::Value>()
            .await
            .unwrap_err();
        assert!(
            matches!(&error, Error::Body(body) if !body.is_request()),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_stall_at_any_point_times_out() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}";
    let scripts = [
        vec![Stall],
        vec![Read, Stall],
        vec![Read, Write(head), Stall],
    ];
    for script in scripts {
        let server = ScriptedServer::new(vec![script]).await;
        let client = builder(&server.url)
            .timeout(Duration::from_millis(200))
            .build()
            .unwrap();
        let start = Instant::now();
        let error = soon(client.call(&GET_THING).send_json::<serde_json::Value>())
            .await
            .unwrap_err();
        assert!(
            error.is_timeout() && error.to_string().contains("timed out after 200ms"),
            "{error}"
        );
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn the_timeout_applies_to_a_streamed_body() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}";
    let server = ScriptedServer::new(vec![vec![Read, Write(head), Stall]]).await;
    let client = builder(&server.url)
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let response = client.call(&GET_THING).send_stream().await.unwrap();
    let error = soon(response.bytes()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn an_error_with_a_stalled_body_keeps_its_status() {
    let head = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 9\r\n\r\nwait";
    let server = ScriptedServer::new(vec![vec![Read, Write(head), Stall]]).await;
    let client = builder(&server.url)
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    match soon(client.call(&GET_THING).send_empty()).await {
        Err(Error::Api(error)) => assert_eq!(
            (error.status().as_u16(), error.message()),
            (503, Some("wait"))
        ),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_redirect_within_the_origin_keeps_the_credential() {
    let redirect =
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: /moved\r\ncontent-length: 0\r\n\r\n";
    let server = ScriptedServer::new(vec![vec![Read, Write(redirect), Read, Write(OK)]]).await;
    let call = put(&client(&server.url)).body("text/plain", "value".into());
    call.send_empty().await.unwrap();
    let second = server.requests().await.remove(1);
    assert!(
        second.starts_with("PUT /moved ") && second.ends_with("value"),
        "{second}"
    );
    assert!(second.contains("x-key: s3cret"));
}

#[tokio::test]
async fn a_redirect_to_a_different_port_is_not_followed() {
    // The same host with a different port is a different origin. Nothing listens there, so following it would fail.
    let redirect =
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    let server = ScriptedServer::new(vec![vec![Read, Write(redirect)]]).await;
    let error = client(&server.url)
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
}

#[tokio::test]
async fn a_redirect_loop_ends_with_an_error() {
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /things\r\ncontent-length: 0\r\n\r\n";
    let script = [Read, Write(redirect)].repeat(11);
    let server = ScriptedServer::new(vec![script]).await;
    let error = client(&server.url)
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(server.requests().await.len(), 11);
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    let server = ScriptedServer::new(vec![vec![Read, Stall], vec![Read, Write(OK)]]).await;
    let client = client(&server.url);
    let stalled = client.call(&GET_THING).send_empty();
    assert!(
        tokio::time::timeout(Duration::from_millis(100), stalled)
            .await
            .is_err()
    );
    client.call(&GET_THING).send_empty().await.unwrap();
}

#[tokio::test]
async fn a_custom_reqwest_client_is_used() {
    let server = ScriptedServer::new(vec![vec![Read, Write(OK)]]).await;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-mine", http::HeaderValue::from_static("yes"));
    let http_client = reqwest::Client::builder()
        .default_headers(headers)
        .build()
        .unwrap();
    let client = builder(&server.url)
        .http_client(http_client)
        .build()
        .unwrap();
    client.call(&GET_THING).send_empty().await.unwrap();
    assert!(server.requests().await[0].contains("x-mine: yes"));
}
