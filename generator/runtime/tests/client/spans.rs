//! Tests of the tracing span of a call.

use std::fmt;
use std::sync::{Arc, Mutex};

use futures::TryStreamExt as _;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::fixture::{GET_THING, PUT_THING, Recorder, response};
use openapi_crate_runtime::RetryPolicy;

/// Records everything that is logged, one line per entry.
#[derive(Clone, Default)]
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

#[tokio::test(start_paused = true)]
async fn a_successful_call_records_status_and_attempts() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let recorder = Recorder::responding_with([
        response(503, &[("retry-after", "2")], ""),
        response(201, &[], "{}"),
    ]);
    let client = recorder
        .builder()
        .retry(RetryPolicy::default().base_delay(std::time::Duration::ZERO));
    client
        .build()
        .unwrap()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    let all = log.lines().join("\n");
    assert!(all.starts_with("call operation=\"get-thing\"\n"), "{all}");
    assert!(
        all.contains("event message=retrying the request error=\"api\" status=503 wait=2s"),
        "{all}"
    );
    assert!(
        all.contains("record status=201\nrecord attempts=2\n")
            && all.contains("\nrecord elapsed_ms="),
        "{all}"
    );
    assert!(log.is_closed(), "{all}");
}

#[tokio::test]
async fn a_span_ends_with_the_body() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let recorder = Recorder::default();
    let response = recorder
        .client()
        .call(&GET_THING)
        .send_stream()
        .await
        .unwrap();
    assert!(!log.is_closed());
    let mut body = response.into_stream();
    while body.try_next().await.unwrap().is_some() {}
    assert!(log.is_closed());
}

#[tokio::test]
async fn a_failed_call_records_no_values() {
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
    };
    call()
        .body("text/plain", "SECRET".into())
        .send_empty()
        .await
        .unwrap_err();
    call()
        .query("SECRET", "SECRET")
        .send_empty()
        .await
        .unwrap_err();
    let all = log.lines().join("\n");
    assert!(
        all.contains("record status=404\nrecord attempts=1\nrecord error=\"api\""),
        "{all}"
    );
    let limited = recorder.builder().body_limit(1).build().unwrap();
    limited.call(&GET_THING).send_text().await.unwrap_err();
    let all = format!("{all}\n{}", log.lines().join("\n"));
    assert!(all.contains("record error=\"body\""), "{all}");
    assert!(
        all.contains("record attempts=0\nrecord error=\"argument\""),
        "{all}"
    );
    assert!(!all.contains("SECRET"), "{all}");
}
