//! One store: its items in the order of their keys, and their recent changes for eventual lists.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound;

use crate::item::{Item, Key};

/// A store with its items.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) location: Option<String>,
    /// In microseconds since 1970.
    pub(crate) created: u64,
    /// In microseconds since 1970.
    pub(crate) updated: u64,
    pub(crate) items: BTreeMap<Key, Item>,
    changes: VecDeque<Change>,
}

/// The creation or removal of an item.
#[derive(Debug)]
struct Change {
    /// In microseconds since 1970.
    at: u64,
    key: Key,
    /// Whether the item existed before the change.
    existed: bool,
}

impl Store {
    pub(crate) fn new(id: String, name: String, location: Option<String>, now: u64) -> Self {
        Self {
            id,
            name,
            location,
            created: now,
            updated: now,
            items: BTreeMap::new(),
            changes: VecDeque::new(),
        }
    }

    /// Records a creation or removal for eventual lists, which show it after the delay in microseconds.
    pub(crate) fn record(&mut self, key: &Key, existed: bool, at: u64, now: u64, delay: u64) {
        let before = now.saturating_sub(delay);
        while self
            .changes
            .front()
            .is_some_and(|oldest| oldest.at < before)
        {
            self.changes.pop_front();
        }
        if delay > 0 {
            let key = Key::clone(key);
            self.changes.push_back(Change { at, key, existed });
        }
    }

    /// Returns at most `count` keys with a prefix, sorted, after the key `after`.
    ///
    /// With `seen_at`, the keys are those that existed at this time.
    pub(crate) fn keys(
        &self,
        prefix: &str,
        after: Option<&str>,
        count: usize,
        seen_at: Option<u64>,
    ) -> Vec<&str> {
        let start = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let current = self
            .items
            .range::<str, _>((start, Bound::Unbounded))
            .map(|(key, _)| key.as_ref())
            .take_while(|key| key.starts_with(prefix));
        let Some(seen_at) = seen_at else {
            return current.take(count).collect();
        };
        // The oldest change since then determines whether a key existed.
        let mut existed: BTreeMap<&str, bool> = BTreeMap::new();
        for change in self.changes.iter().filter(|change| change.at > seen_at) {
            existed.entry(&change.key).or_insert(change.existed);
        }
        let is_listed = |key: &&str| match start {
            Bound::Excluded(after) => *key > after,
            _ => true,
        };
        let removed = existed
            .iter()
            .filter(|(_, existed)| **existed)
            .map(|(key, _)| *key);
        let removed = removed.filter(|key| key.starts_with(prefix));
        let mut keys: BTreeSet<&str> = removed.filter(is_listed).take(count).collect();
        keys.extend(
            current
                .filter(|key| existed.get(key) != Some(&false))
                .take(count),
        );
        keys.into_iter().take(count).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::HeaderValue;

    fn store_of(keys: &[&str]) -> Store {
        let mut store = Store::new("id".into(), "name".into(), None, 0);
        for key in keys {
            let item = Item {
                value: Bytes::new(),
                metadata: HeaderValue::from_static(""),
                generation: 1,
                modified: 0,
                expires: None,
                number: 0,
            };
            store.items.insert(Key::from(*key), item);
        }
        store
    }

    #[test]
    fn keys_are_listed_by_prefix_and_position() {
        let store = store_of(&["a", "b/1", "b/2", "b/3", "c"]);
        assert_eq!(store.keys("", None, 2, None), ["a", "b/1"]);
        assert_eq!(store.keys("b/", None, 9, None), ["b/1", "b/2", "b/3"]);
        assert_eq!(store.keys("b/", Some("b/1"), 9, None), ["b/2", "b/3"]);
        assert_eq!(store.keys("b/", Some("a"), 9, None), ["b/1", "b/2", "b/3"]);
        assert_eq!(store.keys("", Some("c"), 9, None), Vec::<&str>::new());
    }

    #[test]
    fn an_eventual_list_shows_earlier_keys() {
        let mut store = store_of(&["a", "new"]);
        let mut record = |key: &str, existed, at| store.record(&key.into(), existed, at, at, 10);
        record("new", false, 5);
        record("old", true, 6);
        record("twice", false, 7);
        record("twice", true, 8);
        assert_eq!(store.keys("", None, 9, Some(4)), ["a", "old"]);
        assert_eq!(store.keys("", None, 1, Some(4)), ["a"]);
        assert_eq!(store.keys("", Some("a"), 9, Some(4)), ["old"]);
        assert_eq!(store.keys("", None, 9, Some(5)), ["a", "new", "old"]);
        assert_eq!(store.keys("", None, 9, Some(7)), ["a", "new", "twice"]);
        assert_eq!(store.keys("", None, 9, Some(8)), ["a", "new"]);
        store.record(&"a".into(), true, 100, 100, 10);
        assert_eq!(store.changes.len(), 1, "older changes are dropped");
    }
}
