//! The operations of stores.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::body::{Failure, ReadError, RequestBody, object};
use crate::clock::store_format;
use crate::limits::JSON_BYTES;
use crate::pages::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply::{Reply, empty, json_reply};
use crate::server::Shared;
use crate::state::NewStore;
use crate::store::Store;

const LOCATIONS: [&str; 4] = ["US", "EU", "ASIA", "AUS"];

/// The request body of `create_store` and `update_store`.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct StoreRequest {
    name: String,
}

#[derive(Serialize)]
struct StoreResponse<'a> {
    id: &'a str,
    name: &'a str,
    created_at: String,
    updated_at: String,
}

#[derive(Serialize)]
struct Page<'a> {
    data: Vec<StoreResponse<'a>>,
    meta: Meta,
}

#[derive(Serialize)]
struct Meta {
    limit: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    total: usize,
}

fn response(store: &Store) -> StoreResponse<'_> {
    StoreResponse {
        id: &store.id,
        name: &store.name,
        created_at: store_format(store.created),
        updated_at: store_format(store.updated),
    }
}

/// Lists the stores in the order of their creation.
pub(crate) fn get_stores(shared: &Shared, query: &Query) -> Result<Reply, Problem> {
    let limit = pages::limit(query.get("limit"))?;
    let name = query.get("name");
    let list = List::Stores { name };
    let after = match query.get("cursor") {
        None => 0,
        Some(cursor) => {
            let position = list.position(cursor)?;
            // The hash in a cursor ensures that its position is a number.
            position
                .try_into()
                .map(u64::from_be_bytes)
                .map_err(|_| Problem::bad_request("the cursor does not belong to this list"))?
        }
    };
    let state = shared.state();
    let matches = |store: &Store| name.is_none_or(|name| store.name == name);
    let total = match name {
        None => state.store_count(),
        Some(_) => state.stores_after(0).filter(|(_, it)| matches(it)).count(),
    };
    let mut stores = state.stores_after(after).filter(|(_, it)| matches(it));
    let page: Vec<(u64, &Store)> = stores.by_ref().take(limit).collect();
    let next_cursor = match (page.last(), stores.next()) {
        (Some((end, _)), Some(_)) => Some(list.cursor(&end.to_be_bytes())),
        _ => None,
    };
    let data = page.into_iter().map(|(_, store)| response(store)).collect();
    let meta = Meta {
        limit,
        next_cursor,
        total,
    };
    Ok(json_reply(StatusCode::OK, &Page { data, meta }))
}

/// Creates a store.
pub(crate) async fn create_store(
    shared: &Shared,
    query: &Query,
    body: &mut RequestBody,
) -> Result<Reply, Failure> {
    let location = query.get("location").map(str::to_owned);
    if let Some(location) = &location
        && !LOCATIONS.contains(&location.as_str())
    {
        let found = format!("`location` must be US, EU, ASIA or AUS, found {location:?}");
        return Err(Problem::bad_request(found).into());
    }
    let new = NewStore {
        name: name(body).await?,
        location,
        ..NewStore::default()
    };
    let mut state = shared.state();
    let store = state.create_store(new)?;
    Ok(json_reply(StatusCode::CREATED, &response(store)))
}

/// Describes a store.
pub(crate) fn get_store(shared: &Shared, id: &str) -> Result<Reply, Problem> {
    let state = shared.state();
    Ok(json_reply(StatusCode::OK, &response(state.store(id)?)))
}

/// Renames a store.
pub(crate) async fn update_store(
    shared: &Shared,
    id: &str,
    body: &mut RequestBody,
) -> Result<Reply, Failure> {
    shared.state().store(id)?;
    let name = name(body).await?;
    shared.state().rename_store(id, name)?;
    Ok(empty(StatusCode::OK))
}

/// Deletes an empty store.
pub(crate) fn delete_store(shared: &Shared, id: &str) -> Result<Reply, Problem> {
    shared.state().delete_store(id)?;
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Reads the name in a request body.
async fn name(body: &mut RequestBody) -> Result<String, Failure> {
    let bytes = match body.read(JSON_BYTES).await {
        Ok(bytes) => bytes,
        Err(ReadError::Broken) => return Err(Failure::Broken),
        Err(ReadError::TooLong) => {
            let problem = Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
            return Err(problem.into());
        }
    };
    let store: StoreRequest = object(&bytes).map_err(|error| {
        Problem::bad_request(format!("the body is not a store in JSON: {error}"))
    })?;
    Ok(store.name)
}
