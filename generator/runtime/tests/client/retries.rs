//! Tests of retries: which requests, after which outcomes, and how often.

use std::io;
use std::time::Duration;

use futures::stream;
use openapi_crate_runtime::{
    Body, BoxError, Call, CallOptions, ClientBuilder, Error, NdJson, Operation, Repeat, RetryPolicy,
};

use crate::fixture::{API, GET_THING, PUT_THING, Recorder, Responding, response};
use crate::scripted_service::Outcome::{
    self, Lost, Refused, Responds, RetryAfter, Stalls, TimedOut,
};
use crate::scripted_service::Scripted;

/// Returns the number of attempts if the first one has this outcome.
async fn attempts(operation: &'static Operation, first: Outcome) -> usize {
    let server = Scripted::new(&[first]);
    let sent = server
        .client()
        .call(operation)
        .path("id", "x")
        .send_empty()
        .await;
    assert_eq!(sent.is_ok(), server.attempts() == 2, "{first:?}: {sent:?}");
    server.attempts()
}

pub(crate) static SAFE: Operation = Operation {
    repeat: Repeat::Always,
    ..PUT
};
pub(crate) static UNSAFE: Operation = Operation {
    repeat: Repeat::Never,
    ..PUT
};
static UNLESS_FIRST: Operation = Operation {
    repeat: Repeat::Unless(&["first", "x-note"]),
    ..PUT
};
const PUT: Operation = Operation {
    id: PUT_THING.id,
    method: http::Method::PUT,
    extension_method: None,
    path: PUT_THING.path,
    parameters: PUT_THING.parameters,
    accept: "*/*",
    security: &[],
    repeat: Repeat::Never,
    server: None,
    query: None,
    expects_redirect: false,
};

const PASSING: [Outcome; 11] = [
    Responds(408),
    Responds(429),
    Responds(500),
    Responds(502),
    Responds(503),
    Responds(504),
    RetryAfter(503, "0", ""),
    RetryAfter(429, "0", ""),
    Refused,
    Lost,
    TimedOut,
];

#[tokio::test(start_paused = true)]
async fn an_idempotent_request_is_retried_after_a_transient_failure() {
    for first in PASSING {
        assert_eq!(attempts(&SAFE, first).await, 2, "{first:?}");
    }
}

#[tokio::test]
async fn a_timeout_of_the_service_is_a_timeout() {
    let client = Scripted::new(&[TimedOut])
        .builder()
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client
        .call(&SAFE)
        .path("id", "x")
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Timeout(error) if !error.is_connect()),
        "{error:?}"
    );
    let body = || {
        let late = io::Error::from(io::ErrorKind::TimedOut);
        http::Response::new(Body::from_stream(stream::iter([Ok("half"), Err(late)])))
    };
    let client = ClientBuilder::new(&API)
        .service(Responding(body))
        .build()
        .unwrap();
    let response = client.call(&GET_THING).send_stream().await.unwrap();
    let error = response.text().await.unwrap_err();
    assert!(
        matches!(&error, Error::Timeout(error) if !error.is_connect()),
        "{error:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_final_response_is_not_retried() {
    for status in [
        301, 304, 400, 401, 403, 404, 409, 412, 413, 422, 501, 505, 507,
    ] {
        assert_eq!(attempts(&SAFE, Responds(status)).await, 1, "{status}");
        assert_eq!(
            attempts(&SAFE, RetryAfter(status, "0", "")).await,
            1,
            "{status}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_is_retried_only_if_it_was_not_processed() {
    for refused in [
        Responds(429),
        RetryAfter(429, "0", ""),
        RetryAfter(503, "0", ""),
        Refused,
    ] {
        assert_eq!(attempts(&UNSAFE, refused).await, 2, "{refused:?}");
    }
    let open = [
        Responds(408),
        Responds(500),
        Responds(502),
        Responds(503),
        Responds(504),
        Lost,
        TimedOut,
    ];
    let asking = [
        RetryAfter(500, "0", ""),
        RetryAfter(502, "0", ""),
        RetryAfter(503, "soon", ""),
        RetryAfter(503, "", ""),
    ];
    for open in open.into_iter().chain(asking) {
        assert_eq!(attempts(&UNSAFE, open).await, 1, "{open:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_argument_can_make_a_request_non_idempotent() {
    type With = fn(Call) -> Call;
    let calls: [(With, usize); 8] = [
        (|call| call, 2),
        (|call| call.query("second", &true), 2),
        (|call| call.query("first", &false), 2),
        (
            |call| {
                call.query("first", &Some("x"))
                    .query("first", &None::<&str>)
            },
            2,
        ),
        (|call| call.query("first", &true), 1),
        (|call| call.query("first", &0), 1),
        (|call| call.query("first", &[false]), 1),
        (|call| call.query("first", &false).header("x-note", "x"), 1),
    ];
    for (number, (with, expected)) in calls.into_iter().enumerate() {
        let server = Scripted::new(&[Responds(500)]);
        let call = server.client().call(&UNLESS_FIRST).path("id", "x");
        assert_eq!(
            with(call).send_empty().await.is_ok(),
            expected == 2,
            "{number}"
        );
        assert_eq!(server.attempts(), expected, "{number}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_header_of_the_user_counts_as_the_argument_that_it_replaces() {
    for (name, expected) in [("X-Note", 1), ("x-other", 2), ("first", 2)] {
        let server = Scripted::new(&[Responds(500)]);
        let options = CallOptions::new().header(name, "x").unwrap();
        let call = server.client().call(&UNLESS_FIRST).path("id", "x");
        let sent = call.options(options).send_empty().await;
        assert_eq!(sent.is_ok(), expected == 2, "{name} in the options");
        assert_eq!(server.attempts(), expected, "{name} in the options");

        let server = Scripted::new(&[Responds(500)]);
        let client = server.builder().header(name, "x").unwrap().build().unwrap();
        let call = client.call(&UNLESS_FIRST).path("id", "x");
        let _ = call.send_empty().await;
        assert_eq!(server.attempts(), expected, "{name} on the client");
    }
}

#[tokio::test(start_paused = true)]
async fn the_error_reports_the_number_of_attempts() {
    let server = Scripted::new(&[Lost, Responds(500), Responds(503), Responds(200)]);
    let error = server
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), server.attempts()), (3, 3));
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: 503 Service Unavailable (after 3 attempts)"
    );
    let server = Scripted::new(&[Refused; 3]);
    let error = server
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: cannot connect to https://api.example.com (after 3 attempts)"
    );
    // A decode error also reports it.
    let server = Scripted::new(&[Responds(500)]);
    let error = server
        .client()
        .call(&GET_THING)
        .send_json::<String>()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_none_policy_disables_retries() {
    let server = Scripted::new(&[Responds(500)]);
    let client = server.builder().retry(RetryPolicy::none()).build().unwrap();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert_eq!((error.attempts(), server.attempts()), (1, 1));
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: 500 Internal Server Error"
    );
    let error = client.call(&PUT_THING).send_empty().await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)));
    assert_eq!(error.attempts(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_not_retried_and_the_error_says_so() {
    for failure in [Responds(500), RetryAfter(429, "0", ""), Refused, Lost] {
        let server = Scripted::new(&[failure]);
        let body = Body::from_stream(stream::iter([Ok::<_, BoxError>("value")]));
        let call = server
            .client()
            .call(&SAFE)
            .path("id", "x")
            .body("text/plain", body);
        let error = call.send_empty().await.unwrap_err();
        assert_eq!(server.attempts(), 1);
        assert!(
            error
                .to_string()
                .contains("not retried: the request body is a stream"),
            "{error}"
        );
    }
    // The message does not mention the stream if that is not the reason.
    for (operation, failure) in [
        (&SAFE, Responds(404)),
        (&UNSAFE, Responds(500)),
        (&SAFE, Stalls),
    ] {
        let server = Scripted::new(&[failure]);
        let body = Body::from_stream(stream::iter([Ok::<_, BoxError>("value")]));
        let client = server
            .builder()
            .timeout(Duration::from_secs(5))
            .build()
            .unwrap();
        let call = client
            .call(operation)
            .path("id", "x")
            .body("text/plain", body);
        let error = call.send_empty().await.unwrap_err();
        assert!(!error.to_string().contains("stream"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_of_bytes_is_retried() {
    let server = Scripted::new(&[Responds(500), Lost]);
    let call = server
        .client()
        .call(&SAFE)
        .path("id", "x")
        .body("text/plain", "value".into());
    call.send_empty().await.unwrap();
    assert_eq!(server.bodies(), ["value"; 3]);
}

#[tokio::test(start_paused = true)]
async fn a_retry_keeps_the_content_type() {
    let recorder = Recorder::responding_with([
        response(503, &[("retry-after", "1")], ""),
        response(200, &[], ""),
    ]);
    let picture = Body::from("picture").with_content_type("image/png");
    let client = recorder
        .builder()
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    client
        .call(&PUT_THING)
        .path("id", "x")
        .body("image/*", picture)
        .send_empty()
        .await
        .unwrap();
    let [first, second] = &*recorder.requests() else {
        panic!("the request was not retried")
    };
    assert_eq!(first.headers()["content-type"], "image/png");
    assert_eq!(second.headers(), first.headers());
}

#[tokio::test(start_paused = true)]
async fn a_short_batch_and_a_vec_are_retried_and_a_long_iterator_is_not() {
    let server = Scripted::new(&[Responds(500)]);
    let call = server
        .client()
        .call(&SAFE)
        .path("id", "x")
        .ndjson("application/x-ndjson", ["a"; 1000]);
    call.send_empty().await.unwrap();
    assert_eq!(
        server.bodies(),
        ["\"a\"\n".repeat(1000), "\"a\"\n".repeat(1000)]
    );
    let long = NdJson::from(vec!["a"; 100_000]);
    let server = Scripted::new(&[Responds(500)]);
    let call = server.client().call(&SAFE).path("id", "x");
    let call = call.ndjson("application/x-ndjson", long);
    call.send_empty().await.unwrap();
    assert!(server.bodies() == ["\"a\"\n".repeat(100_000), "\"a\"\n".repeat(100_000)]);
    let lazy = NdJson::from(std::iter::repeat_n("a", 100_000));
    let server = Scripted::new(&[Responds(500)]);
    let call = server.client().call(&SAFE).path("id", "x");
    let call = call.ndjson("application/x-ndjson", lazy);
    assert_eq!(call.send_empty().await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_during_a_delay_is_cancelled() {
    let server = Scripted::new(&[RetryAfter(503, "5", "")]);
    let call = server.client().call(&GET_THING).send_empty();
    assert!(
        tokio::time::timeout(Duration::from_secs(1), call)
            .await
            .is_err()
    );
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(server.attempts(), 1);
    server.client().call(&GET_THING).send_empty().await.unwrap();
}

#[test]
fn a_request_is_not_retried_outside_a_tokio_runtime() {
    let server = Scripted::new(&[Responds(500)]);
    let error =
        futures::executor::block_on(server.client().call(&GET_THING).send_empty()).unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), server.attempts()),
        (500, 1)
    );
}
