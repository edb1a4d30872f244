//! Tests of rate limits: the wait for their reset, after a 429 response and before a request.

use std::time::Duration;

use bytes::Bytes;
use http::Response;
use openapi_crate_runtime::{Client, Error, RetryPolicy};
use tokio::time::Instant;

use crate::fixture::{GET_THING, Recorder, response};

/// A response that says how many requests are left, and when the limit is reset.
fn limited(status: u16, remaining: &str, reset: i64) -> Response<Bytes> {
    let reset = reset.to_string();
    let headers = [("x-remaining", remaining), ("x-reset", &reset)];
    response(status, &headers, "{}")
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn client(recorder: &Recorder, policy: RetryPolicy) -> Client {
    recorder.builder().retry(policy).build().unwrap()
}

async fn get(client: &Client) -> Result<(), Error> {
    client.call(&GET_THING).send_empty().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn a_429_waits_for_the_reset() {
    // A Unix time, and a number of seconds.
    for reset in [now() + 30, 30] {
        let recorder = Recorder::responding_with([limited(429, "0", reset)]);
        let start = Instant::now();
        get(&client(&recorder, RetryPolicy::default()))
            .await
            .unwrap();
        assert_eq!(recorder.requests().len(), 2);
        let waited = start.elapsed().as_secs_f64();
        assert!((28.0..=33.1).contains(&waited), "{waited}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_is_too_late_is_returned_at_once_with_its_time() {
    let recorder = Recorder::responding_with([limited(429, "0", now() + 1800)]);
    let start = Instant::now();
    let error = get(&client(&recorder, RetryPolicy::default()))
        .await
        .unwrap_err();
    assert_eq!(
        (recorder.requests().len(), start.elapsed()),
        (1, Duration::ZERO)
    );
    assert!(error.is_rate_limited());
    let text = error.to_string();
    assert!(
        text.contains("not retried: the rate limit resets in 29m 5")
            && text.ends_with("s, beyond the retry policy's `max_total` of 60s)"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_without_retries_says_when_the_limit_is_reset() {
    let recorder = Recorder::responding_with([limited(429, "0", 1798)]);
    let error = get(&client(&recorder, RetryPolicy::none()))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: 429 Too Many Requests (the rate limit resets in 29m 58s)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_reset_beyond_the_timeout_names_the_timeout() {
    let recorder = Recorder::responding_with([limited(429, "0", 30)]);
    let client = recorder
        .builder()
        .retry(RetryPolicy::default())
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    assert_eq!(
        get(&client).await.unwrap_err().to_string(),
        "`get-thing` failed: 429 Too Many Requests (not retried: the rate limit resets in 30s, beyond the timeout of 5s)"
    );
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_used_instead_of_the_reset() {
    let headers = [
        ("x-remaining", "0"),
        ("x-reset", "1800"),
        ("retry-after", "2"),
    ];
    let recorder = Recorder::responding_with([response(429, &headers, "")]);
    let start = Instant::now();
    get(&client(&recorder, RetryPolicy::default()))
        .await
        .unwrap();
    assert_eq!(start.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_reset_in_the_past_or_with_requests_left_is_an_ordinary_delay() {
    for limited in [
        limited(429, "0", now() - 30),
        limited(429, "7", now() + 30),
        limited(429, "0", -5),
        limited(503, "0", now() + 30),
    ] {
        let recorder = Recorder::responding_with([limited]);
        let start = Instant::now();
        get(&client(&recorder, RetryPolicy::default()))
            .await
            .unwrap();
        assert!(start.elapsed().as_millis() <= 101);
    }
}

#[tokio::test(start_paused = true)]
async fn the_reset_is_relative_to_the_date_of_the_server() {
    // A server whose clock is wrong sends small times, so this one is in this century.
    let sent = "Thu, 01 Jan 2026 00:00:00 GMT";
    let headers = [
        ("x-remaining", "0"),
        ("x-reset", "1767225605"),
        ("date", sent),
    ];
    let recorder = Recorder::responding_with([response(429, &headers, "")]);
    let start = Instant::now();
    get(&client(&recorder, RetryPolicy::default()))
        .await
        .unwrap();
    assert_eq!(start.elapsed().as_secs(), 5);
}

fn waiting() -> RetryPolicy {
    RetryPolicy::default().wait_for_reset(true)
}

#[tokio::test(start_paused = true)]
async fn a_request_waits_if_the_last_response_said_that_nothing_is_left() {
    let recorder = Recorder::responding_with([limited(200, "0", 20)]);
    let client = client(&recorder, waiting());
    get(&client).await.unwrap();
    let start = Instant::now();
    get(&client).await.unwrap();
    let waited = start.elapsed().as_secs_f64();
    assert!((20.0..=22.1).contains(&waited), "{waited}");
    // After the reset, nothing waits.
    let start = Instant::now();
    get(&client).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_by_default_or_if_requests_are_left() {
    for (policy, remaining) in [(RetryPolicy::default(), "0"), (waiting(), "1")] {
        let recorder = Recorder::responding_with([limited(200, remaining, 20)]);
        let client = client(&recorder, policy);
        let start = Instant::now();
        get(&client).await.unwrap();
        get(&client).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_is_not_begun() {
    let recorder = Recorder::responding_with([limited(200, "0", 1800)]);
    let client = client(&recorder, waiting());
    let start = Instant::now();
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_tasks_do_not_wake_at_once() {
    let recorder = Recorder::responding_with([limited(200, "0", 20)]);
    let client = client(&recorder, waiting());
    get(&client).await.unwrap();
    let start = Instant::now();
    let tasks = (0..1000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move {
            get(&client).await.unwrap();
            start.elapsed()
        })
    });
    let tasks = tasks.collect::<Vec<_>>();
    let mut tenths = [0; 20];
    for task in tasks {
        let waited = task.await.unwrap();
        let late = waited.checked_sub(Duration::from_secs(20)).unwrap();
        let tenth = usize::try_from(late.as_millis() / 100).unwrap();
        tenths[tenth.min(19)] += 1;
    }
    assert!(
        tenths.iter().all(|count| (10..150).contains(count)),
        "{tenths:?}"
    );
}
