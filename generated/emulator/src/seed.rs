//! Stores and items that are created or read without a request.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;

use crate::clock::micros_since_epoch;
use crate::item::{Condition, Item, Mode, Write, metadata};
use crate::limits::check_key;
use crate::problem::Problem;
use crate::state::NewStore;

/// A store to create with [`Emulator::seed_store`](crate::Emulator::seed_store).
#[derive(Debug)]
#[must_use]
pub struct SeedStore(pub(crate) NewStore);

impl SeedStore {
    /// Returns a store with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(NewStore {
            name: name.into(),
            ..NewStore::default()
        })
    }

    /// Sets the ID. By default, it is random.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.0.id = Some(id.into());
        self
    }

    /// Sets the time of the creation. The default is the time of the clock.
    pub fn created_at(mut self, time: SystemTime) -> Self {
        self.0.created = Some(micros_since_epoch(time));
        self
    }

    /// Sets the time of the last change. The default is the time of the creation.
    pub fn updated_at(mut self, time: SystemTime) -> Self {
        self.0.updated = Some(micros_since_epoch(time));
        self
    }
}

/// An item to write with [`Emulator::seed_item`](crate::Emulator::seed_item), or read with
/// [`Emulator::item`](crate::Emulator::item).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SeedItem {
    key: String,
    value: Bytes,
    metadata: String,
    generation: Option<u64>,
    time_to_live: Option<Duration>,
}

impl SeedItem {
    /// Returns an item with this key and value.
    pub fn new(key: impl Into<String>, value: impl Into<Bytes>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            metadata: String::new(),
            generation: None,
            time_to_live: None,
        }
    }

    pub(crate) fn of(key: &str, item: &Item, now: u64) -> Self {
        let expires = |at: u64| Duration::from_micros(at.saturating_sub(now));
        Self {
            key: key.to_owned(),
            value: item.value.clone(),
            metadata: String::from_utf8_lossy(item.metadata.as_bytes()).into_owned(),
            generation: Some(item.generation),
            time_to_live: item.expires.map(expires),
        }
    }

    /// Sets the metadata.
    pub fn with_metadata(mut self, metadata: impl Into<String>) -> Self {
        self.metadata = metadata.into();
        self
    }

    /// Sets the generation. By default, it is a new one.
    pub fn with_generation(mut self, generation: u64) -> Self {
        self.generation = Some(generation);
        self
    }

    /// Sets the time to live, in whole seconds. By default, the item does not expire.
    pub fn with_time_to_live(mut self, time_to_live: Duration) -> Self {
        self.time_to_live = Some(time_to_live);
        self
    }

    /// Returns the key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the value.
    #[must_use]
    pub const fn value(&self) -> &Bytes {
        &self.value
    }

    /// Returns the metadata, which is empty if there is none.
    #[must_use]
    pub fn metadata(&self) -> &str {
        &self.metadata
    }

    /// Returns the generation. A stored item always has one.
    #[must_use]
    pub const fn generation(&self) -> Option<u64> {
        self.generation
    }

    /// Returns the time until the item expires, or `None` if it does not expire.
    #[must_use]
    pub const fn time_to_live(&self) -> Option<Duration> {
        self.time_to_live
    }

    pub(crate) fn into_write(self) -> Result<(String, Option<u64>, Write), Problem> {
        check_key(&self.key)?;
        let metadata = match self.metadata.as_str() {
            "" => HeaderValue::from_static(""),
            text => metadata(text.as_bytes())?,
        };
        let write = Write {
            value: self.value,
            mode: Mode::Replace,
            metadata: Some(metadata),
            time_to_live: self.time_to_live.map(|duration| duration.as_secs()),
            condition: Condition::default(),
        };
        Ok((self.key, self.generation, write))
    }
}
