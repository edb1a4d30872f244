//! Tests of requests that are not operations of the document.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use openapi_crate_runtime::{
    Api, Body, CallOptions, Client, ClientBuilder, Error, RetryPolicy, SecurityKind, SecurityScheme,
};
use serde_json::{Value, json};

use crate::fixture::{Recorder, response};
use crate::scripted_service::Outcome::{Lost, Refused, Responds};
use crate::scripted_service::Scripted;

/// The path and query of a request.
async fn target(client: &Client, recorder: &Recorder, path: &str) -> String {
    client.request(Method::GET, path).send().await.unwrap();
    let uri = recorder.request().uri().to_string();
    uri.strip_prefix("http://api.test").unwrap().to_owned()
}

#[tokio::test]
async fn a_request_has_what_an_operation_has() {
    let recorder = Recorder::responding_with([response(200, &[("x-a", "b")], r#"{"n":1}"#)]);
    let client = recorder.builder().header("x-team", "edge").unwrap();
    let client = client.build().unwrap();
    let request = client.request(Method::GET, "/resources/stores/kv");
    let response = request.query("limit", 1).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-a"], "b");
    assert_eq!(response.json::<Value>().await.unwrap(), json!({"n": 1}));
    let request = recorder.request();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.uri(), "http://api.test/resources/stores/kv?limit=1");
    assert_eq!(request.headers()["x-key"], "s3cret");
    assert_eq!(request.headers()["x-team"], "edge");
    assert_eq!(request.headers()["user-agent"], "test-api/1.2.3");
    assert_eq!(request.headers()["accept"], "application/json, */*;q=0.8");
}

#[tokio::test]
async fn a_path_is_below_the_base_url() {
    let recorder = Recorder::default();
    let client = recorder.builder().base_url("http://api.test/v1/").unwrap();
    let client = client.build().unwrap();
    for (path, expected) in [
        ("/a/b", "/v1/a/b"),
        ("/", "/v1/"),
        ("/a//b/", "/v1/a//b/"),
        ("/a b|c\\d", "/v1/a%20b%7Cc%5Cd"),
        ("/é", "/v1/%C3%A9"),
        ("/a%20b%2Fc", "/v1/a%20b%2Fc"),
        ("/100%/50%2/%zz", "/v1/100%25/50%252/%25zz"),
        ("/a:b@c;d=e,f", "/v1/a:b@c;d=e,f"),
        ("/..a/.b./...", "/v1/..a/.b./..."),
        ("/a?b=c d&e=%20&f=/../", "/v1/a?b=c%20d&e=%20&f=/../"),
        ("/a?", "/v1/a"),
    ] {
        assert_eq!(target(&client, &recorder, path).await, expected, "{path}");
    }
}

#[tokio::test]
async fn a_path_to_something_else_is_refused() {
    let recorder = Recorder::default();
    let client = recorder.client();
    for path in [
        "",
        "a",
        "http://evil.test/a",
        "HTTPS://evil.test",
        "mailto:a",
        "@evil.test/",
        ".evil.test",
        ":80/",
        "//evil.test/a",
        "///a",
        "/a/../b",
        "/..",
        "/./a",
        "/a/%2e%2E/b",
        "/a/.%2e",
        "/a\r\nx: y",
        "/a\0",
        "/a\u{7f}",
        "/a#b",
        "?a=b",
    ] {
        let error = client.request(Method::GET, path).send().await.unwrap_err();
        let Error::Argument(argument) = &error else {
            panic!("{path}: {error:?}");
        };
        assert_eq!(argument.name(), "path");
        assert!(error.to_string().starts_with("`GET "), "{error}");
        assert_eq!(error.operation(), None);
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_query_has_the_pairs_of_the_path_and_of_the_arguments() {
    let recorder = Recorder::default();
    let request = recorder.client().request(Method::GET, "/a?first=1");
    let request = request
        .query("a b", "c&d=é")
        .query("list", ["x", "y,z"])
        .query("none", None::<u8>)
        .query("flag", true)
        .query("first", 2.5);
    request.send().await.unwrap();
    assert_eq!(
        recorder.request().uri().query().unwrap(),
        "first=1&a%20b=c%26d%3D%C3%A9&list=x&list=y%2Cz&flag=true&first=2.5"
    );
    let request = recorder.client().request(Method::GET, "/a");
    let error = request.query("object", json!({"a": 1})).send().await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "`GET /a` was not sent: `object` must be a single value or a list"
    );
}

#[tokio::test]
async fn a_request_has_a_body() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let post = || client.request(Method::POST, "/a");
    post().json(&json!({"a": 1})).send().await.unwrap();
    let request = recorder.request();
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["content-length"], "7");
    assert_eq!(request.body().as_ref(), br#"{"a":1}"#);
    post().body("text").send().await.unwrap();
    let request = recorder.request();
    assert_eq!(
        request.headers()["content-type"],
        "application/octet-stream"
    );
    let body = Body::from("<a/>").with_content_type("application/xml");
    post().body(body).send().await.unwrap();
    let request = recorder.request();
    assert_eq!(request.headers()["content-type"], "application/xml");
    post().send().await.unwrap();
    let request = recorder.request();
    assert_eq!(request.headers()["content-length"], "0");
    assert!(!request.headers().contains_key("content-type"));
}

#[tokio::test]
async fn the_header_of_a_request_replaces_those_of_its_options_and_of_the_client() {
    let recorder = Recorder::default();
    let client = recorder.builder().header("x-a", "client").unwrap();
    let client = client.build().unwrap();
    let options = CallOptions::new()
        .header("x-a", "options")
        .unwrap()
        .header("x-b", "options")
        .unwrap();
    let request = client
        .request(Method::GET, "/a")
        .header("x-a", "request")
        .unwrap()
        .header("accept", "text/csv")
        .unwrap();
    request.options(options).send().await.unwrap();
    let request = recorder.request();
    assert_eq!(request.headers()["x-a"], "request");
    assert_eq!(request.headers()["x-b"], "options");
    assert_eq!(request.headers()["accept"], "text/csv");
}

#[tokio::test(start_paused = true)]
async fn a_request_is_retried_as_its_method_allows() {
    let propfind = Method::from_bytes(b"PROPFIND").unwrap();
    for (method, attempts) in [
        (Method::GET, 2),
        (Method::HEAD, 2),
        (Method::OPTIONS, 2),
        (Method::TRACE, 2),
        (Method::PUT, 2),
        (Method::DELETE, 2),
        (Method::POST, 1),
        (Method::PATCH, 1),
        (propfind, 1),
    ] {
        for outcome in [Lost, Responds(502)] {
            let scripted = Scripted::new(&[outcome, Responds(200)]);
            let sent = scripted.client().request(method.clone(), "/a").send().await;
            assert_eq!(sent.is_ok(), attempts == 2, "{method}");
            assert_eq!(scripted.attempts(), attempts, "{method}");
        }
        // A request that has not been processed is always retried.
        let scripted = Scripted::new(&[Refused, Responds(200)]);
        let body = if method == Method::TRACE { "" } else { "again" };
        let request = scripted.client().request(method, "/a");
        request.body(body).send().await.unwrap();
        assert_eq!(scripted.bodies(), [Bytes::from(body), Bytes::from(body)]);
    }
}

#[tokio::test]
async fn the_method_is_sent_as_it_is() {
    let recorder = Recorder::default();
    for name in ["GET", "PROPFIND", "QUERY", "M-SEARCH"] {
        let method = Method::from_bytes(name.as_bytes()).unwrap();
        recorder
            .client()
            .request(method, "/a")
            .send()
            .await
            .unwrap();
        assert_eq!(recorder.request().method().as_str(), name);
    }
    let connect = recorder.client().request(Method::CONNECT, "/a").send();
    assert!(matches!(connect.await, Err(Error::Argument(_))));
}

#[tokio::test]
async fn errors_name_the_request_without_its_query() {
    let recorder = Recorder::responding_with([
        response(404, &[], r#"{"title":"gone"}"#),
        response(302, &[("location", "/b")], ""),
        response(200, &[], "no JSON"),
        response(200, &[], "[1]"),
    ]);
    let client = recorder.client();
    let get = || client.request(Method::GET, "/a b?key=s3cret");
    let error = get().send().await.unwrap_err();
    assert_eq!(error.to_string(), "`GET /a b` failed: 404 Not Found: gone");
    assert_eq!(error.operation(), None);
    assert_eq!(error.attempts(), 1);
    assert!(error.is_not_found());
    assert!(
        matches!(get().send().await, Err(Error::Api(_))),
        "a redirect"
    );
    let error = get().send().await.unwrap().json::<Value>().await;
    let message = error.unwrap_err().to_string();
    assert!(
        message.starts_with("`GET /a b` responded with 200 OK, but the body is not valid JSON"),
        "{message}"
    );
    let error = get().send().await.unwrap().json::<Vec<String>>().await;
    let message = error.unwrap_err().to_string();
    assert!(
        message.contains("does not match the schema at `[0]`"),
        "{message}"
    );
    let long = client.request(Method::GET, format!("/{}", "a".repeat(300)));
    let shown = format!("{long:?}");
    assert_eq!(shown, format!("Request(\"GET /{}…\")", "a".repeat(199)));
}

#[tokio::test]
async fn a_request_has_the_limits_of_the_client() {
    let recorder = Recorder::responding_with([response(200, &[], vec![b'1'; 100])]);
    let client = recorder.builder().body_limit(50).build().unwrap();
    let response = client.request(Method::GET, "/a").send().await.unwrap();
    let error = response.json::<Value>().await.unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error:?}");
}

#[tokio::test]
async fn a_request_has_the_credentials_of_the_document() {
    static TWO: Api = Api {
        user_agent: "two",
        server: "http://api.test",
        security_schemes: &[
            SecurityScheme {
                name: "bearer",
                kind: SecurityKind::HttpBearer,
                variable: None,
            },
            SecurityScheme {
                name: "query",
                kind: SecurityKind::ApiKeyQuery("key"),
                variable: None,
            },
        ],
        security: &[&["bearer"], &["query"]],
        rate_limit: None,
    };
    let recorder = Recorder::default();
    let builder = || ClientBuilder::new(&TWO).service(recorder.clone());
    let client = builder().credential("bearer", "t0ken").build().unwrap();
    client.request(Method::GET, "/a").send().await.unwrap();
    assert_eq!(
        recorder.request().headers()["authorization"],
        "Bearer t0ken"
    );
    let client = builder().credential("query", "k3y").build().unwrap();
    let request = client
        .request(Method::GET, "/a?key=other&b=c")
        .query("d", 1);
    request.send().await.unwrap();
    assert_eq!(recorder.request().uri().query(), Some("b=c&d=1&key=k3y"));
    let client = builder().build().unwrap();
    client.request(Method::GET, "/a").send().await.unwrap();
    assert!(!recorder.request().headers().contains_key("authorization"));
}

#[tokio::test(start_paused = true)]
async fn a_request_has_options() {
    let scripted = Scripted::new(&[Responds(503), Responds(200)]);
    let options = CallOptions::new()
        .retry(RetryPolicy::none())
        .timeout(Duration::from_secs(1));
    let request = scripted.client().request(Method::GET, "/a");
    let error = request.options(options).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(scripted.attempts(), 1);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_request_over_a_socket_follows_redirects_and_keeps_its_path() {
    use crate::scripted_server::ScriptedServer;
    use crate::scripted_server::Step::{Read, Write};

    let server = ScriptedServer::new(vec![vec![
        Read,
        Write("HTTP/1.1 307 X\r\nlocation: /moved\r\ncontent-length: 0\r\n\r\n"),
        Read,
        Write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    ]])
    .await;
    let builder = ClientBuilder::new(&crate::fixture::API).credential("token", "s3cret");
    let client = builder.base_url(&server.url).unwrap().build().unwrap();
    let request = client.request(Method::POST, "/a%2Fb?c=%26").query("d", "é");
    let response = request.body("text").send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "{}");
    let requests = server.requests().await;
    assert!(
        requests[0].starts_with("POST /a%2Fb?c=%26&d=%C3%A9 HTTP/1.1\r\n"),
        "{}",
        requests[0]
    );
    assert!(requests[1].starts_with("POST /moved HTTP/1.1\r\n"));
    assert!(requests[1].contains("x-key: s3cret") && requests[1].ends_with("text"));
}
