//! The operations of single items, and of key lists.

use http::{HeaderMap, StatusCode};
use serde::Serialize;

use crate::body::{Failure, ReadError, RequestBody};
use crate::item::{Condition, Mode, Write, metadata};
use crate::limits::{check_key, integer, value_too_large};
use crate::pages::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply::{self, Reply, empty, json_reply};
use crate::server::Shared;

#[derive(Serialize)]
struct Page<'a> {
    data: &'a [&'a str],
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct Meta<'a> {
    limit: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    prefix: &'a str,
    /// Only `eventual` is echoed.
    #[serde(skip_serializing_if = "Option::is_none")]
    consistency: Option<&'static str>,
}

/// Lists keys, sorted.
pub(crate) fn list_item_keys(shared: &Shared, id: &str, query: &Query) -> Result<Reply, Problem> {
    let limit = pages::limit(query.get("limit"))?;
    let prefix = query.get("prefix").unwrap_or_default();
    let is_eventual = match query.get("consistency") {
        None | Some("strong") => false,
        Some("eventual") => true,
        Some(found) => {
            return Err(Problem::bad_request(format!(
                "`consistency` must be `strong` or `eventual`, found {found:?}"
            )));
        }
    };
    let mut state = shared.state();
    let now = state.now();
    let delay = state.settings.eventual_delay;
    let found = state.store(id)?;
    let list = List::Keys {
        store: id,
        prefix,
        is_eventual,
    };
    let after = query.get("cursor").map(|cursor| list.position(cursor));
    let after = after
        .transpose()?
        .map(|after| String::from_utf8_lossy(&after).into_owned());
    let seen_at = (is_eventual && delay > 0).then(|| now.saturating_sub(delay));
    let keys = found.keys(prefix, after.as_deref(), limit + 1, seen_at);
    let data = keys.get(..limit).unwrap_or(&keys);
    let next_cursor = match data.last() {
        Some(end) if keys.len() > limit => Some(list.cursor(end.as_bytes())),
        _ => None,
    };
    let meta = Meta {
        limit,
        next_cursor,
        prefix,
        consistency: is_eventual.then_some("eventual"),
    };
    let mut reply = json_reply(StatusCode::OK, &Page { data, meta });
    if is_eventual {
        reply::add_age(&mut reply, delay / 1_000_000);
    }
    Ok(reply)
}

/// Reads an item.
pub(crate) fn get_item(shared: &Shared, id: &str, key: &str) -> Result<Reply, Problem> {
    check_key(key)?;
    let mut state = shared.state();
    state.now();
    let item = state.store(id)?.items.get(key);
    item.map(reply::item).ok_or_else(Problem::no_item)
}

/// Writes an item.
pub(crate) async fn upsert_item(
    shared: &Shared,
    (id, key): (&str, &str),
    query: &Query,
    headers: &HeaderMap,
    body: &mut RequestBody,
) -> Result<Reply, Failure> {
    check_key(key)?;
    let mode = match (query.flag("append")?, query.flag("prepend")?) {
        (false, false) => Mode::Replace,
        (true, false) => Mode::Append,
        (false, true) => Mode::Prepend,
        (true, true) => {
            let problem = Problem::bad_request("`append` and `prepend` exclude each other");
            return Err(problem.into());
        }
    };
    // Caches are not emulated, so there is no old value to serve.
    query.flag("background_fetch")?;
    let mut write = Write {
        value: bytes::Bytes::new(),
        mode,
        metadata: match headers.get("metadata") {
            None => None,
            Some(value) => Some(metadata(value.as_bytes())?),
        },
        time_to_live: number(headers, "time_to_live_sec")?,
        condition: Condition {
            generation: number(headers, "if-generation-match")?,
            is_new: query.flag("add")?,
        },
    };
    let limit = {
        let state = shared.state();
        state.store(id)?;
        state.settings.value_bytes
    };
    write.value = match body.read(limit).await {
        Ok(value) => value,
        Err(ReadError::TooLong) => return Err(value_too_large().into()),
        Err(ReadError::Broken) => return Err(Failure::Broken),
    };
    shared.state().write(id, key, write, None)?;
    Ok(empty(StatusCode::OK))
}

/// Deletes an item.
pub(crate) fn delete_item(
    shared: &Shared,
    (id, key): (&str, &str),
    query: &Query,
    headers: &HeaderMap,
) -> Result<Reply, Problem> {
    check_key(key)?;
    let condition = Condition {
        generation: number(headers, "if-generation-match")?,
        is_new: false,
    };
    let force = query.flag("force")?;
    shared.state().delete(id, key, condition, force)?;
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Returns a header with a number.
fn number(headers: &HeaderMap, name: &str) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let number = value.to_str().ok().and_then(integer);
    let problem = || Problem::bad_request(format!("`{name}` must be an integer of at least 0"));
    number.map(Some).ok_or_else(problem)
}
