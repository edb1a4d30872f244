//! Tests of the reports of attempts.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use openapi_crate_runtime::{
    AttemptReport, Body, BoxError, Client, ClientBuilder, Operation, RetryPolicy,
};

use crate::fixture::{API, GET, GET_THING, PUT_THING, Recorder, response};

/// A function that collects reports, and the reports.
fn collector() -> (
    impl Fn(&AttemptReport<'_>) + Send + Sync + 'static,
    Arc<Mutex<Vec<String>>>,
) {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let collected = Arc::clone(&reports);
    let collect = move |report: &AttemptReport<'_>| {
        reports.lock().unwrap().push(format!("{report:?}"));
    };
    (collect, collected)
}

fn client(builder: ClientBuilder) -> (Client, Arc<Mutex<Vec<String>>>) {
    let (collect, reports) = collector();
    (builder.on_attempt(collect).build().unwrap(), reports)
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_reported_once() {
    let recorder = Recorder::responding_with([
        response(503, &[("retry-after", "2")], "busy"),
        response(201, &[], "{}"),
    ]);
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let (client, reports) = client(recorder.builder().retry(policy));
    client.call(&GET_THING).send_empty().await.unwrap();
    let common = "operation: \"get-thing\", method: GET, url_template: Some(\"/things\"), \
                  url_scheme: \"http\", server_address: \"api.test\", server_port: 80";
    let expected = [
        format!(
            "AttemptReport {{ {common}, attempt: 1, status: Some(503), error_type: Some(\"503\"), duration: 0ns, \
             time_to_response: Some(0ns), request_body_size: Some(0), response_body_size: Some(4), \
             retry_in: Some(2s) }}"
        ),
        format!(
            "AttemptReport {{ {common}, attempt: 2, status: Some(201), error_type: None, duration: 0ns, \
             time_to_response: Some(0ns), request_body_size: Some(0), response_body_size: Some(2), \
             retry_in: None }}"
        ),
    ];
    assert_eq!(*reports.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_attempt_is_reported_as_cancelled() {
    let never = tower::service_fn(|_: http::Request<Body>| {
        std::future::pending::<Result<http::Response<String>, BoxError>>()
    });
    let (client, reports) = client(ClientBuilder::new(&API).service(never));
    let call = client.call(&GET_THING).send_empty();
    let _elapsed = tokio::time::timeout(Duration::from_secs(1), call).await;
    let reports = reports.lock().unwrap();
    assert_eq!(reports.len(), 1);
    assert!(
        reports[0].contains("status: None, error_type: Some(\"cancelled\")"),
        "{reports:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_is_dropped_while_its_body_is_decoded_is_cancelled() {
    let endless = tower::service_fn(|_: http::Request<Body>| {
        let chunks = stream::iter([Ok::<_, BoxError>("[1,")]).chain(stream::pending());
        async { Ok::<_, BoxError>(http::Response::new(Body::from_stream(chunks))) }
    });
    let (client, reports) = client(ClientBuilder::new(&API).service(endless));
    let call = client.call(&GET_THING).send_json::<Vec<u64>>();
    let _elapsed = tokio::time::timeout(Duration::from_secs(1), call).await;
    // The caller of a stream decides how much of it to read.
    let stream = client.call(&GET_THING).send_stream().await.unwrap();
    stream.into_stream().try_next().await.unwrap();
    let reports = reports.lock().unwrap();
    let errors = ["Some(\"cancelled\")", "None"];
    assert_eq!(reports.len(), errors.len());
    for (report, error) in reports.iter().zip(errors) {
        let expected = format!("status: Some(200), error_type: {error}");
        assert!(report.contains(&expected), "{report}");
    }
}

#[tokio::test]
async fn an_observer_that_panics_during_a_panic_does_not_abort_the_process() {
    let recorder = Recorder::default();
    let builder = recorder.builder().on_attempt(|_| panic!("the observer"));
    let client = builder.build().unwrap();
    let task = tokio::spawn(async move {
        let _open = client.call(&GET_THING).send_stream().await.unwrap();
        panic!("the task");
    });
    let panic = task.await.unwrap_err().into_panic();
    assert_eq!(panic.downcast_ref(), Some(&"the task"));
}

#[tokio::test]
async fn an_attempt_ends_with_its_body() {
    let recorder = Recorder::default();
    let (client, reports) = client(recorder.builder());
    let response = client.call(&GET_THING).send_stream().await.unwrap();
    assert!(reports.lock().unwrap().is_empty());
    let mut body = response.into_stream();
    while body.try_next().await.unwrap().is_some() {}
    assert_eq!(reports.lock().unwrap().len(), 1);
    drop(body);
    assert_eq!(reports.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_request_that_is_not_sent_is_not_reported() {
    let recorder = Recorder::default();
    let (client, reports) = client(recorder.builder());
    let call = client.call(&PUT_THING).path("id", "x");
    let call = call.query("unknown", "x");
    call.send_empty().await.unwrap_err();
    // The path has no argument.
    client.call(&PUT_THING).send_empty().await.unwrap_err();
    assert!(reports.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_stream_has_no_known_size_and_its_failure_is_an_error_of_the_body() {
    let recorder = Recorder::default();
    let (client, reports) = client(recorder.builder());
    let broken = stream::iter([Ok("abc"), Err(BoxError::from("broken"))]);
    let call = client.call(&PUT_THING).path("id", "x");
    let call = call.body("text/plain", Body::from_stream(broken));
    call.send_empty().await.unwrap_err();
    let reports = reports.lock().unwrap();
    assert!(
        reports[0].contains("error_type: Some(\"body\")")
            && reports[0].contains("request_body_size: None, response_body_size: None"),
        "{reports:?}"
    );
}

#[tokio::test]
async fn the_server_of_an_operation_is_reported() {
    static ELSEWHERE: Operation = Operation {
        server: Some("https://[::1]:8443/base"),
        ..GET
    };
    let (collect, reports) = collector();
    let builder = ClientBuilder::new(&API).service(Recorder::default());
    let client = builder.on_attempt(collect).build().unwrap();
    client.call(&ELSEWHERE).send_empty().await.unwrap();
    let reports = reports.lock().unwrap();
    assert!(
        reports[0].contains("url_scheme: \"https\", server_address: \"::1\", server_port: 8443"),
        "{reports:?}"
    );
}

#[tokio::test]
async fn a_report_has_no_values() {
    let recorder = Recorder::responding_with([response(404, &[("x-secret", "SECRET")], "SECRET")]);
    let (client, reports) = client(recorder.builder().credential("token", "SECRET"));
    let call = client.call(&PUT_THING).path("id", "SECRET");
    let call = call.query("first", "SECRET").header("x-note", "SECRET");
    let call = call.body("text/plain", "SECRET".into());
    call.send_empty().await.unwrap_err();
    let reports = reports.lock().unwrap();
    assert!(
        reports.len() == 1 && !reports[0].contains("SECRET"),
        "{reports:?}"
    );
}
