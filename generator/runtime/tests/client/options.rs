//! Tests of the options of a call, and of the headers and timeouts of a client that they replace.

use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt as _;
use http::HeaderValue;
use openapi_crate_runtime::{CallOptions, ClientBuilder, Error, RetryPolicy};
use tokio::time::Instant;

use crate::fixture::{API, GET_THING, PUT_THING, Recorder, response};
use crate::pages::{LIST, Numbers};
use crate::scripted_service::Outcome::{Responds, Stalls};
use crate::scripted_service::Scripted;

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The header of the only request, as a string.
fn sent(recorder: &Recorder, name: &str) -> Option<String> {
    let request = recorder.request();
    let values: Vec<_> = request.headers().get_all(name).iter().collect();
    assert!(values.len() <= 1, "{values:?}");
    Some(values.first()?.to_str().unwrap().to_owned())
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_a_call_replaces_that_of_the_client() {
    for (of_client, of_call, expected) in [(9, 2, 2), (2, 9, 9)] {
        let scripted = Scripted::new(&[Stalls]);
        let client = scripted.builder().timeout(secs(of_client)).build().unwrap();
        let start = Instant::now();
        let call = client.call(&GET_THING);
        let options = CallOptions::new().timeout(secs(of_call));
        let error = call.options(options).send_empty().await.unwrap_err();
        assert_eq!(start.elapsed(), secs(expected));
        assert_eq!(
            error.to_string(),
            format!("`get-thing` timed out after {expected}s waiting for the response")
        );
        assert_eq!(scripted.attempts(), 1, "no time is left");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_can_have_no_timeout() {
    let scripted = Scripted::new(&[Stalls]);
    let client = scripted
        .builder()
        .timeout(secs(1))
        .attempt_timeout(secs(1))
        .build()
        .unwrap();
    let options = CallOptions::new()
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX);
    let call = client.call(&GET_THING).options(options).send_empty();
    assert!(tokio::time::timeout(secs(60), call).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_times_out_is_retried_if_it_is_idempotent() {
    for is_of_call in [false, true] {
        let scripted = Scripted::new(&[Stalls, Responds(200), Stalls, Responds(200)]);
        let mut builder = scripted.builder();
        let mut options = CallOptions::new();
        if is_of_call {
            builder = builder.attempt_timeout(secs(60));
            options = options.attempt_timeout(secs(3));
        } else {
            builder = builder.attempt_timeout(secs(3));
        }
        let client = builder.build().unwrap();
        let start = Instant::now();
        let call = client.call(&GET_THING).options(options.clone());
        call.send_empty().await.unwrap();
        let elapsed = start.elapsed();
        assert!(elapsed >= secs(3) && elapsed < secs(4), "{elapsed:?}");
        let call = client.call(&PUT_THING).path("id", "1").options(options);
        let error = call.send_empty().await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(
            error.to_string(),
            "an attempt of `put-thing` timed out after 3s waiting for the response"
        );
        assert_eq!(scripted.attempts(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn the_earlier_of_both_timeouts_applies() {
    // The second attempt has one second left.
    let scripted = Scripted::new(&[Stalls, Stalls, Stalls]);
    let client = scripted.client();
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let options = CallOptions::new()
        .timeout(secs(5))
        .attempt_timeout(secs(4))
        .retry(policy);
    let start = Instant::now();
    let call = client.call(&GET_THING).options(options);
    let error = call.send_empty().await.unwrap_err();
    assert_eq!(start.elapsed(), secs(5));
    assert_eq!(
        error.to_string(),
        "`get-thing` timed out after 5s waiting for the response (after 2 attempts)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_an_attempt_that_leaves_too_little_time_is_not_retried() {
    let scripted = Scripted::new(&[Stalls]);
    let policy = RetryPolicy::default().max_total(secs(2));
    let options = CallOptions::new().attempt_timeout(secs(3)).retry(policy);
    let call = scripted.client().call(&GET_THING).options(options);
    let error = call.send_empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "an attempt of `get-thing` timed out after 3s waiting for the response (not retried: too little of the retry \
         policy's `max_total` of 2s is left)"
    );
}

#[tokio::test(start_paused = true)]
async fn the_policy_of_a_call_replaces_that_of_the_client() {
    let scripted = Scripted::new(&[Responds(503); 9]);
    let client = scripted.client();
    let once = CallOptions::new().retry(RetryPolicy::none());
    let call = client.call(&GET_THING).options(once);
    call.send_empty().await.unwrap_err();
    assert_eq!(scripted.attempts(), 1);
    let five = CallOptions::new().retry(RetryPolicy::default().max_attempts(5));
    let call = client.call(&GET_THING).options(five);
    assert_eq!(call.send_empty().await.unwrap_err().attempts(), 5);
}

#[tokio::test]
async fn headers_have_an_order_of_precedence() {
    let recorder = Recorder::default();
    let builder = recorder.builder().user_agent("builder/1");
    let client = builder
        .header("X-Note", "client")
        .unwrap()
        .header("user-agent", "client/1")
        .unwrap()
        .header("accept", "text/client")
        .unwrap()
        .build()
        .unwrap();
    let put = || client.call(&PUT_THING).path("id", "1");
    let options = || CallOptions::new().header("x-note", "call").unwrap();
    put().send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "x-note").unwrap(), "client");
    put().options(options()).send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "x-note").unwrap(), "call");
    let argument = put().header("x-note", "argument").options(options());
    argument.send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "x-note").unwrap(), "argument");

    put().send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "user-agent").unwrap(), "client/1");
    put().send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "accept").unwrap(), "text/client");
    let csv = || CallOptions::new().accept("text/csv");
    put().options(csv()).send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "accept").unwrap(), "text/csv");
    let send_as = put().options(csv()).accept("text/xml");
    send_as.send_empty().await.unwrap();
    assert_eq!(sent(&recorder, "accept").unwrap(), "text/xml");
}

#[tokio::test]
async fn a_header_has_any_kind_of_value() {
    let recorder = Recorder::default();
    let options = CallOptions::new()
        .header("x-number", 7_u64)
        .unwrap()
        .header("x-bytes", "é".as_bytes())
        .unwrap()
        .header(http::header::IF_MATCH, HeaderValue::from_static("\"a\""))
        .unwrap()
        .header("x-twice", "first")
        .unwrap()
        .header(String::from("X-Twice"), String::from("second"))
        .unwrap();
    let call = recorder.client().call(&GET_THING).options(options);
    call.send_empty().await.unwrap();
    let request = recorder.request();
    let value = |name| request.headers().get(name).map(HeaderValue::as_bytes);
    assert_eq!(value("x-number"), Some("7".as_bytes()));
    assert_eq!(value("x-bytes"), Some("é".as_bytes()));
    assert_eq!(value("if-match"), Some("\"a\"".as_bytes()));
    assert_eq!(value("x-twice"), Some("second".as_bytes()));
    assert_eq!(request.headers().get_all("x-twice").iter().count(), 1);
}

#[test]
fn a_header_of_the_credentials_or_of_the_client_is_refused() {
    for (name, instead) in [
        ("authorization", "set the credential on the builder"),
        ("Authorization", "set the credential on the builder"),
        ("cookie", "set the credential on the builder"),
        ("proxy-authorization", "set the proxy"),
        ("host", "`base_url`"),
        ("content-type", "`Body::with_content_type`"),
        ("content-length", "`Body::with_length`"),
        ("transfer-encoding", "`Body::with_length`"),
        ("connection", "the transport manages"),
        ("keep-alive", "the transport manages"),
        ("proxy-connection", "the transport manages"),
        ("te", "the transport manages"),
        ("trailer", "the transport manages"),
        ("upgrade", "the transport manages"),
        ("HTTP2-Settings", "the transport manages"),
    ] {
        let client = Recorder::default().client();
        for error in [
            CallOptions::new().header(name, "s3cret").unwrap_err(),
            ClientBuilder::new(&API).header(name, "s3cret").unwrap_err(),
            client
                .request(http::Method::GET, "/a")
                .header(name, "s3cret")
                .unwrap_err(),
        ] {
            assert!(matches!(error, Error::Config(_)));
            let (message, debug) = (error.to_string(), format!("{error:?}"));
            assert!(message.contains(instead), "{message}");
            assert!(message.contains(&name.to_lowercase()), "{message}");
            assert!(!debug.contains("s3cret") && !message.contains("s3cret"));
        }
    }
}

#[tokio::test]
async fn a_header_of_an_api_key_is_refused() {
    let expected = "the header `X-Key` cannot be set here: it carries the credential `token`; set that on the builder \
                    of the client";
    let error = ClientBuilder::new(&API).header("x-key", "k3y").unwrap_err();
    assert_eq!(error.to_string(), expected);
    let recorder = Recorder::default();
    let client = recorder.client();
    let request = client.request(http::Method::GET, "/a");
    let error = request.header("X-KEY", "k3y").unwrap_err();
    assert_eq!(error.to_string(), expected);
    // The options do not know the API.
    let options = CallOptions::new().header("x-key", "k3y").unwrap();
    let call = client.call(&GET_THING).options(options.clone());
    let error = call.send_empty().await.unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    assert_eq!(error.to_string(), expected);
    let request = client.request(http::Method::GET, "/a").options(options);
    let error = request.send().await.unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn an_invalid_header_is_refused_without_its_value() {
    for (name, value, message) in [
        (
            "x-a: s3cret",
            "",
            "the header name that starts with `x-a` is not valid",
        ),
        ("", "", "the header name that starts with `` is not valid"),
        (
            "x-a",
            "s3cret\r\nx-b: 1",
            "the value of the header `x-a` has a control character",
        ),
        (
            "x-a",
            "s3cr\u{7f}t",
            "the value of the header `x-a` has a control character",
        ),
    ] {
        let error = CallOptions::new().header(name, value).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!format!("{error:?}").contains("s3cr"), "{error:?}");
    }
    let client = Recorder::default().client();
    let options = CallOptions::new().accept("text/\n");
    let call = client.call(&GET_THING).options(options);
    let error = call.send_empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`get-thing` was not sent: `accept` is not a valid header value"
    );
    let invalid = || CallOptions::new().accept("text/\n");
    for options in [
        invalid().accept("text/csv"),
        invalid().header("Accept", "text/csv").unwrap(),
    ] {
        let call = client.call(&GET_THING).options(options);
        call.send_empty().await.unwrap();
    }
    let options = invalid().header("x-a", "1").unwrap();
    let call = client.call(&GET_THING).options(options);
    call.send_empty().await.unwrap_err();
}

#[test]
fn debug_output_has_the_names_of_headers_only() {
    let options = CallOptions::new()
        .timeout(secs(2))
        .header("x-session", "s3cret")
        .unwrap();
    let shown = format!("{options:?}");
    assert!(
        shown.contains("x-session") && shown.contains("2s"),
        "{shown}"
    );
    assert!(!shown.contains("s3cret"), "{shown}");
    let builder = ClientBuilder::new(&API)
        .header("x-session", "s3cret")
        .unwrap();
    let shown = format!("{builder:?}");
    assert!(shown.contains("x-session"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn the_options_apply_to_the_call_of_each_page() {
    let page = |body: &'static str| response(200, &[], Bytes::from_static(body.as_bytes()));
    let recorder = Recorder::responding_with([
        page(r#"{"data":[1],"next":"b"}"#),
        response(503, &[], ""),
        page(r#"{"data":[2]}"#),
    ]);
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let options = CallOptions::new()
        .header("x-trace", "7")
        .unwrap()
        .retry(policy);
    let call = recorder.client().call(&LIST).options(options);
    let items = call.items::<Numbers>("cursor");
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap(), [1, 2]);
    let requests = recorder.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|one| one.headers()["x-trace"] == "7"));
}

#[tokio::test]
async fn the_last_options_of_a_call_apply() {
    let recorder = Recorder::default();
    let first = CallOptions::new().header("x-first", "1").unwrap();
    let last = CallOptions::new().header("x-last", "1").unwrap();
    let call = recorder.client().call(&GET_THING);
    call.options(first)
        .options(last)
        .send_empty()
        .await
        .unwrap();
    let headers = recorder.request().headers().clone();
    assert!(headers.contains_key("x-last") && !headers.contains_key("x-first"));
}
