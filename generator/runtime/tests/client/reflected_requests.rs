//! Tests of requests that a response repeats, which must not have secrets, and of tunnels.

use http::{HeaderValue, Method};
use openapi_crate_runtime::{
    Api, ClientBuilder, Error, Operation, Parameter, SecurityKind, SecurityScheme,
};

use crate::fixture::{GET, Recorder};
use crate::scripted_server::ScriptedServer;
use crate::scripted_server::Step::{Read, Write};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// An API with a credential in each place of a request.
static SECRETIVE: Api = Api {
    security_schemes: &[
        scheme("header", SecurityKind::ApiKeyHeader("X-Key")),
        scheme("query", SecurityKind::ApiKeyQuery("key")),
        scheme("cookie", SecurityKind::ApiKeyCookie("session")),
        scheme("bearer", SecurityKind::HttpBearer),
    ],
    security: &[&["header", "query", "cookie", "bearer"]],
    user_agent: "test-api/1.2.3",
    server: "https://api.example.com",
    rate_limit: None,
};

const fn scheme(name: &'static str, kind: SecurityKind) -> SecurityScheme {
    SecurityScheme {
        name,
        kind,
        variable: None,
    }
}

/// An operation with a method.
fn operation(method: &'static str) -> &'static Operation {
    Box::leak(Box::new(Operation {
        extension_method: Some(method),
        security: SECRETIVE.security,
        parameters: vec![Parameter::cookie("c")].leak(),
        ..GET
    }))
}

fn builder() -> ClientBuilder {
    let mut password = HeaderValue::from_static("pass-s3cret");
    password.set_sensitive(true);
    let mut builder = ClientBuilder::new(&SECRETIVE);
    for scheme in ["header", "query", "cookie", "bearer"] {
        builder = builder.credential(scheme, "s3cret");
    }
    let builder = builder.header("x-password", password).unwrap();
    builder.header("x-team", "edge").unwrap()
}

#[tokio::test]
async fn a_request_that_its_response_repeats_has_no_secrets_on_the_wire() {
    let server = ScriptedServer::new(vec![vec![Read, Write(OK)]; 5]).await;
    let client = || builder().base_url(&server.url).unwrap().build().unwrap();
    for method in ["TRACE", "trace", "TRACK", "GET"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        client().request(method, "/a").send().await.unwrap();
    }
    client()
        .call(operation("TRACE"))
        .send_empty()
        .await
        .unwrap();
    let requests = server.requests().await;
    let secrets = requests.iter().map(|one| one.matches("s3cret").count());
    assert_eq!(secrets.collect::<Vec<_>>(), [0, 0, 0, 5, 0]);
    for request in &requests {
        assert!(request.contains("x-team: edge\r\n"), "{request}");
    }
    assert!(requests[0].starts_with("TRACE /a HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_request_that_its_response_repeats_has_no_body_and_no_cookies() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let with_body = client.request(Method::TRACE, "/a").body("x").send();
    let error = with_body.await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("`body` must be empty in a `TRACE` request"),
        "{error}"
    );
    let with_cookie = client.call(operation("TRACE")).cookie("c", &1);
    let error = with_cookie.send_empty().await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_tunnel_is_not_opened() {
    let recorder = Recorder::default();
    let client = recorder.client();
    for method in ["CONNECT", "connect"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let error = client.request(method, "/a").send().await.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
    }
    let error = client.call(operation("CONNECT")).send_empty().await;
    assert!(matches!(error, Err(Error::Argument(_))), "{error:?}");
    assert!(recorder.requests().is_empty());
}
