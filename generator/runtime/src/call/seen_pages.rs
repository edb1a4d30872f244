//! The cursors, URLs and pages that a list has received, so that it ends if the server repeats them.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use super::page_facts::PageFacts;

/// The maximum number of successive pages without items. Servers that filter a long list send many of them.
const MAX_EMPTY: u32 = 10_000;

/// The cursors or URLs that have been used, as hashes, so that each takes a few bytes. The hashes are keyed at random,
/// so a server cannot choose cursors with the same hash.
#[derive(Default)]
pub(super) struct SeenPages {
    pub(super) hasher: RandomState,
    hashes: HashSet<u64>,
    /// The hash of the body of the last page.
    last_body: Option<u64>,
    /// The hash of the items of the last page that has items.
    last_items: Option<u64>,
    /// The number of pages without items since the last one that has some.
    empty: u32,
}

impl SeenPages {
    /// Adds a cursor or a URL. Returns whether it is new.
    pub(super) fn insert(&mut self, next: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(next))
    }

    /// Sets the body of the last page. Returns whether it is that of the page before.
    pub(super) fn repeats_body(&mut self, page: &PageFacts) -> bool {
        page.body.is_some() && std::mem::replace(&mut self.last_body, page.body) == page.body
    }

    /// Sets the items of the last page. Returns whether they are those of the page before.
    pub(super) fn repeats_items(&mut self, page: &PageFacts) -> bool {
        page.items.is_some() && std::mem::replace(&mut self.last_items, page.items) == page.items
    }

    /// Counts the page if it has no items. Returns whether too many pages have none.
    pub(super) fn are_all_empty(&mut self, page: &PageFacts) -> bool {
        self.empty = match page.has_items {
            Some(false) => self.empty + 1,
            Some(true) | None => 0,
        };
        self.empty >= MAX_EMPTY
    }
}
