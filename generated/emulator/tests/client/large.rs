//! Large values and many keys.

use bytes::Bytes;
use fastly_kv_emulator::{SeedItem, VALUE_BYTES};
use fastly_kv_store::types::BatchItem;
use futures::TryStreamExt;
use http::StatusCode;

use crate::start;

#[tokio::test]
async fn values_of_25_mb_are_written_and_read() {
    let (_emulator, client, id) = start().await;
    let items = client.kv_store_item();
    let value: Vec<u8> = (0..VALUE_BYTES)
        .map(|index| u8::try_from(index * 7 % 251).unwrap_or(0))
        .collect();
    let value = Bytes::from(value);
    items
        .upsert_item(&id, "k")
        .body(value.clone())
        .send()
        .await
        .expect("a write");
    let read = items.get_item(&id, "k").send().await.expect("a read");
    assert!(read.bytes().await.expect("a value") == value);
    let longer = Bytes::from(vec![0; VALUE_BYTES + 1]);
    let error = items.upsert_item(&id, "k").body(longer).send().await;
    let status = error.expect_err("a refusal").status();
    assert_eq!(status, Some(StatusCode::PAYLOAD_TOO_LARGE));
    let line = BatchItem::new("batch", value.clone());
    items
        .upsert_batch(&id, [line])
        .send()
        .await
        .expect("a batch");
    let read = items.get_item(&id, "batch").send().await.expect("a read");
    assert!(read.bytes().await.expect("a value") == value);
}

#[tokio::test]
async fn a_hundred_thousand_keys_are_listed_in_pages() {
    let (emulator, client, id) = start().await;
    for number in 0..100_000 {
        let item = SeedItem::new(format!("key-{number:06}"), "");
        emulator.seed_item(&id, item).expect("an item");
    }
    let items = client.kv_store_item();
    let pages = items.list_item_keys(&id).pages();
    let pages: Vec<_> = pages.try_collect().await.expect("all pages");
    assert_eq!(pages.len(), 100);
    let keys: Vec<&String> = pages.iter().flat_map(|page| &page.data).collect();
    assert_eq!(keys.len(), 100_000);
    assert!(keys.is_sorted());
    let all: Vec<String> = items
        .list_item_keys(&id)
        .prefix("key-09")
        .limit(300)
        .items()
        .try_collect()
        .await
        .expect("all keys");
    assert_eq!(all.len(), 10_000);
}
