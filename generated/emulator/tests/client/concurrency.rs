//! Many clients at once.

use std::time::Duration;

use fastly_kv_emulator::Operation;
use futures::future::try_join_all;

use crate::start;

const CLIENTS: u64 = 1_000;

#[tokio::test]
async fn a_thousand_clients_increment_a_counter_without_a_lost_update() {
    let (emulator, client, id) = start().await;
    let increment = |number: u64, client: fastly_kv_store::Client, id: String| async move {
        // Without pauses, all clients would repeat at once, and only one of them would succeed each time. A pause is
        // at most three milliseconds for each client that has not succeeded.
        let mut pause = number;
        let items = client.kv_store_item();
        loop {
            let (count, generation) = match items.get_item(&id, "counter").send().await {
                Ok(item) => {
                    let generation = item.generation.unwrap_or_default();
                    let count = item.text().await?;
                    (count.parse().unwrap_or(0), generation)
                }
                Err(error) if error.is_not_found() => (0, 0),
                Err(error) => return Err(error),
            };
            let count: u64 = count;
            let write = items
                .upsert_item(&id, "counter")
                .body((count + 1).to_string())
                .if_generation_match(generation);
            match write.send().await {
                Err(error) if error.is_precondition_failed() => {
                    pause = pause
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    tokio::time::sleep(Duration::from_millis(
                        (pause >> 33) % (3 * (CLIENTS - count)),
                    ))
                    .await;
                }
                result => return result.map(|_| ()),
            }
        }
    };
    let clients = (0..CLIENTS).map(|number| increment(number, client.clone(), id.clone()));
    try_join_all(clients).await.expect("a thousand increments");
    let counter = emulator.item(&id, "counter").expect("the counter");
    assert_eq!(counter.value(), &CLIENTS.to_string());
    let writes = emulator.requests(Operation::UpsertItem);
    println!("{CLIENTS} increments with {writes} writes");
}

#[tokio::test]
async fn a_thousand_clients_append_without_a_lost_update() {
    let (emulator, client, id) = start().await;
    let append = |client: fastly_kv_store::Client, id: String| async move {
        let call = client.kv_store_item().upsert_item(&id, "log").body("x");
        call.append(true).send().await
    };
    let clients = (0..CLIENTS).map(|_| append(client.clone(), id.clone()));
    try_join_all(clients).await.expect("a thousand writes");
    let log = emulator.item(&id, "log").expect("the log");
    assert_eq!(log.value().len(), 1_000);
}
