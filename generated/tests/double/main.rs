//! Calls of the typed double, behind the feature `testing`.

#![allow(missing_docs, reason = "test names are self-explanatory")]

mod calls;
mod each_fault;
mod expectations;
mod faults;
mod paused_clock;
mod replies;
mod time;

use std::future::Future;
use std::time::Duration;

use fastly_kv_store::testing::Double;
use fastly_kv_store::{Client, RetryPolicy};

/// A client of a double.
fn client_of(api: &Double) -> Client {
    let builder = Client::builder().token("token-of-the-test");
    builder
        .service(api.clone())
        .build()
        .expect("a valid client")
}

/// A client of a double with a timeout.
fn client_with_timeout(api: &Double, timeout: Duration) -> Client {
    let builder = Client::builder().token("token-of-the-test");
    let builder = builder.service(api.clone()).timeout(timeout);
    builder.build().expect("a valid client")
}

/// A client of a double without retries.
fn client_without_retries(api: &Double) -> Client {
    let builder = Client::builder().token("token-of-the-test");
    let builder = builder.service(api.clone()).retry(RetryPolicy::none());
    builder.build().expect("a valid client")
}

/// Runs a future on an executor without timers, and fails if it takes real time.
fn at_once<F: Future>(future: F) -> F::Output {
    let start = std::time::Instant::now();
    let output = futures::executor::block_on(future);
    assert!(start.elapsed() < Duration::from_secs(2), "took real time");
    output
}
