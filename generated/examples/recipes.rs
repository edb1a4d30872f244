//! The code shown in the README: settings, a program without `async`, errors and metrics.
//!
//! Run it with a token in `FASTLY_API_TOKEN`.

use std::env;
use std::error::Error;
use std::time::Duration;

use fastly_kv_store::types::BatchItem;
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

async fn delete(client: &Client, id: &str) -> Result<(), CallError> {
    let items = client.kv_store_item();
    match items.delete_item(id, "en").send().await {
        Err(error) if error.is_not_found() => {} // also is_conflict, is_precondition_failed, is_rate_limited, is_timeout
        other => {
            other?;
        }
    }
    Ok(())
}

async fn load(client: &Client, id: &str, batch: Vec<BatchItem>) -> Result<(), CallError> {
    use fastly_kv_store::kv_store_item::{UpsertBatch, UpsertBatchFailure};

    let items = client.kv_store_item();
    if let Err(error) = items.upsert_batch(id, batch).send().await {
        match error.failure::<UpsertBatch>() {
            Some(UpsertBatchFailure::BadRequest(report)) => println!("{:?}", report.errors),
            _ => return Err(error),
        }
    }
    Ok(())
}

/// Stands for a histogram of a library for metrics.
#[derive(Debug, Default)]
struct Histogram;

impl Histogram {
    fn record(&self, value: f64, attributes: &[(&str, String)]) {
        println!("{value} {attributes:?} {self:?}");
    }
}

fn metrics(token: &str, duration: Histogram) -> Result<Client, CallError> {
    let client = Client::builder()
        .token(token)
        .on_attempt(move |report| {
            let attributes = [
                ("http.request.method", report.method.to_string()),
                ("server.address", report.server_address.to_owned()),
                ("server.port", report.server_port.to_string()),
                (
                    "error.type",
                    report.error_type.unwrap_or_default().to_owned(),
                ),
            ];
            duration.record(report.duration.as_secs_f64(), &attributes);
        })
        .build()?;
    Ok(client)
}

fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("FASTLY_API_TOKEN")?;
    blocking(&timeouts(&token)?)?;
    blocking(&retries(&token)?)?;

    let client = metrics(&token, Histogram)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        delete(&client, "my-store-id").await?;
        load(&client, "my-store-id", vec![BatchItem::new("en", "Hello!")]).await?;
        Ok(())
    })
}
