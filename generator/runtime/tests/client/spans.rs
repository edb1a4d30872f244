//! Tests of the tracing span of a call and its events.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::{TryStreamExt as _, stream};
use http_body::Frame;
use http_body_util::StreamBody;
use openapi_crate_runtime::{
    Body, BoxError, Client, ClientBuilder, Method, Operation, RetryPolicy, Segment,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::fixture::{API, GET_THING, PUT_THING, Recorder, response};

/// Records everything that is logged, one line per entry.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn write(&self, line: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(line.to_owned());
        record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!(" {field}={value:?}"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("openapi_crate_runtime")
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(span.metadata().name(), |line| span.record(line));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write("record", |line| values.record(line));
    }
    fn event(&self, event: &Event<'_>) {
        self.write("event", |line| event.record(line));
    }
    fn try_close(&self, _: Id) -> bool {
        self.write("close", |_| {});
        true
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
    fn clone_span(&self, id: &Id) -> Id {
        self.write("clone", |_| {});
        id.clone()
    }
}

impl Log {
    /// Returns whether all handles of the span have been dropped.
    fn is_closed(&self) -> bool {
        let count = |kind: &str| self.lines().iter().filter(|line| *line == kind).count();
        count("close") == count("clone") + 1
    }
}

impl Log {
    /// Returns the entries except those of handles.
    fn entries(&self) -> Vec<String> {
        let mut lines = self.lines();
        lines.retain(|line| line != "clone" && line != "close");
        lines
    }
}

/// The first entry of a call of `GET_THING` to this port.
fn started(port: u16, address: &str) -> String {
    format!(
        "call operation=\"get-thing\" otel.name=\"GET /things\" otel.kind=\"client\" http.request.method=\"GET\" \
         url.scheme=\"http\" url.template=\"/things\" server.address=\"{address}\" server.port={port}"
    )
}

#[tokio::test(start_paused = true)]
async fn a_successful_call_has_one_attempt() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let recorder = Recorder::responding_with([response(201, &[], "{}")]);
    let client = recorder.client();
    client.call(&GET_THING).send_empty().await.unwrap();
    let expected = [
        &*started(80, "api.test"),
        "event message=request attempt attempt=1 http.response.status_code=201 http.request.body.size=0 \
         http.response.body.size=2 elapsed_ms=0",
        "record http.response.status_code=201",
        "record attempts=1",
        "record elapsed_ms=0",
    ];
    assert_eq!(log.entries(), expected);
    assert!(log.is_closed());
}

#[tokio::test(start_paused = true)]
async fn a_retry_is_an_attempt_and_its_wait_an_event() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let recorder = Recorder::responding_with([
        response(503, &[("retry-after", "2")], "busy"),
        response(201, &[], "{}"),
    ]);
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let client = recorder.builder().retry(policy).build().unwrap();
    client.call(&GET_THING).send_empty().await.unwrap();
    let expected = [
        &*started(80, "api.test"),
        "event message=request attempt attempt=1 http.response.status_code=503 http.request.body.size=0 \
         http.response.body.size=4 error.type=\"503\" elapsed_ms=0",
        "event message=retrying the request attempt=1 wait_ms=2000",
        "event message=request attempt attempt=2 http.response.status_code=201 http.request.body.size=0 \
         http.response.body.size=2 elapsed_ms=0",
        "record http.response.status_code=201",
        "record http.request.resend_count=1",
        "record attempts=2",
        "record elapsed_ms=2000",
    ];
    // A wait ends up to a millisecond later.
    let entries = log.entries().join("\n").replace("=2001", "=2000");
    assert_eq!(entries, expected.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn an_api_error_is_an_error_of_its_status() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let recorder = Recorder::responding_with([response(404, &[], "none")]);
    let client = recorder.client();
    let call = client.call(&PUT_THING).path("id", "x");
    let call = call.body("text/plain", "value".into());
    call.send_empty().await.unwrap_err();
    let expected = [
        "call operation=\"put-thing\" otel.name=\"PUT /things/{id}\" otel.kind=\"client\" \
         http.request.method=\"PUT\" url.scheme=\"http\" url.template=\"/things/{id}\" \
         server.address=\"api.test\" server.port=80",
        "event message=request attempt attempt=1 http.response.status_code=404 http.request.body.size=5 \
         http.response.body.size=4 error.type=\"404\" elapsed_ms=0",
        "record http.response.status_code=404",
        "record error.type=\"404\"",
        "record otel.status_code=\"ERROR\"",
        "record attempts=1",
        "record elapsed_ms=0",
    ];
    assert_eq!(log.entries(), expected);
}

#[tokio::test]
async fn a_method_that_is_not_standard_is_other() {
    static COPY_THING: Operation =
        Operation::with_method("copy-thing", "COPY").path(&[Segment::Literal("/things")]);
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client = Recorder::default().client();
    client.call(&COPY_THING).send_empty().await.unwrap();
    let expected = "call operation=\"copy-thing\" otel.name=\"HTTP /things\" otel.kind=\"client\" \
                    http.request.method=\"_OTHER\" http.request.method_original=\"COPY\" ";
    assert!(log.entries()[0].starts_with(expected), "{log:?}");
}

#[tokio::test]
async fn a_request_that_is_not_in_the_document_has_no_template() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client = Recorder::default().client();
    let purge = Method::from_bytes(b"PURGE").unwrap();
    let request = client.request(purge, "/SECRET/path?key=SECRET");
    request.query("q", "SECRET").send().await.unwrap();
    let expected = "call operation=\"request\" otel.name=\"HTTP\" otel.kind=\"client\" \
                    http.request.method=\"_OTHER\" http.request.method_original=\"PURGE\" url.scheme=\"http\" \
                    server.address=\"api.test\" server.port=80";
    assert_eq!(log.entries()[0], expected);
    let request = client.request(Method::GET, "/SECRET");
    request.send().await.unwrap();
    let all = log.lines().join("\n");
    assert!(all.contains("otel.name=\"GET\""), "{all}");
    assert!(!all.contains("SECRET"), "{all}");
}

#[tokio::test(start_paused = true)]
async fn a_span_ends_with_the_body() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client = late_client();
    let response = client.call(&GET_THING).send_stream().await.unwrap();
    assert!(!log.is_closed());
    assert_eq!(log.entries().len(), 1);
    let mut body = response.into_stream();
    while body.try_next().await.unwrap().is_some() {}
    assert!(log.is_closed());
    let expected = "event message=request attempt attempt=1 http.response.status_code=200 \
                    http.request.body.size=0 http.response.body.size=6 elapsed_ms=3000";
    let entries = log.entries().join("\n").replace("=3001", "=3000");
    assert!(entries.contains(expected), "{entries}");
    assert!(!entries.contains("error"), "{entries}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_times_out_is_an_error_of_the_call() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client = late_builder().timeout(Duration::from_secs(2)).build();
    let call = client.unwrap().call(&GET_THING);
    call.send_text().await.unwrap_err();
    let entries = log.entries().join("\n");
    let expected = "http.response.status_code=200 http.request.body.size=0 http.response.body.size=3 \
                    error.type=\"timeout\" elapsed_ms=2";
    assert!(entries.contains(expected), "{entries}");
    let expected = "\nrecord http.response.status_code=200\nrecord error.type=\"timeout\"\n\
                    record otel.status_code=\"ERROR\"\nrecord attempts=1\n";
    assert!(entries.contains(expected), "{entries}");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_is_cancelled() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let never = tower::service_fn(|_: http::Request<Body>| {
        std::future::pending::<Result<http::Response<String>, BoxError>>()
    });
    let client = ClientBuilder::new(&API).service(never).build().unwrap();
    let call = client.call(&GET_THING).send_empty();
    tokio::time::timeout(Duration::from_secs(1), call)
        .await
        .unwrap_err();
    let entries = log.entries().join("\n");
    let expected = "\nevent message=request attempt attempt=1 http.request.body.size=0 \
                    error.type=\"cancelled\" elapsed_ms=100";
    assert!(entries.contains(expected), "{entries}");
    let expected =
        "\nrecord error.type=\"cancelled\"\nrecord otel.status_code=\"ERROR\"\nrecord attempts=1\n";
    assert!(entries.contains(expected), "{entries}");
    assert!(log.is_closed());
}

#[tokio::test(start_paused = true)]
async fn a_dropped_response_is_no_error() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let response = late_client().call(&GET_THING).send_stream().await.unwrap();
    let mut body = response.into_stream();
    body.try_next().await.unwrap();
    drop(body);
    let entries = log.entries().join("\n");
    assert!(entries.contains("http.response.body.size=3"), "{entries}");
    assert!(!entries.contains("error"), "{entries}");
    assert!(log.is_closed());
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_the_rate_limit_is_an_event() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let limits = [("x-remaining", "0"), ("x-reset", "30")];
    let recorder = Recorder::responding_with([response(200, &limits, "{}")]);
    let policy = RetryPolicy::default().wait_for_reset(true);
    let client = recorder.builder().retry(policy).build().unwrap();
    for _ in 0..2 {
        client.call(&GET_THING).send_empty().await.unwrap();
    }
    let entries = log.entries().join("\n");
    let expected = "event message=waiting for the reset of the rate limit wait_ms=";
    assert!(entries.contains(expected), "{entries}");
}

#[cfg(feature = "reqwest")]
mod over_sockets {
    use super::*;
    use crate::fixture::soon;
    use crate::scripted_server::ScriptedServer;
    use crate::scripted_server::Step::{Read, Stall, Write};

    /// The port of a URL.
    fn port(url: &str) -> u16 {
        url.rsplit_once(':').unwrap().1.parse().unwrap()
    }

    fn builder(url: &str) -> ClientBuilder {
        let builder = ClientBuilder::new(&API).base_url(url).unwrap();
        builder.retry(RetryPolicy::none())
    }

    /// The entries with a mask for the measured time.
    fn masked(log: &Log) -> Vec<String> {
        let mask = |line: String| match line.split_once("elapsed_ms=") {
            Some((start, _)) => format!("{start}elapsed_ms=_"),
            None => line,
        };
        log.entries().into_iter().map(mask).collect()
    }

    #[tokio::test]
    async fn a_refused_connection_is_an_error_without_a_status() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let log = Log::default();
        let _guard = tracing::subscriber::set_default(log.clone());
        let client = builder(&url).build().unwrap();
        soon(client.call(&GET_THING).send_empty())
            .await
            .unwrap_err();
        let expected = [
            &*started(port(&url), "127.0.0.1"),
            "event message=request attempt attempt=1 http.request.body.size=0 error.type=\"connection\" \
             elapsed_ms=_",
            "record error.type=\"connection\"",
            "record otel.status_code=\"ERROR\"",
            "record attempts=1",
            "record elapsed_ms=_",
        ];
        assert_eq!(masked(&log), expected);
    }

    #[tokio::test]
    async fn a_timeout_is_an_error_without_a_status() {
        let server = ScriptedServer::new(vec![vec![Read, Stall]]).await;
        let log = Log::default();
        let _guard = tracing::subscriber::set_default(log.clone());
        let client = builder(&server.url).timeout(Duration::from_millis(50));
        let call = client.build().unwrap().call(&GET_THING);
        soon(call.send_empty()).await.unwrap_err();
        let expected = [
            &*started(port(&server.url), "127.0.0.1"),
            "event message=request attempt attempt=1 http.request.body.size=0 error.type=\"timeout\" \
             elapsed_ms=_",
            "record error.type=\"timeout\"",
            "record otel.status_code=\"ERROR\"",
            "record attempts=1",
            "record elapsed_ms=_",
        ];
        assert_eq!(masked(&log), expected);
    }

    #[tokio::test]
    async fn a_redirect_is_an_event_and_counted() {
        let redirect =
            Write("HTTP/1.1 307 X\r\nlocation: /moved?key=SECRET\r\ncontent-length: 0\r\n\r\n");
        let ok = Write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        let server = ScriptedServer::new(vec![vec![Read, redirect, Read, ok]]).await;
        let log = Log::default();
        let _guard = tracing::subscriber::set_default(log.clone());
        let client = builder(&server.url).build().unwrap();
        soon(client.call(&GET_THING).send_empty()).await.unwrap();
        let expected = [
            &*started(port(&server.url), "127.0.0.1"),
            "event message=following a redirect http.response.status_code=307",
            "event message=request attempt attempt=1 http.response.status_code=200 http.request.body.size=0 \
             http.response.body.size=2 elapsed_ms=_",
            "record http.response.status_code=200",
            "record http.request.resend_count=1",
            "record attempts=1",
            "record elapsed_ms=_",
        ];
        assert_eq!(masked(&log), expected);
    }
}

/// A builder with a service whose response body has 6 bytes, of which the last 3 arrive after 3 s.
fn late_builder() -> ClientBuilder {
    let service = tower::service_fn(|_: http::Request<Body>| async {
        let chunks = stream::unfold(0, |index| async move {
            match index {
                0 => {}
                1 => tokio::time::sleep(Duration::from_secs(3)).await,
                _ => return None,
            }
            let frame = Frame::data(Bytes::from_static(b"abc"));
            Some((Ok::<_, BoxError>(frame), index + 1))
        });
        Ok::<_, BoxError>(http::Response::new(StreamBody::new(Box::pin(chunks))))
    });
    ClientBuilder::new(&API)
        .service(service)
        .retry(RetryPolicy::none())
}

fn late_client() -> Client {
    late_builder().build().unwrap()
}

#[tokio::test]
async fn no_value_is_recorded() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let recorder = Recorder::responding_with([response(404, &[("x-secret", "SECRET")], "SECRET")]);
    let client = recorder
        .builder()
        .credential("token", "SECRET")
        .build()
        .unwrap();
    let call = || {
        client
            .call(&PUT_THING)
            .path("id", "SECRET")
            .query("first", "SECRET")
            .header("x-note", "SECRET")
            .body("text/plain", "SECRET".into())
    };
    call().send_empty().await.unwrap_err();
    call()
        .query("SECRET", "SECRET")
        .send_empty()
        .await
        .unwrap_err();
    call().send_empty().await.unwrap();
    recorder
        .builder()
        .body_limit(1)
        .build()
        .unwrap()
        .call(&GET_THING)
        .send_text()
        .await
        .unwrap_err();
    let all = log.lines().join("\n");
    for expected in [
        "record error.type=\"404\"",
        "record error.type=\"argument\"\nrecord otel.status_code=\"ERROR\"\nrecord attempts=0",
        "record error.type=\"body\"",
        "url.template=\"/things/{id}\"",
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    assert!(!all.contains("SECRET"), "{all}");
}
