//! The facts about a page that its list needs, read from its JSON before it is decoded.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use bytes::Bytes;
use serde_json::Value;

use super::paging::{Paging, Path, Source};

/// The facts about a page that its list needs.
#[derive(Default)]
pub(super) struct PageFacts {
    /// The cursor or URL of the next page, unless a function of the page returns it.
    pub(super) next: Option<String>,
    /// Whether the page has items, if the list says where they are.
    pub(super) has_items: Option<bool>,
    /// Whether the page says that it is the last one.
    pub(super) is_last: bool,
    /// The hash of the body.
    pub(super) body: Option<u64>,
    /// The hash of the items, if they are objects: two pages of plain values may be equal.
    pub(super) items: Option<u64>,
}

impl PageFacts {
    /// Reads the facts. The hashes are keyed, so a server cannot choose pages with the same hash.
    pub(super) fn of(page: &Value, body: &Bytes, paging: Paging, hasher: &RandomState) -> Self {
        let items = paging.items.and_then(|path| at(page, path)?.as_array());
        let last = items.and_then(|items| items.last());
        let next = match paging.source {
            Source::Property(path) => at(page, path).and_then(next),
            Source::LastItem(path) => last.and_then(|item| next(at(item, path)?)),
            Source::Page | Source::Header(_) => None,
        };
        Self {
            next,
            has_items: paging.items.map(|_| last.is_some()),
            is_last: paging
                .last
                .is_some_and(|path| at(page, path) == Some(&Value::Bool(true))),
            body: paging.is_counted().then(|| hasher.hash_one(body)),
            items: items
                .filter(|_| last.is_some_and(Value::is_object))
                .map(|items| hasher.hash_one(items)),
        }
    }
}

fn at(value: &Value, path: Path) -> Option<&Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

/// Returns a cursor or a URL: a string, an integer, or the `href` of an object. The integer 0 means that there is none.
fn next(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_f64() => whole(number.as_f64()?),
        Value::Number(number) => Some(number.to_string()).filter(|text| text != "0"),
        Value::Object(link) => link.get("href")?.as_str().map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// Returns an integer that is written with a fraction of zero.
fn whole(number: f64) -> Option<String> {
    let is_whole = number.fract() == 0.0 && number != 0.0 && number.abs() < 9.0e15;
    is_whole.then(|| format!("{number:.0}"))
}
