//! The first program of the README.

use fastly_kv_store::{Client, Error, types::Store};
use futures::TryStreamExt;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?; // FASTLY_API_TOKEN
    let store = client
        .kv_store()
        .create_store(&Store::new("greetings"))
        .send()
        .await?;
    let id = store.id.as_deref().unwrap_or_default();

    let items = client.kv_store_item();
    items
        .upsert_item(id, "en")
        .body("Hello!")
        .metadata("v1")
        .time_to_live_sec(3600)
        .send()
        .await?;

    let item = items.get_item(id, "en").send().await?;
    println!("written as generation {:?}", item.generation);
    println!("{}", item.text().await?); // or bytes(), or into_stream()

    let mut keys = items.list_item_keys(id).items(); // fetches each page when it is needed
    while let Some(key) = keys.try_next().await? {
        println!("{key}");
    }
    Ok(())
}
