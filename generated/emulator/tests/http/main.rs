//! Tests of the emulator with requests that are sent byte for byte.

mod conditions;
mod data;
mod faults;
mod hostile;
mod keys;
mod limits;
mod rate_limit;
mod stores;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

use fastly_kv_emulator::{Builder, Emulator, SeedStore};
use support::{Response, send};

/// An emulator with one store.
struct Api {
    emulator: Emulator,
    id: String,
}

impl Api {
    fn start() -> Self {
        Self::with(Emulator::builder())
    }

    fn with(builder: Builder) -> Self {
        let emulator = builder.start_blocking().expect("an emulator");
        let id = emulator.seed_store(SeedStore::new("store"));
        let id = id.expect("a store");
        Self { emulator, id }
    }

    /// Sends a request. The path is below that of the stores, where `ID` is the ID of the store.
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let target = format!("/resources/stores/kv{}", path.replace("ID", &self.id));
        send(self.emulator.address(), method, &target, headers, body)
    }

    fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], b"")
    }

    fn put(&self, path: &str, body: &str) -> Response {
        self.send("PUT", path, &[], body.as_bytes())
    }

    fn delete(&self, path: &str) -> Response {
        self.send("DELETE", path, &[], b"")
    }

    /// Returns the value of an item without a request.
    fn value(&self, key: &str) -> Option<String> {
        let item = self.emulator.item(&self.id, key)?;
        Some(String::from_utf8_lossy(item.value()).into_owned())
    }

    /// Returns the generation of an item as a string.
    fn generation(&self, key: &str) -> String {
        let item = self.emulator.item(&self.id, key);
        let generation = item.and_then(|item| item.generation());
        generation.expect("an item").to_string()
    }
}
