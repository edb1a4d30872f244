//! The settings shown in the README: retries and rate limits, timeouts, and a program without `async`.
//!
//! Run it with a token in `FASTLY_API_TOKEN`.

use std::env;
use std::error::Error;
use std::time::Duration;

use fastly_kv_store::{Client, Error as CallError, RetryPolicy};

fn retries(token: &str) -> Result<Client, CallError> {
    let policy = RetryPolicy::default()
        .max_attempts(5)
        .max_total(Duration::from_secs(300))
        .wait_for_reset(true);
    let client = Client::builder().token(token).retry(policy).build()?;
    Ok(client)
}

fn timeouts(token: &str) -> Result<Client, CallError> {
    let client = Client::builder()
        .token(token)
        .timeout(Duration::from_secs(120))
        .attempt_timeout(Duration::from_secs(30))
        .idle_timeout(Duration::from_secs(10))
        .build()?;
    Ok(client)
}

fn blocking(client: &Client) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let store = runtime.block_on(client.kv_store().get_store("my-store-id").send())?;
    println!("{:?}", store.name);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("FASTLY_API_TOKEN")?;
    blocking(&timeouts(&token)?)?;
    blocking(&retries(&token)?)
}
