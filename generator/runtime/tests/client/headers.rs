//! Tests of header values in requests and responses.

use jiff::Timestamp;
use openapi_crate_runtime::{Error, Operation, Parameter};

use crate::fixture::{GET, GET_THING, PUT_THING, Recorder, response};

#[tokio::test]
async fn a_header_argument_may_be_utf_8() {
    let recorder = Recorder::default();
    let call = recorder
        .client()
        .call(&PUT_THING)
        .path("id", "x")
        .header("x-note", "größe, \"v1\"\t🔑");
    call.send_empty().await.unwrap();
    assert_eq!(
        recorder.request().headers()["x-note"].as_bytes(),
        "größe, \"v1\"\t🔑".as_bytes()
    );
}

#[tokio::test]
async fn a_cookie_header_argument_is_sent_with_the_cookie_parameters() {
    let parameters = vec![
        Parameter::cookie("a"),
        Parameter::header("Cookie"),
        Parameter::cookie("b"),
    ];
    let operation: &'static Operation = Box::leak(Box::new(Operation {
        parameters: parameters.leak(),
        ..GET
    }));
    let recorder = Recorder::default();
    let call = recorder.client().call(operation).cookie("a", &1);
    let call = call.cookie("b", &2).header_text("Cookie", "c=3; d=4");
    call.send_empty().await.unwrap();
    let request = recorder.request();
    assert_eq!(request.headers()["cookie"], "a=1; c=3; d=4; b=2");
    assert_eq!(request.headers().get_all("cookie").iter().count(), 1);
}

#[tokio::test]
async fn an_invalid_header_value_is_rejected() {
    let recorder = Recorder::default();
    for text in ["a\rb", "a\nb", "a\0b", "a\u{7f}b", " a", "a ", "\ta", "a\t"] {
        let call = recorder
            .client()
            .call(&PUT_THING)
            .path("id", "x")
            .header("x-note", text);
        let refused = matches!(call.send_empty().await, Err(Error::Argument(error)) if error.name() == "x-note");
        assert!(refused, "{text:?}");
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn the_error_shows_the_invalid_header_character() {
    let call = Recorder::default()
        .client()
        .call(&PUT_THING)
        .path("id", "x")
        .header("x-note", "a\nb");
    let error = call.send_empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        r"`put-thing` was not sent: `x-note` contains '\n', which is not allowed in a header"
    );
}

#[tokio::test]
async fn response_headers_are_decoded_by_type() {
    let headers = [
        ("generation", "1750707676353461"),
        ("note", "größe"),
        ("flag", "true"),
        ("list", "a, b"),
        ("list", "c"),
        ("object", "R=1,G=2"),
        ("json", "{\"a\":[1]}"),
        ("seen", "2025-06-23 19:40:58"),
        ("empty", ""),
    ];
    let recorder = Recorder::responding_with([response(200, &headers, "")]);
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    response.with_headers(|headers, ()| {
        assert_eq!(headers.get("generation"), Some(1_750_707_676_353_461_u64));
        assert_eq!(headers.get("note"), Some("größe".to_owned()));
        assert_eq!(headers.get("flag"), Some(true));
        assert_eq!(
            headers.get("list"),
            Some(["a", "b", "c"].map(str::to_owned).to_vec())
        );
        assert_eq!(
            headers.get("object"),
            Some(std::collections::BTreeMap::from([('R', 1), ('G', 2)]))
        );
        assert_eq!(headers.json("json"), Some(serde_json::json!({"a": [1]})));
        assert_eq!(
            headers.format("seen"),
            Some("2025-06-23T19:40:58Z".parse::<Timestamp>().unwrap())
        );
        assert_eq!(headers.format::<Timestamp>("note"), None);
        assert_eq!(headers.get("empty"), Some(String::new()));
        assert_eq!(headers.get_non_empty::<String>("empty"), None);
        assert_eq!(headers.get::<String>("missing"), None);
    });
}

#[tokio::test]
async fn cookies_are_not_split_at_commas() {
    let first = "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT";
    let headers = [("set-cookie", first), ("set-cookie", "b=2, 3")];
    let recorder = Recorder::responding_with([response(200, &headers, "")]);
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    response.with_headers(|headers, ()| {
        let cookies: Option<Vec<String>> = headers.get("Set-Cookie");
        assert_eq!(cookies, Some(vec![first.to_owned(), "b=2, 3".to_owned()]));
        assert_eq!(headers.get::<String>("Set-Cookie").as_deref(), Some(first));
    });
}

#[tokio::test]
async fn an_invalid_header_does_not_affect_others() {
    let mut response = response(
        200,
        &[
            ("generation", "soon"),
            ("x-remaining", "many"),
            ("x-reset", "17"),
        ],
        "",
    );
    response
        .headers_mut()
        .insert("note", http::HeaderValue::from_bytes(b"\xff\xfe").unwrap());
    let recorder = Recorder::responding_with([response]);
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    let limit = response.rate_limit().unwrap();
    assert_eq!(
        (limit.remaining, limit.reset.map(Timestamp::as_second)),
        (None, Some(17))
    );
    response.with_headers(|headers, ()| {
        assert_eq!(headers.get::<u64>("generation"), None);
        assert_eq!(headers.get::<String>("note"), None);
    });
}

#[tokio::test]
async fn an_invalid_rate_limit_is_none() {
    let headers = [("x-remaining", "-1"), ("x-reset", "99999999999999999999")];
    let recorder = Recorder::responding_with([response(200, &headers, "")]);
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(response.rate_limit(), None);
}

/// A server must not choose a folder or a drive, or hide the actual extension.
#[tokio::test]
async fn a_file_name_is_a_plain_visible_name() {
    for (header, name) in [
        ("attachment; filename=../../.ssh/keys", Some("keys")),
        (
            "attachment; filename=\"C:\\\\Windows\\\\a.dll\"",
            Some("a.dll"),
        ),
        ("attachment; filename=C:a.txt", Some("a.txt")),
        ("attachment; filename=\"12:30.txt\"", Some("12:30.txt")),
        (
            "attachment; filename*=UTF-8''photo%E2%80%AEgpj.exe%0A%00%1B",
            Some("photogpj.exe"),
        ),
        ("attachment; filename*=UTF-8''a%2F..%5Cb", Some("b")),
        (
            "attachment; filename*=UTF-8''.%E2%80%8B.; filename=plain",
            Some("plain"),
        ),
        ("attachment; filename=..", None),
        ("attachment; filename=\".. \"", None),
        ("attachment; filename=\"...\"", None),
        ("attachment; filename=C:", None),
        ("attachment; filename=\"a/\"", None),
    ] {
        let recorder =
            Recorder::responding_with([response(200, &[("content-disposition", header)], "x")]);
        let call = recorder.client().call(&GET_THING);
        let found = call.send_stream().await.unwrap().file_name();
        assert_eq!(found.as_deref(), name, "{header}");
    }
}
