//! Layers over the transport: a log of the requests, a rate limiter, metrics and a cache.
//!
//! `FASTLY_API_TOKEN=… cargo run -p fastly-kv-store --example layers` lists the stores twice; the second list is that
//! of the cache.

mod stack;

use std::time::Duration;

use fastly_kv_store::{Client, Error};
use stack::{CacheLayer, Metrics};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let metrics = Metrics::default();
    let token = std::env::var("FASTLY_API_TOKEN").unwrap_or_default();
    let builder = Client::builder().token(token);
    let builder = stack::with_log(builder, |line| println!("{line}"));
    let builder = stack::with_rate_limit(builder, 10, Duration::from_secs(1));
    // The last layer sees a request first: a response of the cache is neither counted nor limited.
    let client = builder
        .layer(metrics.clone())
        .layer(CacheLayer::new(Duration::from_secs(60)))
        .build()?;
    for _ in 0..2 {
        let stores = client.kv_store().get_stores().send().await?;
        println!("{} stores", stores.data.len());
    }
    println!("{:?}", metrics.counts());
    Ok(())
}
