//! Servers that repeat the credentials, which no error shows.

use openapi_crate_runtime::{
    Api, ClientBuilder, Error, Operation, RetryPolicy, SecurityKind, SecurityScheme,
};

use crate::peer::Server;
use crate::{GET, messages, soon};

static KEYED: Api = Api {
    user_agent: "faults",
    server: "",
    security: &[],
    rate_limit: None,
    security_schemes: &[SecurityScheme {
        name: "key",
        kind: SecurityKind::ApiKeyHeader("x-key"),
        variable: None,
    }],
};

static GET_KEYED: Operation = Operation {
    security: &[&["key"]],
    ..GET
};

const KEY: &str = "a/SECRET\"&bcdefghijklmnopqrstuvwxyz";

/// Requests a JSON value, which must fail.
async fn failure(key: &str, head: &str, body: impl AsRef<[u8]>) -> Error {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
    let server = Server::responding_with([head.as_bytes(), body].concat()).await;
    let builder = ClientBuilder::new(&KEYED).base_url(&server.url).unwrap();
    let builder = builder.retry(RetryPolicy::none()).credential("key", key);
    let client = builder.build().unwrap();
    let call = client.call(&GET_KEYED).path("id", "1");
    soon(call.send_json::<bool>()).await.unwrap_err()
}

async fn assert_redacted(key: &str, head: &str, body: impl AsRef<[u8]>) {
    let error = failure(key, head, body).await;
    let shown = format!("{error:?} {}", messages(&error).join(" "));
    // The key's part before the first character that is written in several ways is not unique.
    let marks = ["SECRET", "secret", "abcd", "key-7"];
    assert!(!marks.iter().any(|mark| shown.contains(mark)), "{shown}");
}

#[tokio::test]
async fn a_secret_that_a_length_limit_cuts_is_not_shown() {
    for length in 250..320 {
        let body = format!("{} {KEY}", "x".repeat(length));
        assert_redacted(KEY, "400 Bad Request", body).await;
    }
    // The replacements are shorter than the secrets, so more of the body is shown.
    assert_redacted(KEY, "400 Bad Request", format!("{KEY} ").repeat(100)).await;
}

#[tokio::test]
async fn a_secret_is_not_shown_in_any_notation() {
    let json = serde_json::json!({ "msg": "no", "of": KEY }).to_string();
    let escaped = json.replace('/', "\\/");
    let html = "a/SECRET&quot;&amp;bcdefghijklmnopqrstuvwxyz";
    let percent = "a%2fSECRET%22%26bcdefghijklmnopqrstuvwxyz";
    let lower = KEY.to_lowercase();
    for body in [&json, &escaped, html, percent, &lower] {
        assert_redacted(KEY, "400 Bad Request", body).await;
    }
}

#[tokio::test]
async fn a_secret_in_a_header_is_not_shown() {
    for head in [
        format!("400 Bad Request\r\nx-request-id: {KEY}"),
        format!("302 Found\r\nlocation: https://other.example/{KEY}"),
        "302 Found\r\nlocation: https:/user:SECRET@other.example".to_owned(),
        "302 Found\r\nlocation: https:\\\\user:SECRET@other.example\\".to_owned(),
        format!("200 OK\r\ncontent-encoding: {KEY}"),
        format!("200 OK\r\ncontent-type: {KEY}"),
    ] {
        assert_redacted(KEY, &head, "no").await;
    }
}

#[tokio::test]
async fn a_secret_in_a_value_that_cannot_be_decoded_is_not_shown() {
    for length in 0..60 {
        let padding = "x".repeat(length);
        let body = format!("{padding}{KEY}{padding}");
        assert_redacted(KEY, "200 OK", &body).await;
        assert_redacted(KEY, "200 OK", serde_json::json!(body).to_string()).await;
    }
}

#[tokio::test]
async fn a_short_secret_is_replaced_as_a_word() {
    assert_redacted("key-7", "400 Bad Request", "`key-7` is unknown").await;
    let error = failure("a", "400 Bad Request", "a bad thing happened").await;
    assert!(error.to_string().ends_with("[redacted] bad thing happened"));
    // The replacement is longer than the secret.
    assert_redacted("key-7", "200 OK\r\ncontent-type: key-7", "key-7,key-7").await;
}
