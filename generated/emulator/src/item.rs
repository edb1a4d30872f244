//! Items, and the writes that produce them.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;

use crate::limits;
use crate::problem::Problem;

/// A stored item.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) value: Bytes,
    /// Empty if there is none.
    pub(crate) metadata: HeaderValue,
    pub(crate) generation: u64,
    /// In microseconds since 1970.
    pub(crate) modified: u64,
    /// In microseconds since 1970.
    pub(crate) expires: Option<u64>,
    /// The number of the item's file in the data folder. A later write has a greater number.
    pub(crate) number: u64,
}

/// A write of an item, with its conditions.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) value: Bytes,
    pub(crate) mode: Mode,
    /// `None` if the request has none: `append` and `prepend` then keep what the item has.
    pub(crate) metadata: Option<HeaderValue>,
    /// In seconds.
    pub(crate) time_to_live: Option<u64>,
    pub(crate) condition: Condition,
}

/// The combination of a value with the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Replace,
    Append,
    Prepend,
}

/// The conditions of a write or a deletion.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Condition {
    /// The required generation. 0 means that the item must not exist.
    pub(crate) generation: Option<u64>,
    /// Whether the item must not exist.
    pub(crate) is_new: bool,
}

impl Condition {
    /// Returns an error unless the present item meets the conditions.
    pub(crate) fn check(self, present: Option<&Item>) -> Result<(), Problem> {
        let is_met = match (self.generation, present) {
            (None, _) | (Some(0), None) => true,
            (Some(_), None) => false,
            (Some(generation), Some(item)) => item.generation == generation,
        };
        if is_met && !(self.is_new && present.is_some()) {
            Ok(())
        } else {
            Err(Problem::condition())
        }
    }
}

impl Write {
    /// Returns the item after this write. `limit` is the maximum length of its value.
    pub(crate) fn apply(
        self,
        present: Option<&Item>,
        limit: usize,
        now: u64,
    ) -> Result<Item, Problem> {
        self.condition.check(present)?;
        let kept = present.filter(|_| self.mode != Mode::Replace);
        let value = match (self.mode, kept) {
            (Mode::Append, Some(item)) => joined(&item.value, &self.value, limit)?,
            (Mode::Prepend, Some(item)) => joined(&self.value, &item.value, limit)?,
            _ if self.value.len() > limit => return Err(limits::value_too_large()),
            _ => self.value,
        };
        let metadata = self
            .metadata
            .or_else(|| kept.map(|item| item.metadata.clone()))
            .unwrap_or(HeaderValue::from_static(""));
        let expires = match self.time_to_live {
            Some(seconds) => Some(now.saturating_add(seconds.saturating_mul(1_000_000))),
            None => kept.and_then(|item| item.expires),
        };
        Ok(Item {
            value,
            metadata,
            generation: 0,
            modified: now,
            expires,
            number: 0,
        })
    }
}

fn joined(first: &Bytes, second: &Bytes, limit: usize) -> Result<Bytes, Problem> {
    if first.len().saturating_add(second.len()) > limit {
        return Err(limits::value_too_large());
    }
    Ok([first.as_ref(), second.as_ref()].concat().into())
}

/// Copies and checks the metadata of a request.
pub(crate) fn metadata(value: &[u8]) -> Result<HeaderValue, Problem> {
    limits::check_metadata(value)?;
    HeaderValue::from_bytes(value)
        .map_err(|_| Problem::bad_request("metadata cannot contain control characters"))
}

/// A key, shared by the maps that contain it.
pub(crate) type Key = Arc<str>;
