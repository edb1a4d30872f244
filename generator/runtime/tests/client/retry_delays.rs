//! Tests of the delays before retries: the policy, `Retry-After`, and the timeout.

use std::time::Duration;

use openapi_crate_runtime::{Error, RetryPolicy};
use tokio::time::Instant;

use crate::fixture::GET_THING;
use crate::scripted_service::Outcome::{Responds, RetryAfter, Stalls};
use crate::scripted_service::Scripted;

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
