//! Tests of API errors: the operation, the status, and the server's message.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use openapi_crate_runtime::{ApiError, Body, ClientBuilder, Error};
use serde::Deserialize;

use crate::fixture::{self, GET_THING, Recorder, response};

async fn api_error(
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<bytes::Bytes>,
) -> ApiError {
    let recorder = Recorder::responding_with([response(status, headers, body)]);
    match recorder.client().call(&GET_THING).send_empty().await {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    }
}

async fn message(content_type: &str, body: &str) -> Option<String> {
    let error = api_error(400, &[("content-type", content_type)], body.to_owned()).await;
    error.message().map(str::to_owned)
}

#[tokio::test]
async fn an_error_names_operation_status_and_message() {
    let body = r#"{"title": "not found", "detail": "no such store"}"#;
    let error = api_error(404, &[("x-remaining", "3")], body).await;
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: 404 Not Found: no such store"
    );
    assert_eq!(error.status(), 404);
    assert_eq!(error.headers()["x-remaining"], "3");
    assert_eq!(error.rate_limit().unwrap().remaining, Some(3));
    assert_eq!(error.body(), body);
    let error = Error::Api(error);
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.operation(), Some("get-thing"));
}

#[tokio::test]
async fn an_error_does_not_repeat_the_reason_phrase() {
    for (title, expected) in [
        ("Not Found", "404 Not Found"),
        ("not found: gone", "404 Not Found: gone"),
        ("Not Foundling", "404 Not Found: Not Foundling"),
        ("größer", "404 Not Found: größer"),
    ] {
        let error = api_error(404, &[], format!(r#"{{"title": "{title}"}}"#)).await;
        assert_eq!(error.to_string(), format!("`get-thing` failed: {expected}"));
    }
}

#[tokio::test]
async fn debug_output_shows_the_message_and_source() {
    let error = Error::Api(api_error(404, &[("x-secret", "s3cret")], "s3cret=1").await);
    assert_eq!(
        format!("{error:?}"),
        "Api(ApiError { operation: \"get-thing\", status: 404, attempts: 1, \
         message: \"`get-thing` failed: 404 Not Found: [redacted]=1\", body: \"[redacted]=1\" })"
    );
    let refused = ClientBuilder::new(&fixture::API)
        .base_url("ftp://x")
        .unwrap_err();
    let text = format!("{refused:?}");
    assert!(
        text.starts_with("Config(ConfigError(\"") && !text.contains("source"),
        "{text}"
    );
}

#[tokio::test]
async fn common_json_error_formats_are_recognized() {
    let json = "application/json";
    for (body, expected) in [
        (r#"{"title":"a","detail":"b"}"#, Some("a: b")),
        (r#"{"msg":"a","detail":"b"}"#, Some("a: b")),
        (r#"{"msg":"a","detail":null}"#, Some("a")),
        (r#"{"title":"a","detail":"a"}"#, Some("a")),
        (r#"{"title":"","detail":"b"}"#, Some("b")),
        (r#"{"message":"a"}"#, Some("a")),
        (r#"{"error":{"message":"a"}}"#, Some("a")),
        (
            r#"{"errors":[{},{"message":"a"}]}"#,
            Some("2 errors, the first: a"),
        ),
        (r#"{"errors":[{"message":"a"}]}"#, Some("a")),
        (
            r#"[{"message":"a"},"b","c"]"#,
            Some("3 errors, the first: a"),
        ),
        (
            r#"{"title":"a","errors":[{"reason":"b"}]}"#,
            Some("a (1 error: b)"),
        ),
        (r#"{"title":"a","errors":[]}"#, Some("a")),
        (r#"{"title":"a","errors":[{}]}"#, Some("a")),
        (
            r#"{"title":"a","errors":[{"reason":"b","index":4,"key":"k"},{"reason":"c"}]}"#,
            Some("a (2 errors, the first: b (index 4, key `k`))"),
        ),
        (r#""a""#, Some("a")),
        ("{}", None),
        ("[]", None),
        ("null", None),
    ] {
        assert_eq!(message(json, body).await.as_deref(), expected, "{body}");
    }
}

#[tokio::test]
async fn the_title_of_html_is_the_message() {
    for (body, expected) in [
        (
            "<html><head><TITLE lang=en>502 Bad\n Gateway</TITLE></head><body>x</body>",
            Some("502 Bad Gateway"),
        ),
        (
            "<html><title></title><h1>Not <b>here</b> &amp; now</h1></html>",
            Some("Not here & now"),
        ),
        (
            "<html><style>p { color: red }</style><!-- x --><body><p>The <b>up</b>stream</p><p>is down</p>\
             <script>alert(1)</script></body></html>",
            Some("The upstream is down"),
        ),
        ("<html><body>nothing", Some("nothing")),
        ("<html><script>x", None),
        ("<title", None),
    ] {
        assert_eq!(
            message("text/html", body).await.as_deref(),
            expected,
            "{body}"
        );
        assert_eq!(message("", body).await.as_deref(), expected, "{body}");
    }
}

#[tokio::test]
async fn a_message_survives_its_encoding() {
    for (body, expected) in [
        (&b"Schl\xfcssel fehlt"[..], "Schlüssel fehlt"),
        (b"{\"title\": \"cl\xe9 inconnue\"}", "clé inconnue"),
        (
            b"\x93quoted\x94 \x80 5",
            "\u{201c}quoted\u{201d} \u{20ac} 5",
        ),
        (b"\xef\xbb\xbf{\"title\": \"a\"}", "a"),
        (b"\xef\xbb\xbfa", "a"),
        (b"\xff\xfe{\0\"\0t\0i\0t\0l\0e\0\"\0:\0\"\0a\0\"\0}\0", "a"),
        (b"\xfe\xff\0a", "a"),
        (b"<html><title>ferm\xe9</title>", "fermé"),
        // Cut within a character.
        (b"gr\xc3\xb6\xc3", "grö"),
    ] {
        let error = api_error(400, &[], body).await;
        assert_eq!(error.message(), Some(expected));
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn plain_text_is_a_one_line_message() {
    assert_eq!(
        message("text/plain", "\n too\tmany \u{1b}[31mrequests\r\n")
            .await
            .unwrap(),
        "too many [31mrequests"
    );
    assert_eq!(message("", " \n").await, None);
    let long = message("text/plain", &"größe ".repeat(1000)).await.unwrap();
    assert!(long.len() < 310 && long.ends_with('…'), "{long}");
}

#[tokio::test]
async fn an_error_without_a_message_shows_its_status() {
    let error = api_error(412, &[], "").await;
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: 412 Precondition Failed"
    );
    assert_eq!(error.message(), None);
    assert!(error.is_body_complete());
}

#[tokio::test]
async fn a_long_error_body_is_truncated() {
    let limited = async |length| {
        let recorder = Recorder::responding_with([response(500, &[], vec![b'7'; length])]);
        let client = recorder.builder().body_limit(64 * 1024).build().unwrap();
        match client.call(&GET_THING).send_empty().await {
            Err(Error::Api(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    let error = limited(65 * 1024).await;
    assert_eq!(error.body().len(), 64 * 1024);
    assert!(!error.is_body_complete());
    let cut = error.json::<f64>().unwrap_err().to_string();
    assert!(
        cut.contains("the body is incomplete: only its first 65536 bytes"),
        "{cut}"
    );
    let error = limited(64 * 1024).await;
    assert!(error.is_body_complete());
    let error = api_error(500, &[], vec![b'x'; 1024 * 1024]).await;
    assert_eq!(error.body().len(), 1024 * 1024);
}

#[tokio::test]
async fn debug_output_omits_headers() {
    let error = api_error(500, &[("set-cookie", "session=1")], "a very long page").await;
    let shown = format!("{error:?}");
    assert!(
        shown.contains("get-thing") && shown.contains("500") && !shown.contains("session"),
        "{shown}"
    );
}

#[tokio::test]
async fn debug_output_shows_the_request_id_and_the_start_of_the_body() {
    let body = format!("{{\"title\": \"\u{1b}\u{202e}{}\"}}", "ö".repeat(1000));
    let headers = [("x-served-by", "cache-1"), ("x-request-id", "r-17")];
    let error = api_error(503, &headers, body).await;
    assert_eq!(error.request_id(), Some("r-17"));
    let shown = format!("{error:?}");
    assert!(
        shown.starts_with(
            "ApiError { operation: \"get-thing\", status: 503, attempts: 1, request_id: \"r-17\", message: "
        ),
        "{shown}"
    );
    let (_, excerpt) = shown.split_once("body: \"{\\\"title\\\": ").unwrap();
    assert!(excerpt.ends_with("ö\"… }"), "{shown}");
    assert!(excerpt.matches('ö').count() > 480, "{shown}");
    assert_harmless(&error);
    for (name, value) in [("fastly-trace-id", "t"), ("x-served-by", "s")] {
        let error = Error::Api(api_error(503, &[(name, value)], "").await);
        assert_eq!(error.request_id(), Some(value));
    }
}

#[tokio::test]
async fn the_header_of_the_request_id_can_be_set() {
    let headers = [("x-request-id", "usual"), ("x-own-id", "own")];
    let recorder = Recorder::responding_with([
        response(500, &headers, ""),
        response(200, &headers, "not JSON"),
    ]);
    let client = recorder
        .builder()
        .request_id_header("X-Own-Id")
        .unwrap()
        .build()
        .unwrap();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert_eq!(error.request_id(), Some("own"));
    let error = client
        .call(&GET_THING)
        .send_json::<u32>()
        .await
        .unwrap_err();
    assert_eq!(error.request_id(), Some("own"));
    assert!(format!("{error:?}").contains("status: 200, attempts: 1, request_id: \"own\""));
    assert!(recorder.builder().request_id_header("a b").is_err());
}

#[tokio::test]
async fn a_token_that_the_server_repeats_is_not_shown() {
    for (length, body) in [
        (0, "{\"title\": \"no such token: l0ng-s3cret\"}".to_owned()),
        (0, "l0ng-s3cret".to_owned()),
        // The token crosses the end of the excerpt.
        (995, format!("{}l0ng-s3cret", " ".repeat(995))),
    ] {
        let recorder = Recorder::responding_with([response(401, &[], body.clone())]);
        let client = recorder.builder().credential("token", "l0ng-s3cret");
        let call = client.build().unwrap().call(&GET_THING);
        let error = call.send_empty().await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("l0ng"), "{length}: {shown}");
        assert!(shown.contains("[redacted]"), "{length}: {shown}");
    }
}

#[tokio::test]
async fn the_documented_body_of_an_error_is_decoded() {
    #[derive(Deserialize)]
    struct Problem {
        code: u16,
    }
    let error = api_error(400, &[], r#"{"code": 7}"#).await;
    assert_eq!(error.json::<Problem>().unwrap().code, 7);
    // A whole number, as in the properties of generated types.
    let error = api_error(400, &[], "[1, 2.0]").await;
    assert_eq!(error.json::<Vec<i64>>().unwrap(), [1, 2]);
    assert!(error.json::<Vec<String>>().is_err());
    let error = api_error(400, &[], "[1, 2.5]").await;
    assert!(error.json::<Vec<i64>>().is_err());
    let error = api_error(400, &[], r#"{"code": "seven"}"#)
        .await
        .json::<Problem>()
        .map(drop)
        .unwrap_err();
    assert!(
        matches!(&error, Error::Decode(decode) if decode.path() == Some("code")),
        "{error:?}"
    );
    assert_eq!(error.status().unwrap(), 400);
}

#[tokio::test]
async fn each_predicate_matches_its_status() {
    let responses = |error: &Error| {
        let questions = [
            error.is_not_found(),
            error.is_conflict(),
            error.is_precondition_failed(),
            error.is_rate_limited(),
            error.is_timeout(),
        ];
        questions.map(u8::from)
    };
    for (status, expected) in [
        (404, [1, 0, 0, 0, 0]),
        (409, [0, 1, 0, 0, 0]),
        (412, [0, 0, 1, 0, 0]),
        (429, [0, 0, 0, 1, 0]),
        (408, [0, 0, 0, 0, 0]),
        (504, [0, 0, 0, 0, 0]),
    ] {
        let error = Error::Api(api_error(status, &[], "").await);
        assert_eq!(responses(&error), expected, "{status}");
    }
}

#[tokio::test]
async fn any_status_but_2xx_is_an_error() {
    for status in [199, 300, 304, 399] {
        assert_eq!(api_error(status, &[], "").await.status(), status);
    }
    let recorder = Recorder::responding_with([response(299, &[], "")]);
    assert!(
        recorder
            .client()
            .call(&GET_THING)
            .send_empty()
            .await
            .is_ok()
    );
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Text that would clear a terminal, forge a log line and reverse what follows.
const HOSTILE: &str = "a\u{1b}[2J\r\nERROR b\u{85}\u{202e}c\u{2028}d\u{feff}\u{0}\u{7f}e";

fn assert_harmless(error: &dyn std::error::Error) {
    let mut shown = format!("{error:?}{error}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(shown, "{cause:?}{cause}").unwrap();
        source = cause.source();
    }
    let hidden = shown.chars().find(|c| {
        c.is_control()
            || matches!(c, '\u{feff}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(hidden, None, "{shown:?}");
}

#[tokio::test]
async fn errors_show_no_control_characters() {
    let json = |value: serde_json::Value| value.to_string();
    for body in [
        json(serde_json::json!({"title": HOSTILE, "detail": HOSTILE})),
        format!("<title>{HOSTILE}</title>"),
        HOSTILE.to_owned(),
    ] {
        let error = api_error(400, &[], body).await;
        let message = error.message().unwrap();
        assert!(message.contains("\\u{202e}c"), "{message:?}");
        assert_harmless(&error);
    }

    let key = serde_json::Value::from(HOSTILE).to_string();
    let headers = [
        ("content-type", "text/\u{202e}html"),
        ("content-encoding", "\u{202e}gzip"),
    ];
    for body in [
        format!("{{{key}: {key}}}"),
        format!("{{{key}: \"\u{202e}\"}}"),
        format!("{{\"\u{202e}\": {HOSTILE}}}"),
    ] {
        for headers in [&headers[..1], &headers[..]] {
            let recorder = Recorder::responding_with([response(200, headers, body.clone())]);
            let call = recorder.client().call(&GET_THING);
            let sent = call.send_json::<BTreeMap<String, u32>>().await;
            assert_harmless(&sent.unwrap_err());
        }
        let error = api_error(400, &[], body).await;
        assert_harmless(&error.json::<BTreeMap<String, u32>>().unwrap_err());
        assert_harmless(&error.json::<Nothing>().unwrap_err());
    }
}

#[tokio::test]
async fn errors_of_other_parties_are_escaped_in_debug_output() {
    struct Hostile;
    impl std::fmt::Debug for Hostile {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(HOSTILE)
        }
    }
    impl std::fmt::Display for Hostile {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("hostile")
        }
    }
    impl std::error::Error for Hostile {}
    let broken = futures::stream::iter([Err::<&str, _>(Hostile)]);
    let call = Recorder::default().client().call(&GET_THING);
    let call = call.body("a/b", Body::from_stream(broken));
    let shown = format!("{:?}", call.send_empty().await.unwrap_err());
    assert!(shown.contains("ERROR b\\u{85}\\u{202e}c"), "{shown:?}");
    assert!(!shown.contains(char::is_control), "{shown:?}");
}
