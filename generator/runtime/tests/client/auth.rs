//! Tests of credentials: their location in a request, and their redaction.

use openapi_crate_runtime::{
    Api, ClientBuilder, Error, Operation, Parameter, SecurityKind, SecurityScheme,
};

use crate::fixture::{API, GET, GET_THING, Recorder, response};

static ALL_KINDS: Api = Api {
    security_schemes: &[
        SecurityScheme {
            name: "header",
            kind: SecurityKind::ApiKeyHeader("X-Key"),
            variable: None,
        },
        SecurityScheme {
            name: "query",
            kind: SecurityKind::ApiKeyQuery("key"),
            variable: None,
        },
        SecurityScheme {
            name: "cookie",
            kind: SecurityKind::ApiKeyCookie("key"),
            variable: None,
        },
        SecurityScheme {
            name: "cookies",
            kind: SecurityKind::ApiKeyHeader("Cookie"),
            variable: None,
        },
        SecurityScheme {
            name: "bearer",
            kind: SecurityKind::HttpBearer,
            variable: None,
        },
        SecurityScheme {
            name: "basic",
            kind: SecurityKind::HttpBasic,
            variable: None,
        },
    ],
    user_agent: "x",
    server: "http://api.test",
    security: &[],
    rate_limit: None,
};

/// Returns the request of an operation with these `security` alternatives, sent with these credentials.
async fn request(
    security: &'static [&'static [&'static str]],
    credentials: &[(&'static str, &str)],
) -> http::Request<bytes::Bytes> {
    let parameters = vec![Parameter::cookie("a")].leak();
    let operation: &'static Operation = Box::leak(Box::new(Operation {
        security,
        parameters,
        ..GET
    }));
    let recorder = Recorder::default();
    let mut builder = ClientBuilder::new(&ALL_KINDS).service(recorder.clone());
    for (scheme, secret) in credentials {
        builder = builder.credential(scheme, *secret);
    }
    builder
        .build()
        .unwrap()
        .call(operation)
        .cookie("a", &1)
        .send_empty()
        .await
        .unwrap();
    recorder.request()
}

#[tokio::test]
async fn each_kind_of_credential_is_sent_in_its_location() {
    let header = request(&[&["header"]], &[("header", "s3 cret")]).await;
    assert_eq!(header.headers()["x-key"], "s3 cret");
    assert!(header.headers()["x-key"].is_sensitive());
    let query = request(&[&["query"]], &[("query", "s3/cret")]).await;
    assert_eq!(query.uri().query(), Some("key=s3%2Fcret"));
    let cookie = request(&[&["cookie"]], &[("cookie", "s3;cret")]).await;
    assert_eq!(cookie.headers()["cookie"], "a=1; key=s3%3Bcret");
    let cookies = request(&[&["cookies"]], &[("cookies", "key=s3cret")]).await;
    assert_eq!(cookies.headers()["cookie"], "a=1; key=s3cret");
    assert!(cookies.headers()["cookie"].is_sensitive());
    let bearer = request(&[&["bearer"]], &[("bearer", "s3cret")]).await;
    assert_eq!(bearer.headers()["authorization"], "Bearer s3cret");
    let basic = request(&[&["basic"]], &[("basic", "Aladdin:open sesame")]).await;
    assert_eq!(
        basic.headers()["authorization"],
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    assert!(basic.headers()["authorization"].is_sensitive());
}

#[tokio::test]
async fn the_first_satisfied_alternative_is_used() {
    let alternatives: &[&[&str]] = &[&["header", "query"], &[], &["bearer"], &["basic"]];
    let request = request(
        alternatives,
        &[("header", "h"), ("basic", "b"), ("bearer", "t")],
    )
    .await;
    assert_eq!(request.headers()["authorization"], "Bearer t");
    assert!(!request.headers().contains_key("x-key"));
}

#[tokio::test]
async fn no_credential_is_sent_unless_required() {
    let request = request(&[], &[("header", "h")]).await;
    assert!(!request.headers().contains_key("x-key"));
}

#[tokio::test]
async fn a_request_is_sent_even_if_its_credential_is_missing() {
    let request = request(&[&["header"]], &[]).await;
    assert!(!request.headers().contains_key("x-key"));
}

#[tokio::test]
async fn the_credential_is_never_displayed() {
    let recorder = Recorder::responding_with([response(401, &[], "who are you?")]);
    let builder = recorder.builder();
    let shown = format!("{builder:?}");
    assert!(
        !shown.contains("s3cret") && shown.contains("[redacted]"),
        "{shown}"
    );
    let client = builder.build().unwrap();
    let call = client.call(&GET_THING);
    let shown = format!("{client:?} {call:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    let error = call.send_empty().await.unwrap_err();
    let shown = format!("{error:?} {error}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(!format!("{:?}", recorder.request()).contains("s3cret"));
}

#[test]
fn an_invalid_credential_is_rejected_and_redacted() {
    for secret in ["s3cret\n", " s3cret", "s3\r\ncret", ""] {
        let error = ClientBuilder::new(&API)
            .credential("token", secret)
            .build()
            .unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        let shown = format!("{error:?} {error}");
        assert!(
            shown.contains("token") && !shown.contains("cret"),
            "{shown}"
        );
    }
    let error = ClientBuilder::new(&API)
        .credential("other", "x")
        .build()
        .unwrap_err();
    assert_eq!(error.to_string(), "the API has no security scheme `other`");
}

/// Each kind of credential, and each with the white space and invisible characters of a careless copy.
#[test]
fn a_credential_with_white_space_around_it_is_rejected() {
    let around = [" ", "\t", "\n", "\r\n", "\u{a0}", "\u{3000}", "\u{85}"];
    for scheme in ["header", "query", "cookie", "bearer"] {
        let hidden = ["\u{feff}", "\u{200b}", "\u{2060}", "\0", "\u{1b}"];
        for extra in around.iter().chain(&hidden) {
            for secret in [format!("{extra}s3cret"), format!("s3cret{extra}")] {
                assert_rejected(scheme, &secret);
            }
        }
        for inside in ["s3\ncret", "s3\u{202e}cret", "s3\0cret"] {
            assert_rejected(scheme, inside);
        }
    }
    for inside in ["s3 cret", "s3\tcret", "s3\u{a0}cret"] {
        assert_rejected("bearer", inside);
    }
    for control in ["us\ner:s3cret", "user:s3cret\r\n", "user:s3\0cret"] {
        assert_rejected("basic", control);
    }
}

/// Asserts that a client with this credential is not built, and that the error does not show it.
fn assert_rejected(scheme: &'static str, secret: &str) {
    let error = ClientBuilder::new(&ALL_KINDS)
        .credential(scheme, secret)
        .build()
        .expect_err(secret);
    let shown = format!("{error:?} {error}");
    assert!(matches!(error, Error::Config(_)), "{shown}");
    assert!(shown.contains(scheme) && !shown.contains("cret"), "{shown}");
}

#[test]
fn a_user_name_has_no_colon_or_control_character() {
    for (user, password, fine) in [
        ("user", " pass:word ", true),
        ("a:b", "s3cret", false),
        (":", "s3cret", false),
        ("user\n", "s3cret", false),
        ("user", "s3cret\n", false),
        ("us\u{85}er", "s3cret", false),
    ] {
        let client = ClientBuilder::new(&ALL_KINDS)
            .basic("basic", user, password)
            .service(Recorder::default())
            .build();
        assert_eq!(client.is_ok(), fine, "{user:?} {password:?}");
    }
}

#[test]
fn a_missing_environment_variable_is_named() {
    let error = ClientBuilder::from_env(&API).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credentials found: environment variable `RUNTIME_TEST_TOKEN` is not set"
    );
}

#[test]
fn an_empty_environment_variable_is_an_error() {
    // Empty because the package has no homepage.
    static EMPTY: Api = Api {
        security_schemes: &[SecurityScheme {
            name: "a",
            kind: SecurityKind::HttpBearer,
            variable: Some("CARGO_PKG_HOMEPAGE"),
        }],
        ..ALL_KINDS_BARE
    };
    let error = ClientBuilder::from_env(&EMPTY).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credentials found: environment variable `CARGO_PKG_HOMEPAGE` is empty"
    );
}

#[tokio::test]
async fn a_later_credential_replaces_an_earlier_one() {
    let request = request(&[&["header"]], &[("header", "old"), ("header", "new")]).await;
    assert_eq!(request.headers()["x-key"], "new");
}

#[tokio::test]
async fn a_credential_is_read_from_the_environment() {
    // Set by Cargo. Setting a variable would be unsafe while other tests run.
    static FROM_CARGO: Api = Api {
        security_schemes: &[
            SecurityScheme {
                name: "a",
                kind: SecurityKind::ApiKeyHeader("x-a"),
                variable: Some("CARGO_PKG_NAME"),
            },
            SecurityScheme {
                name: "b",
                kind: SecurityKind::HttpBearer,
                variable: Some("RUNTIME_TEST_TOKEN"),
            },
        ],
        ..ALL_KINDS_BARE
    };
    static OPERATION: Operation = Operation {
        security: &[&["a"]],
        ..GET
    };
    let recorder = Recorder::default();
    let client = ClientBuilder::from_env(&FROM_CARGO)
        .unwrap()
        .service(recorder.clone())
        .build()
        .unwrap();
    client.call(&OPERATION).send_empty().await.unwrap();
    assert_eq!(recorder.request().headers()["x-a"], "openapi-crate-runtime");
}

const ALL_KINDS_BARE: Api = Api {
    security_schemes: &[],
    user_agent: "x",
    server: "http://api.test",
    security: &[],
    rate_limit: None,
};
