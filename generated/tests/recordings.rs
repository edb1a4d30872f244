//! Tests that replay recorded exchanges: requests are compared byte for byte, responses field by field.
//!
//! Each file in `calls` contains the calls of one operation, with a table of the recordings that each replays.

mod calls;
mod replay;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, resume_unwind};

use fastly_kv_store::{Client, ClientBuilder, Error, Response, RetryPolicy};
use futures::FutureExt;
use http::{HeaderMap, StatusCode};

/// The store of most recordings.
const STORE: &str = "w8Fq3LmZ1xTn6PdRyK0sVb";

/// Keys with special characters, with the suffixes of their recordings `200-key-…`.
const KEYS: &[(&str, &str)] = &[
    ("space", "a b"),
    ("slash", "a/b//c/"),
    ("percent", "100%/%2F"),
    ("plus", "a+b"),
    ("utf8", "grün/日本"),
    ("punctuation", "-._~!$&'()*,:=@\"<>[]{}\\`"),
    ("dots", ".../..x/."),
];

/// Declares a test for each call: `call: "recording", …;`.
macro_rules! replays {
    ($($call:ident: $($recording:literal),+;)+) => {
        mod replayed {
            $(#[tokio::test]
            async fn $call() {
                crate::play(&[$($recording),+], super::$call).await;
            })+
        }

        /// The recordings that are replayed by these calls.
        pub(crate) const RECORDINGS: &[&str] = &[$($($recording),+),+];
    };
}
use replays;

/// Replays recordings for a call, which must request all of them in order.
async fn play<F: Future<Output = ()>>(recordings: &[&str], call: impl FnOnce(Client) -> F) {
    let exchanges = recordings.iter().map(|name| replay::load(name)).collect();
    let server = replay::Server::start(exchanges, replay::Matching::Exact).await;
    let outcome = AssertUnwindSafe(call(client(&server, replay::TOKEN)))
        .catch_unwind()
        .await;
    // A difference in the request is the best explanation of a failed call, so it is reported first.
    if let Err(differences) = server.finish() {
        panic!("{differences}");
    }
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// Returns a client without retries.
fn client(server: &replay::Server, token: &str) -> Client {
    let client = Client::builder().token(token).retry(RetryPolicy::none());
    client
        .base_url(server.base_url())
        .and_then(ClientBuilder::build)
        .expect("a client")
}

/// Asserts that a call succeeded with the recorded status and headers.
fn success<T>(result: Result<Response<T>, Error>, recording: &str) -> Response<T> {
    let response = result.unwrap_or_else(|error| panic!("{recording}: {error}"));
    let recorded = replay::load(recording).response;
    assert_eq!(response.status(), recorded.status, "{recording}");
    assert_headers(response.headers(), &recorded);
    response
}

/// Asserts that a call failed with the recorded status, headers and body.
fn failure<T>(result: Result<T, Error>, recording: &str) -> Error {
    let Err(error) = result else {
        panic!("{recording}: the call succeeded")
    };
    let Error::Api(api) = &error else {
        panic!("{recording}: {error}")
    };
    let recorded = replay::load(recording).response;
    assert_eq!(error.status(), Some(api.status()), "{recording}");
    assert_eq!(api.status(), recorded.status, "{recording}");
    assert_eq!(api.body(), &recorded.body, "{recording}");
    assert_headers(api.headers(), &recorded);

    let (operation, _) = recording.split_once('/').expect("a folder per operation");
    let shown = error.to_string();
    assert!(shown.contains(operation), "{shown:?} names {operation}");
    assert!(
        shown.contains(&recorded.status.to_string()),
        "{shown:?} names the status"
    );
    assert!(
        !format!("{error:?}{shown}").contains(replay::TOKEN),
        "the token is shown"
    );
    error
}

/// Asserts that a call failed with this detail in its message and its `Display` output.
fn failure_that_says<T>(result: Result<T, Error>, recording: &str, detail: &str) -> Error {
    let error = failure(result, recording);
    let Error::Api(api) = &error else {
        unreachable!("checked by `failure`")
    };
    assert!(
        api.message()
            .is_some_and(|message| message.contains(detail)),
        "{:?}",
        api.message()
    );
    assert!(error.to_string().contains(detail), "{error}");
    error
}

/// Asserts that a call failed because of the rate limit, with the time of the reset.
fn over_the_limit<T>(result: Result<T, Error>, recording: &str) {
    let error = failure_that_says(result, recording, "the hourly budget for writes is spent");
    assert!(error.is_rate_limited());
    let Error::Api(api) = &error else {
        unreachable!("checked by `failure`")
    };
    let limit = api.rate_limit().expect("a rate limit");
    assert_eq!(limit.remaining, Some(0));
    assert_eq!(
        limit.reset,
        Some("2026-01-01T01:00:00Z".parse().expect("a timestamp"))
    );
}

fn assert_headers(headers: &HeaderMap, recorded: &replay::Response) {
    for (name, value) in &recorded.headers {
        let found = headers.get(name).map(http::HeaderValue::as_bytes);
        assert_eq!(found, Some(value.as_bytes()), "the header {name}");
    }
}

#[test]
fn every_recording_is_replayed() {
    let replayed: BTreeSet<&str> = calls::RECORDINGS
        .iter()
        .copied()
        .flatten()
        .copied()
        .collect();
    // The tour's recordings are replayed by the tour's own test.
    let unused = |name: &String| !replayed.contains(name.as_str()) && !name.starts_with("tour/");
    let unused: Vec<String> = replay::files().into_iter().filter(unused).collect();
    assert_eq!(unused, Vec::<String>::new(), "unused recordings");
}

#[tokio::test]
async fn a_key_that_would_change_the_path_is_rejected() {
    play(&[], |client| async move {
        for key in ["", ".", ".."] {
            let result = client.kv_store_item().delete_item(STORE, key).send().await;
            assert!(
                matches!(result, Err(Error::Argument(_))),
                "{key:?} was sent"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn any_difference_from_the_recorded_request_is_reported() {
    type Change = fn(&mut replay::Request);
    let changes: [(&str, Change); 6] = [
        ("method", |request| request.method = "POST".into()),
        ("target", |request| {
            request.target = request.target.replace("greeting", "%67reeting");
        }),
        ("headers", |request| {
            request.headers.push(("metadata".into(), "v1".into()));
        }),
        ("headers", |request| request.headers.clear()),
        ("body", |request| request.body = "hello\n".into()),
        ("fastly-key", |_| {}),
    ];
    for (part, change) in changes {
        let mut exchange = replay::load("upsert-item/200");
        change(&mut exchange.request);
        let server = replay::Server::start(vec![exchange], replay::Matching::Exact).await;
        let token = if part == "fastly-key" {
            "another"
        } else {
            replay::TOKEN
        };
        let client = client(&server, token);
        let result = client
            .kv_store_item()
            .upsert_item(STORE, "greeting")
            .body("hello")
            .send()
            .await;

        assert_eq!(
            result.expect_err("a refusal").status(),
            Some(StatusCode::IM_A_TEAPOT)
        );
        let report = server.finish().expect_err("a difference");
        assert!(
            report.contains(&format!("\n  {part}\n    recorded  ")),
            "{part} in {report}"
        );
        assert_eq!(report.matches("recorded  ").count(), 1, "{report}");
    }
}

#[tokio::test]
async fn a_missing_request_is_reported() {
    let server =
        replay::Server::start(vec![replay::load("get-store/200")], replay::Matching::Exact).await;
    assert_eq!(
        server.finish(),
        Err("get-store/200: not requested\n".to_owned())
    );
}

#[tokio::test]
#[should_panic(expected = "the test must call `finish`")]
async fn a_server_that_is_not_finished_fails_the_test() {
    let exchanges = vec![replay::load("get-store/200")];
    drop(replay::Server::start(exchanges, replay::Matching::Exact).await);
}

#[tokio::test]
async fn a_request_after_the_last_exchange_is_reported() {
    let server = replay::Server::start(Vec::new(), replay::Matching::Exact).await;
    let result = client(&server, replay::TOKEN)
        .kv_store()
        .delete_store(STORE)
        .send()
        .await;
    assert_eq!(
        result.expect_err("a refusal").status(),
        Some(StatusCode::IM_A_TEAPOT)
    );
    assert!(
        server
            .finish()
            .expect_err("a difference")
            .contains("no exchange is left")
    );
}
