//! Tests of retries: when, how often, and after which delay.

use std::future::{Future, pending};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http_body_util::BodyExt as _;
use openapi_crate_runtime::{
    Body, BoxError, Call, Client, ClientBuilder, Error, NdJson, Operation, Repeat, RetryPolicy,
};
use tokio::time::Instant;
use tower_service::Service;

use self::Outcome::{Lost, Refused, Responds, RetryAfter, Stalls, TimedOut};
use crate::fixture::{API, GET_THING, PUT_THING, Recorder, Responding, response};

/// The outcome of an attempt.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    Responds(u16),
    /// Responds with this status, `retry-after` and, if it is not empty, `date`.
    RetryAfter(u16, &'static str, &'static str),
    /// The connection is refused.
    Refused,
    /// The connection is lost after the request.
    Lost,
    /// The service times out.
    TimedOut,
    Stalls,
}

/// A service with scripted outcomes, followed by success.
#[derive(Clone)]
struct Scripted {
    script: Arc<[Outcome]>,
    attempts: Arc<Mutex<Vec<(Instant, Bytes)>>>,
}

impl Scripted {
    fn new(script: &[Outcome]) -> Self {
        Self {
            script: script.into(),
            attempts: Arc::default(),
        }
    }

    fn builder(&self) -> ClientBuilder {
        ClientBuilder::new(&API).service(self.clone())
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn attempts(&self) -> usize {
        self.attempts.lock().unwrap().len()
    }

    fn bodies(&self) -> Vec<Bytes> {
        self.attempts
            .lock()
            .unwrap()
            .iter()
            .map(|(_, body)| body.clone())
            .collect()
    }

    /// Returns the delays between attempts.
    fn waits(&self) -> Vec<Duration> {
        let attempts = self.attempts.lock().unwrap();
        attempts
            .windows(2)
            .map(|pair| pair[1].0 - pair[0].0)
            .collect()
    }
}

impl Service<http::Request<Body>> for Scripted {
    type Response = http::Response<String>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let this = self.clone();
        Box::pin(async move {
            let body = request.into_body().collect().await?.to_bytes();
            let number = {
                let mut attempts = this.attempts.lock().unwrap();
                attempts.push((Instant::now(), body));
                attempts.len() - 1
            };
            let response = http::Response::builder();
            match this.script.get(number).copied().unwrap_or(Responds(200)) {
                Responds(status) => Ok(response.status(status).body("{}".into())?),
                RetryAfter(status, wait, "") => Ok(response
                    .status(status)
                    .header("retry-after", wait)
                    .body("{}".into())?),
                RetryAfter(status, wait, date) => {
                    let response = response.header("retry-after", wait).header("date", date);
                    Ok(response.status(status).body("{}".into())?)
                }
                Refused => Err(io::Error::from(io::ErrorKind::ConnectionRefused).into()),
                Lost => Err(io::Error::from(io::ErrorKind::ConnectionReset).into()),
                TimedOut => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
                Stalls => pending().await,
            }
        })
    }
}

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

static SAFE: Operation = Operation {
    repeat: Repeat::Always,
    ..PUT
};
static UNSAFE: Operation = Operation {
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
async fn delays_are_random_and_double_up_to_a_maximum() {
    let longest = [100, 200, 400, 500, 500].map(Duration::from_millis);
    let policy = RetryPolicy::default()
        .max_attempts(6)
        .max_delay(Duration::from_millis(500));
    let mut all = Vec::new();
    for _ in 0..200 {
        let server = Scripted::new(&[Responds(500); 6]);
        let client = server.builder().retry(policy.clone()).build().unwrap();
        client.call(&GET_THING).send_empty().await.unwrap_err();
        all.push(server.waits());
    }
    for (number, longest) in longest.into_iter().enumerate() {
        // The `tokio` timer rounds up to milliseconds.
        assert!(
            all.iter()
                .all(|waits| waits[number] <= longest + Duration::from_millis(1))
        );
        let (long, short) = (longest * 3 / 4, longest / 4);
        assert!(
            all.iter().filter(|waits| waits[number] > long).count() > 20,
            "{number}"
        );
        assert!(
            all.iter().filter(|waits| waits[number] < short).count() > 20,
            "{number}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn no_attempt_starts_after_the_total_time() {
    let second = Duration::from_secs(1);
    let policy = RetryPolicy::default()
        .max_attempts(u32::MAX)
        .base_delay(second)
        .max_delay(second);
    let server = Scripted::new(&vec![Responds(500); 1000]);
    let client = server
        .builder()
        .retry(policy.max_total(10 * second))
        .build()
        .unwrap();
    let start = Instant::now();
    client.call(&GET_THING).send_empty().await.unwrap_err();
    assert!(
        start.elapsed() <= 10 * second && start.elapsed() > 8 * second,
        "{:?}",
        start.elapsed()
    );
    assert!(server.attempts() > 10);
}

#[tokio::test(start_paused = true)]
async fn extreme_policies_do_not_overflow() {
    let policy = RetryPolicy::default()
        .max_attempts(40)
        .base_delay(Duration::MAX)
        .max_delay(Duration::MAX);
    let server = Scripted::new(&[Responds(500); 40]);
    let client = server
        .builder()
        .retry(policy.max_total(Duration::MAX))
        .build()
        .unwrap();
    client.call(&GET_THING).send_empty().await.unwrap_err();
    let policy = RetryPolicy::default()
        .max_attempts(40)
        .base_delay(Duration::ZERO);
    let server = Scripted::new(&[Responds(500); 40]);
    let client = server.builder().retry(policy).build().unwrap();
    client.call(&GET_THING).send_empty().await.unwrap_err();
    assert_eq!(server.attempts(), 40);
    let long = Duration::from_secs(1_000_000_000);
    let policy = RetryPolicy::default()
        .base_delay(long)
        .max_delay(long)
        .max_total(Duration::MAX);
    let server = Scripted::new(&[
        RetryAfter(503, "1", ""),
        RetryAfter(503, "99999999999999999999999", ""),
    ]);
    server
        .builder()
        .retry(policy)
        .build()
        .unwrap()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
}

const SENT: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

#[tokio::test(start_paused = true)]
async fn retry_after_delays_the_retry() {
    for (asked, date) in [
        ("7", ""),
        ("Sun, 06 Nov 1994 08:49:44 GMT", SENT),
        ("Sunday, 06-Nov-94 08:49:44 GMT", SENT),
        ("Sun Nov  6 08:49:44 1994", SENT),
    ] {
        let server = Scripted::new(&[RetryAfter(503, asked, date)]);
        server.client().call(&GET_THING).send_empty().await.unwrap();
        let wait = server.waits()[0].as_millis();
        assert!((7000..=7101).contains(&wait), "{asked}: {wait}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_invalid_retry_after_is_ignored() {
    for asked in [
        "soon",
        "-5",
        "7.5",
        "",
        "Sun, 06 Nov 1994",
        "Sun, 36 Nov 1994 08:49:44 GMT",
        SENT,
    ] {
        let server = Scripted::new(&[RetryAfter(503, asked, "")]);
        server.client().call(&GET_THING).send_empty().await.unwrap();
        assert!(server.waits()[0].as_millis() <= 101, "{asked}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_beyond_the_total_time_is_an_error() {
    for asked in [
        "61",
        "99999999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let server = Scripted::new(&[RetryAfter(429, asked, SENT)]);
        let start = Instant::now();
        let error = server
            .client()
            .call(&GET_THING)
            .send_empty()
            .await
            .unwrap_err();
        assert_eq!(
            (server.attempts(), start.elapsed()),
            (1, Duration::ZERO),
            "{asked}"
        );
        assert!(
            error
                .to_string()
                .contains("not retried: the server asked to wait"),
            "{error}"
        );
        let Error::Api(error) = error else {
            panic!("{error:?}")
        };
        assert!(error.retry_after().unwrap() > Duration::from_secs(60));
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_beyond_the_timeout_is_an_error() {
    let server = Scripted::new(&[RetryAfter(503, "6", "")]);
    let client = server
        .builder()
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!((server.attempts(), start.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn the_timeout_applies_to_all_attempts_together() {
    let server = Scripted::new(&[RetryAfter(503, "3", ""), Stalls]);
    let client = server
        .builder()
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!((error.attempts(), server.attempts()), (2, 2));
    assert!(
        start.elapsed() <= Duration::from_millis(5001),
        "{:?}",
        start.elapsed()
    );
    assert!(
        error
            .to_string()
            .ends_with("timed out after 5s waiting for the response (after 2 attempts)"),
        "{error}"
    );
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
async fn a_short_batch_is_retried_and_a_long_one_is_not() {
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
    let call = server
        .client()
        .call(&SAFE)
        .path("id", "x")
        .ndjson("application/x-ndjson", long);
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

#[cfg(feature = "reqwest")]
mod over_sockets {
    use super::{BoxError, Client, ClientBuilder, Error, GET_THING, SAFE, UNSAFE};
    use crate::fixture::{API, soon};
    use crate::scripted_server::ScriptedServer;
    use crate::scripted_server::Step::{Read, Write};

    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy";

    fn client(url: &str) -> Client {
        ClientBuilder::new(&API)
            .base_url(url)
            .unwrap()
            .build()
            .unwrap()
    }

    #[tokio::test]
    async fn a_request_is_retried_after_a_lost_connection() {
        let scripts = vec![
            vec![Read],
            vec![Read, Write("HTTP/1.1 200 OK\r\ncont")],
            vec![Read, Write(OK)],
        ];
        let server = ScriptedServer::new(scripts).await;
        let call = client(&server.url)
            .call(&SAFE)
            .path("id", "x")
            .body("text/plain", "value".into());
        soon(call.send_empty()).await.unwrap();
        let requests = server.requests().await;
        assert_eq!(requests.len(), 3);
        assert!(
            requests
                .iter()
                .all(|request| request.ends_with("\r\n\r\nvalue") && *request == requests[0])
        );
    }

    #[tokio::test]
    async fn a_write_is_not_retried_after_a_lost_connection() {
        let server = ScriptedServer::new(vec![vec![Read], vec![Read, Write(OK)]]).await;
        let call = client(&server.url)
            .call(&UNSAFE)
            .path("id", "x")
            .body("text/plain", "value".into());
        let error = soon(call.send_empty()).await.unwrap_err();
        assert!(
            matches!(&error, Error::Connection(broken) if !broken.is_connect()),
            "{error:?}"
        );
        assert_eq!(error.attempts(), 1);
    }

    #[tokio::test]
    async fn the_next_attempt_reuses_the_connection() {
        let server = ScriptedServer::new(vec![vec![Read, Write(BUSY), Read, Write(OK)]]).await;
        soon(client(&server.url).call(&GET_THING).send_empty())
            .await
            .unwrap();
        assert_eq!(server.requests().await.len(), 2);
    }

    #[tokio::test]
    async fn a_failed_connection_attempt_is_retried() {
        let call = client("http://127.0.0.1:1").call(&UNSAFE).path("id", "x");
        let error = call.send_empty().await.unwrap_err();
        assert_eq!(error.attempts(), 3);
        // A stream is not retried, even if it may not have been read yet.
        let stream = futures::stream::iter([Ok::<_, BoxError>("value")]);
        let body = openapi_crate_runtime::Body::from_stream(stream);
        let call = client("http://127.0.0.1:1")
            .call(&UNSAFE)
            .path("id", "x")
            .body("text/plain", body);
        let error = call.send_empty().await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("not retried: the request body is a stream"),
            "{error}"
        );
    }
}
