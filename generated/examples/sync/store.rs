//! The requests to the store, with their timeouts and retries.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fastly_kv_store::jiff::Timestamp;
use fastly_kv_store::kv_store_item::KvStoreItem;
use fastly_kv_store::types::{Consistency, GetItemResponse};
use fastly_kv_store::{Body, BoxError, CallOptions, Client, Error, Response, RetryPolicy};
use futures::TryStreamExt;

use super::arguments::Arguments;
use super::fingerprint::Fingerprint;
use super::report::Report;

/// The maximum length of a value: 25 MB, in bytes.
pub(crate) const VALUE_BYTES: u64 = 25 * 1_024 * 1_024;

/// The speed in bytes a second below which a transfer times out.
const MIN_SPEED: u64 = 50_000;

/// The number of times that a response is read whose body ends early. The client retries only requests without a
/// response.
const READ_ATTEMPTS: u32 = 4;

/// A store of the API.
pub(crate) struct Store {
    reads: KvStoreItem,
    writes: KvStoreItem,
    id: String,
    timeout: Duration,
}

impl Store {
    /// Returns the store that the arguments name. Nothing is sent yet.
    pub(crate) fn connect(
        arguments: &Arguments,
        token: &str,
        report: &Arc<Report>,
    ) -> Result<Self, Error> {
        // Uploads wait for the rate limit, which is reset every hour.
        let policy = RetryPolicy::default()
            .max_attempts(6)
            .max_total(Duration::from_secs(2 * 3_600))
            .wait_for_reset(true);
        let builder = || {
            let report = Arc::clone(report);
            let builder = Client::builder()
                .token(token)
                .retry(policy.clone())
                .user_agent("sync/1.0")
                .on_attempt(move |attempt| {
                    if let (Some("429"), Some(wait)) = (attempt.error_type, attempt.retry_in) {
                        report.wait(wait);
                    }
                });
            match &arguments.url {
                Some(url) => builder.base_url(url),
                None => Ok(builder),
            }
        };
        // The idle timeout would also limit the time in which a request body is sent.
        let reads = builder()?.idle_timeout(arguments.timeout).build()?;
        let writes = builder()?.build()?;
        Ok(Self::new(
            &reads,
            &writes,
            &arguments.store,
            arguments.timeout,
        ))
    }

    /// Returns a store with these clients.
    pub(crate) fn new(reads: &Client, writes: &Client, id: &str, timeout: Duration) -> Self {
        Self {
            reads: reads.kv_store_item(),
            writes: writes.kv_store_item(),
            id: id.to_owned(),
            timeout,
        }
    }

    /// Returns options with the timeout of an attempt that transfers this number of bytes.
    fn options(&self, bytes: u64) -> CallOptions {
        let transfer = Duration::from_secs(bytes / MIN_SPEED);
        CallOptions::new().attempt_timeout(self.timeout + transfer)
    }

    /// Returns all keys that start with a prefix.
    pub(crate) async fn keys(&self, prefix: &str) -> Result<BTreeSet<String>, BoxError> {
        let list = || async {
            let call = self.reads.list_item_keys(&self.id).limit(1_000);
            let call = call.consistency(Consistency::Strong);
            let call = if prefix.is_empty() {
                call
            } else {
                call.prefix(prefix)
            };
            let keys = call.options(self.options(0)).items();
            let keys = keys.try_filter(|key| std::future::ready(key.starts_with(prefix)));
            Ok(keys.try_collect().await?)
        };
        attempts(list).await
    }

    /// Returns the metadata of an item, if it exists. Its value is not downloaded.
    pub(crate) async fn metadata(&self, key: &str) -> Result<Option<String>, Error> {
        let call = self.reads.get_item(&self.id, key);
        match call.options(self.options(0)).send().await {
            Ok(item) => Ok(item.into_inner().metadata),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns an item whose value has not been read yet, if it exists.
    pub(crate) async fn get(&self, key: &str) -> Result<Option<Response<GetItemResponse>>, Error> {
        let call = self.reads.get_item(&self.id, key);
        match call.options(self.options(VALUE_BYTES)).send().await {
            Ok(item) => Ok(Some(item)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Uploads a file, which is read while it is sent. Returns the wait before the next write.
    pub(crate) async fn put(
        &self,
        key: &str,
        file: &Path,
        content: &Fingerprint,
        time_to_live: Option<u64>,
    ) -> Result<Duration, BoxError> {
        let call = self.writes.upsert_item(&self.id, key);
        let call = call.metadata(content.metadata(time_to_live));
        let call = match time_to_live {
            Some(seconds) => call.time_to_live_sec(seconds),
            None => call,
        };
        let call = call.body(Body::from_file(file).await?);
        let response = call.options(self.options(content.size)).send().await?;
        Ok(wait_after(&response))
    }

    /// Deletes an item. It is no error if it does not exist. Returns the wait before the next write.
    pub(crate) async fn delete(&self, key: &str) -> Result<Duration, Error> {
        let call = self.writes.delete_item(&self.id, key).force(true);
        match call.options(self.options(0)).send().await {
            Ok(response) => Ok(wait_after(&response)),
            Err(error) if error.is_not_found() => Ok(Duration::ZERO),
            Err(error) => Err(error),
        }
    }
}

/// Returns the time until the rate limit is reset, if nothing is left of it. The client waits for that long.
fn wait_after<T>(response: &Response<T>) -> Duration {
    let limit = response.rate_limit();
    let reset = limit
        .filter(|limit| limit.remaining == Some(0))
        .and_then(|limit| limit.reset);
    let wait = reset.map(|reset| reset.duration_since(Timestamp::now()));
    wait.and_then(|wait| Duration::try_from(wait).ok())
        .unwrap_or_default()
}

/// Reads something again if the body of a response ends early or stalls.
pub(crate) async fn attempts<T, F>(read: impl Fn() -> F) -> Result<T, BoxError>
where
    F: Future<Output = Result<T, BoxError>>,
{
    let is_broken = |error: &BoxError| {
        let error = error.downcast_ref::<Error>();
        error.is_some_and(|error| matches!(error, Error::Body(_)) || error.is_timeout())
    };
    for _ in 1..READ_ATTEMPTS {
        match read().await {
            Err(error) if is_broken(&error) => {}
            outcome => return outcome,
        }
    }
    read().await
}
