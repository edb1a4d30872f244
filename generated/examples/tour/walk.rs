//! The steps of the tour: all operations, in the order in which a program would use them.

use std::error::Error as StdError;
use std::io::Write;
use std::time::Duration;

use fastly_kv_store::types::{BatchItem, Consistency, Location, Store};
use fastly_kv_store::{Body, BoxError, Client, Error};
use futures::{TryStreamExt, stream};

/// The maximum number of attempts to delete the store while the API still counts items that were just deleted.
const MAX_ATTEMPTS: u32 = 5;

/// Runs all steps in a new store, and deletes the store even if a step fails.
pub(crate) async fn tour(
    client: &Client,
    name: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let mut id = None;
    let walked = walk(client, name, &mut id, out).await;
    let cleaned = clean_up(client, name, id, out).await;
    match (walked, cleaned) {
        (Err(step), Err(cleaning)) => Err(format!(
            "{}; then {}",
            with_sources(&*step),
            with_sources(&*cleaning)
        )
        .into()),
        (walked, cleaned) => walked.and(cleaned),
    }
}

/// Runs all steps except the cleanup. Sets `id` as soon as the store's id is known.
async fn walk(
    client: &Client,
    name: &str,
    id: &mut Option<String>,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    writeln!(out, "\nStores")?;
    let created = client
        .kv_store()
        .create_store(&Store::new(name))
        .location(Location::Eu)
        .send()
        .await?;
    let id = id.insert(
        created
            .id
            .clone()
            .ok_or("the API created a store without returning its id")?,
    );
    writeln!(out, "  create-store    {}, id {id}", created.status())?;
    describe_stores(client, id, name, out).await?;

    writeln!(out, "\nItems")?;
    write_and_read(client, id, out).await?;
    write_on_conditions(client, id, out).await?;
    stream_a_value(client, id, out).await?;

    writeln!(out, "\nBatches and lists")?;
    write_a_batch(client, id, out).await?;
    list_keys(client, id, out).await?;

    writeln!(out, "\nDeletions and errors")?;
    delete_an_item(client, id, out).await?;
    delete_a_full_store(client, id, out).await
}

async fn describe_stores(
    client: &Client,
    id: &str,
    name: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let stores = client.kv_store();

    let store = stores.get_store(id).send().await?;
    let created_at = store.created_at.map(|time| time.to_string());
    writeln!(
        out,
        "  get-store       created at {}",
        created_at.as_deref().unwrap_or("an unknown time")
    )?;

    let found: Vec<_> = stores.get_stores().name(name).items().try_collect().await?;
    writeln!(
        out,
        "  get-stores      {} store with this name",
        found.len()
    )?;

    let renamed = stores
        .update_store(id, &Store::new(format!("{name}-renamed")))
        .send()
        .await?;
    writeln!(
        out,
        "  update-store    {}, renamed to `{name}-renamed`",
        renamed.status()
    )?;
    Ok(())
}

async fn write_and_read(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let items = client.kv_store_item();

    let written = items
        .upsert_item(id, "a greeting")
        .body("hello")
        .metadata("v1")
        .time_to_live_sec(3600)
        .send()
        .await?;
    let left = written.rate_limit().and_then(|limit| limit.remaining);
    let left = left.map_or_else(String::new, |left| {
        format!(", {left} writes left this hour")
    });
    writeln!(out, "  upsert-item     {}{left}", written.status())?;

    let item = items.get_item(id, "a greeting").send().await?;
    let metadata = item.metadata.clone().unwrap_or_default();
    writeln!(
        out,
        "  get-item        {:?}, metadata {metadata:?}",
        item.text().await?
    )?;
    Ok(())
}

/// Writes only if the item has not changed: once successfully, and once after a change.
async fn write_on_conditions(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let items = client.kv_store_item();

    let item = items.get_item(id, "a greeting").send().await?;
    let generation = item
        .generation
        .ok_or("the API did not return the item's generation")?;
    items
        .upsert_item(id, "a greeting")
        .body("hello again")
        .if_generation_match(generation)
        .send()
        .await?;
    writeln!(
        out,
        "  upsert-item     if the generation is still {generation}: written"
    )?;

    match items
        .upsert_item(id, "a greeting")
        .body("too late")
        .if_generation_match(generation)
        .send()
        .await
    {
        Err(error) if error.is_precondition_failed() => {
            writeln!(out, "  upsert-item     with the same condition: {error}")?;
            Ok(())
        }
        other => Err(unexpected(other.err())),
    }
}

/// Sends and reads a value as a stream, so that it does not have to fit in memory.
async fn stream_a_value(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let items = client.kv_store_item();

    let lines = ["one line\n", "another line\n", "the last line\n"];
    let length = lines.iter().map(|line| line.len() as u64).sum();
    let body = Body::from_stream(stream::iter(lines.map(Ok::<_, Error>))).with_length(length);
    items.upsert_item(id, "log").body(body).send().await?;
    writeln!(out, "  upsert-item     {length} bytes from a stream")?;

    let mut chunks = items.get_item(id, "log").send().await?.into_stream();
    let mut received = 0;
    while let Some(chunk) = chunks.try_next().await? {
        received += chunk.len();
    }
    writeln!(out, "  get-item        {received} bytes as a stream")?;
    Ok(())
}

async fn write_a_batch(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let batch = (1..=3).map(|n| BatchItem::new(format!("batch/{n}"), format!("value {n}")));
    let response = client
        .kv_store_item()
        .upsert_batch(id, batch)
        .send()
        .await?;
    let failed = response.errors.as_ref().map_or(0, Vec::len);
    writeln!(
        out,
        "  upsert-batch    {} items, {failed} failed",
        3 - failed
    )?;
    Ok(())
}

/// Lists all keys as one stream, although each page has only two.
async fn list_keys(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let keys = client
        .kv_store_item()
        .list_item_keys(id)
        .limit(2)
        .consistency(Consistency::Strong)
        .items();
    let keys: Vec<String> = keys.try_collect().await?;
    writeln!(out, "  list-item-keys  {}", keys.join(", "))?;
    Ok(())
}

async fn delete_an_item(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let items = client.kv_store_item();

    let deleted = items.delete_item(id, "a greeting").send().await?;
    writeln!(out, "  delete-item     {}", deleted.status())?;

    match items.delete_item(id, "never written").send().await {
        Err(error) if error.is_not_found() => {
            writeln!(out, "  delete-item     {error}")?;
            Ok(())
        }
        other => Err(unexpected(other.err())),
    }
}

async fn delete_a_full_store(
    client: &Client,
    id: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    match client.kv_store().delete_store(id).send().await {
        Err(error) if error.is_conflict() => {
            writeln!(out, "  delete-store    {error}")?;
            Ok(())
        }
        other => Err(unexpected(other.err())),
    }
}

/// Returns the error of a step that did not fail as expected.
fn unexpected(error: Option<Error>) -> BoxError {
    error.map_or_else(
        || "the API accepted a request that it should have rejected".into(),
        BoxError::from,
    )
}

/// Deletes the items and the store. Looks up the store by name if its creation returned no response.
async fn clean_up(
    client: &Client,
    name: &str,
    id: Option<String>,
    out: &mut (dyn Write + Send),
) -> Result<(), BoxError> {
    let id = match id {
        Some(id) => id,
        None => match client
            .kv_store()
            .get_stores()
            .name(name)
            .send()
            .await?
            .data
            .first()
        {
            Some(store) => store
                .id
                .clone()
                .ok_or("the API did not return the store's id")?,
            None => return Ok(()),
        },
    };
    let (mut items, mut attempts) = (0, 1);
    loop {
        items += delete_items(client, &id).await?;
        match client.kv_store().delete_store(&id).send().await {
            // Written only now: an output that is closed must not prevent the deletion.
            Ok(deleted) => {
                writeln!(out, "\nCleaning up")?;
                writeln!(out, "  delete-item     {items} times")?;
                writeln!(out, "  delete-store    {}", deleted.status())?;
                return Ok(());
            }
            Err(error) if error.is_conflict() && attempts < MAX_ATTEMPTS => {
                attempts += 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(error) => {
                return Err(
                    format!("the store {id} was not deleted: {}", with_sources(&error)).into(),
                );
            }
        }
    }
}

/// Deletes all items of a store, and returns their number.
async fn delete_items(client: &Client, id: &str) -> Result<usize, Error> {
    let items = client.kv_store_item();
    let keys: Vec<String> = items.list_item_keys(id).items().try_collect().await?;
    for key in &keys {
        items.delete_item(id, key).force(true).send().await?;
    }
    Ok(keys.len())
}

/// Returns the messages of an error and its sources.
pub(crate) fn with_sources(error: &(dyn StdError + 'static)) -> String {
    let mut messages = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        messages += &format!(": {cause}");
        next = cause.source();
    }
    messages
}
