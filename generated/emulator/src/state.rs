//! The state of the emulator: all stores, and the operations that change them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use crate::clock::Clock;
use crate::data::Folder;
use crate::item::{Condition, Key, Write};
use crate::problem::Problem;
use crate::random::Random;
use crate::rate_limit::{RateLimit, Remaining, Window};
use crate::store::Store;

/// All stores, and what their changes need.
#[derive(Debug)]
pub(crate) struct State {
    clock: Arc<Clock>,
    random: Random,
    /// By their number, which is the order of their creation.
    stores: BTreeMap<u64, Store>,
    ids: HashMap<String, u64>,
    /// When items expire, with the number of the store.
    expiries: BTreeSet<(u64, u64, Key)>,
    last_generation: u64,
    /// The last number of a store or of an item's file.
    last_number: u64,
    pub(crate) settings: Settings,
    window: Window,
    folder: Option<Folder>,
}

/// The settings that operations depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// In microseconds.
    pub(crate) eventual_delay: u64,
    pub(crate) rate_limit: Option<RateLimit>,
    /// The maximum length of a value.
    pub(crate) value_bytes: usize,
}

/// A store to create.
#[derive(Debug, Default)]
pub(crate) struct NewStore {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) location: Option<String>,
    /// In microseconds since 1970.
    pub(crate) created: Option<u64>,
    /// In microseconds since 1970.
    pub(crate) updated: Option<u64>,
}

impl State {
    pub(crate) fn new(clock: Arc<Clock>, settings: Settings) -> Self {
        Self {
            clock,
            random: Random::from_system(),
            stores: BTreeMap::new(),
            ids: HashMap::new(),
            expiries: BTreeSet::new(),
            last_generation: 0,
            last_number: 0,
            settings,
            window: Window::default(),
            folder: None,
        }
    }

    /// Loads the content of a data folder, and writes all changes to it from now on.
    pub(crate) fn keep_in(&mut self, mut folder: Folder) -> Result<(), crate::StartError> {
        let (stores, last) = folder.load_stores()?;
        self.last_number = last;
        for (number, mut store) in stores {
            for (key, item) in folder.load_items(number)? {
                self.last_number = self.last_number.max(item.number);
                // A generation beyond the latest time is that of a seed.
                if item.generation <= Clock::LATEST {
                    self.last_generation = self.last_generation.max(item.generation);
                }
                if let Some(expires) = item.expires {
                    self.expiries.insert((expires, number, Key::clone(&key)));
                }
                store.items.insert(key, item);
            }
            if self.ids.insert(store.id.clone(), number).is_some() {
                let reason = "has the ID of a different store";
                return Err(crate::StartError::corrupt(&folder.store(number), reason));
            }
            self.stores.insert(number, store);
        }
        self.folder = Some(folder);
        Ok(())
    }

    /// Returns the time in microseconds since 1970, and removes the items that have expired.
    pub(crate) fn now(&mut self) -> u64 {
        let now = self.clock.now();
        while let Some(first) = self.expiries.first().filter(|first| first.0 <= now) {
            let (at, number, key) = first.clone();
            self.expiries.pop_first();
            let Some(store) = self.stores.get_mut(&number) else {
                continue;
            };
            if let Some(item) = store.items.remove(&key) {
                store.record(&key, true, at, now, self.settings.eventual_delay);
                if let Some(folder) = &self.folder {
                    folder.remove_item(number, item.number);
                }
            }
        }
        now
    }

    /// Counts a write request, if there is a rate limit.
    pub(crate) fn count_write(&mut self) -> Option<Remaining> {
        let limit = self.settings.rate_limit?;
        let now = self.clock.now();
        Some(self.window.count(limit, now))
    }

    pub(crate) fn store(&self, id: &str) -> Result<&Store, Problem> {
        let number = self.number(id)?;
        self.stores.get(&number).ok_or_else(Problem::no_store)
    }

    fn number(&self, id: &str) -> Result<u64, Problem> {
        self.ids.get(id).copied().ok_or_else(Problem::no_store)
    }

    /// Returns the stores after a number, in the order of their creation.
    pub(crate) fn stores_after(&self, number: u64) -> impl Iterator<Item = (u64, &Store)> {
        self.stores
            .range((Bound::Excluded(number), Bound::Unbounded))
            .map(|(number, store)| (*number, store))
    }

    pub(crate) fn store_count(&self) -> usize {
        self.stores.len()
    }

    /// Creates a store, and returns its ID. Its name and ID must not exist yet.
    pub(crate) fn create_store(&mut self, new: NewStore) -> Result<&Store, Problem> {
        let now = self.now();
        self.check_name(&new.name, None)?;
        let id = match new.id {
            Some(id) if self.ids.contains_key(&id) => {
                return Err(Problem::bad_request("a store with this id exists"));
            }
            Some(id) => id,
            None => self.random.id(),
        };
        let mut store = Store::new(id.clone(), new.name, new.location, now);
        store.created = new.created.unwrap_or(now);
        store.updated = new.updated.unwrap_or(store.created);
        let number = self.last_number.saturating_add(1);
        if let Some(folder) = &self.folder {
            folder.write_store(number, &store)?;
        }
        self.last_number = number;
        self.ids.insert(id, number);
        Ok(self.stores.entry(number).or_insert(store))
    }

    /// Renames a store.
    pub(crate) fn rename_store(&mut self, id: &str, name: String) -> Result<(), Problem> {
        let now = self.now();
        let number = self.number(id)?;
        self.check_name(&name, Some(number))?;
        let store = self.stores.get_mut(&number).ok_or_else(Problem::no_store)?;
        let before = (std::mem::replace(&mut store.name, name), store.updated);
        store.updated = now;
        if let Some(folder) = &self.folder
            && let Err(problem) = folder.write_store(number, store)
        {
            (store.name, store.updated) = before;
            return Err(problem);
        }
        Ok(())
    }

    fn check_name(&self, name: &str, renamed: Option<u64>) -> Result<(), Problem> {
        crate::limits::check_store_name(name)?;
        let mut stores = self.stores.iter();
        if stores.any(|(number, store)| store.name == name && Some(*number) != renamed) {
            return Err(Problem::with_message(
                http::StatusCode::BAD_REQUEST,
                "Bad request",
                "a store of this name exists",
            ));
        }
        Ok(())
    }

    /// Deletes a store that has no items.
    pub(crate) fn delete_store(&mut self, id: &str) -> Result<(), Problem> {
        self.now();
        let number = self.number(id)?;
        let items = self
            .stores
            .get(&number)
            .map_or(0, |store| store.items.len());
        if items > 0 {
            let plural = if items == 1 { "" } else { "s" };
            return Err(Problem::new(
                http::StatusCode::CONFLICT,
                format!("the store holds {items} item{plural}"),
            ));
        }
        if let Some(folder) = &self.folder {
            folder.remove_store(number)?;
        }
        self.stores.remove(&number);
        self.ids.remove(id);
        Ok(())
    }

    /// Writes an item if its conditions are met. `generation` is only for seeds.
    pub(crate) fn write(
        &mut self,
        id: &str,
        key: &str,
        write: Write,
        generation: Option<u64>,
    ) -> Result<(), Problem> {
        let now = self.now();
        let number = self.number(id)?;
        let store = self.stores.get_mut(&number).ok_or_else(Problem::no_store)?;
        let present = store.items.get_key_value(key);
        let (key, present) = match present {
            Some((key, item)) => (Key::clone(key), Some(item)),
            None => (Key::from(key), None),
        };
        let present_generation = present.map(|item| item.generation);
        let mut item = write.apply(present, self.settings.value_bytes, now)?;
        item.generation = generation.unwrap_or_else(|| {
            self.last_generation = now.max(self.last_generation.saturating_add(1));
            // The present one can be that of a seed.
            if Some(self.last_generation) == present_generation {
                self.last_generation = self.last_generation.saturating_add(1);
            }
            self.last_generation
        });
        item.number = self.last_number.saturating_add(1);
        if let Some(folder) = &self.folder {
            folder.write_item(number, &key, &item)?;
        }
        self.last_number = item.number;
        if let Some(expires) = item.expires {
            self.expiries.insert((expires, number, Key::clone(&key)));
        }
        let expires = item.expires;
        let before = store.items.insert(Key::clone(&key), item);
        let Some(before) = before else {
            store.record(&key, false, now, now, self.settings.eventual_delay);
            return Ok(());
        };
        if let Some(folder) = &self.folder {
            folder.remove_item(number, before.number);
        }
        if let Some(at) = before.expires.filter(|_| before.expires != expires) {
            self.expiries.remove(&(at, number, key));
        }
        Ok(())
    }

    /// Deletes an item. With `force`, the item need not exist.
    pub(crate) fn delete(
        &mut self,
        id: &str,
        key: &str,
        condition: Condition,
        force: bool,
    ) -> Result<(), Problem> {
        let now = self.now();
        let number = self.number(id)?;
        let store = self.stores.get_mut(&number).ok_or_else(Problem::no_store)?;
        condition.check(store.items.get(key))?;
        match store.items.get(key) {
            None if force => return Ok(()),
            None => return Err(Problem::no_item()),
            Some(item) => {
                if let Some(folder) = &self.folder {
                    folder.delete_item(number, item.number)?;
                }
            }
        }
        let Some((key, item)) = store.items.remove_entry(key) else {
            return Ok(());
        };
        store.record(&key, true, now, now, self.settings.eventual_delay);
        if let Some(at) = item.expires {
            self.expiries.remove(&(at, number, key));
        }
        Ok(())
    }
}
