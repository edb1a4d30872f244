//! The operations of the API, and how a method and a path select one.

use std::borrow::Cow;
use std::fmt;

use http::{Method, StatusCode};

use crate::problem::Problem;
use crate::query::percent_decode;

/// The path of the stores.
const STORES: &str = "/resources/stores/kv";

/// An operation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `GET /resources/stores/kv`.
    GetStores,
    /// `POST /resources/stores/kv`.
    CreateStore,
    /// `GET /resources/stores/kv/{store_id}`.
    GetStore,
    /// `DELETE /resources/stores/kv/{store_id}`.
    DeleteStore,
    /// `PUT /resources/stores/kv/{store_id}`.
    UpdateStore,
    /// `GET /resources/stores/kv/{store_id}/keys`.
    ListItemKeys,
    /// `GET /resources/stores/kv/{store_id}/keys/{key}`.
    GetItem,
    /// `PUT /resources/stores/kv/{store_id}/keys/{key}`.
    UpsertItem,
    /// `DELETE /resources/stores/kv/{store_id}/keys/{key}`.
    DeleteItem,
    /// `PUT /resources/stores/kv/{store_id}/batch`.
    UpsertBatch,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 10] = [
        Self::GetStores,
        Self::CreateStore,
        Self::GetStore,
        Self::DeleteStore,
        Self::UpdateStore,
        Self::ListItemKeys,
        Self::GetItem,
        Self::UpsertItem,
        Self::DeleteItem,
        Self::UpsertBatch,
    ];

    /// Returns the name of the operation, such as `get_item`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GetStores => "get_stores",
            Self::CreateStore => "create_store",
            Self::GetStore => "get_store",
            Self::DeleteStore => "delete_store",
            Self::UpdateStore => "update_store",
            Self::ListItemKeys => "list_item_keys",
            Self::GetItem => "get_item",
            Self::UpsertItem => "upsert_item",
            Self::DeleteItem => "delete_item",
            Self::UpsertBatch => "upsert_batch",
        }
    }

    /// Returns the operation with this name. Hyphens are the same as underscores.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|operation| operation.name() == name)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// An operation with the decoded segments of its path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route<'a> {
    pub(crate) operation: Operation,
    pub(crate) store: Cow<'a, str>,
    pub(crate) key: Cow<'a, str>,
}

/// The path of a request that selects no operation.
#[derive(Debug)]
pub(crate) struct NoRoute {
    pub(crate) problem: Problem,
    /// The methods that the path supports, for the header `Allow`.
    pub(crate) allow: Option<&'static str>,
}

/// The resource of a path.
enum Resource<'a> {
    Stores,
    Store(&'a str),
    Keys(&'a str),
    Key(&'a str, &'a str),
    Batch(&'a str),
}

impl<'a> Route<'a> {
    /// Selects an operation.
    pub(crate) fn of(method: &Method, path: &'a str) -> Result<Self, NoRoute> {
        let resource = Resource::of(path).ok_or_else(|| NoRoute {
            problem: Problem::new(StatusCode::NOT_FOUND, "there is no such path"),
            allow: None,
        })?;
        let (operation, store, key) = match (resource, method.as_str()) {
            (Resource::Stores, "GET" | "HEAD") => (Operation::GetStores, "", ""),
            (Resource::Stores, "POST") => (Operation::CreateStore, "", ""),
            (Resource::Store(store), "GET" | "HEAD") => (Operation::GetStore, store, ""),
            (Resource::Store(store), "DELETE") => (Operation::DeleteStore, store, ""),
            (Resource::Store(store), "PUT") => (Operation::UpdateStore, store, ""),
            (Resource::Keys(store), "GET" | "HEAD") => (Operation::ListItemKeys, store, ""),
            (Resource::Key(store, key), "GET" | "HEAD") => (Operation::GetItem, store, key),
            (Resource::Key(store, key), "PUT") => (Operation::UpsertItem, store, key),
            (Resource::Key(store, key), "DELETE") => (Operation::DeleteItem, store, key),
            (Resource::Batch(store), "PUT") => (Operation::UpsertBatch, store, ""),
            (resource, _) => return Err(resource.method_not_allowed()),
        };
        let decode = |segment| {
            percent_decode(segment).ok_or_else(|| NoRoute {
                problem: Problem::bad_request("the path has a wrong percent-encoding"),
                allow: None,
            })
        };
        Ok(Self {
            operation,
            store: decode(store)?,
            key: decode(key)?,
        })
    }
}

impl<'a> Resource<'a> {
    /// Everything after `/keys/` is the key, including slashes.
    fn of(path: &'a str) -> Option<Self> {
        let rest = path.strip_prefix(STORES)?;
        if rest.is_empty() {
            return Some(Self::Stores);
        }
        let rest = rest.strip_prefix('/')?;
        let Some((store, below)) = rest.split_once('/') else {
            return (!rest.is_empty()).then_some(Self::Store(rest));
        };
        if store.is_empty() {
            return None;
        }
        match below {
            "keys" => Some(Self::Keys(store)),
            "batch" => Some(Self::Batch(store)),
            _ => Some(Self::Key(store, below.strip_prefix("keys/")?)),
        }
    }

    fn method_not_allowed(&self) -> NoRoute {
        let allow = match self {
            Self::Stores => "GET, HEAD, POST",
            Self::Store(_) | Self::Key(..) => "DELETE, GET, HEAD, PUT",
            Self::Keys(_) => "GET, HEAD",
            Self::Batch(_) => "PUT",
        };
        NoRoute {
            problem: Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("this path supports {allow}"),
            ),
            allow: Some(allow),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_and_a_path_select_an_operation() {
        let of = |method: Method, path: &str| {
            let route = Route::of(&method, path).ok()?;
            Some((
                route.operation,
                route.store.into_owned(),
                route.key.into_owned(),
            ))
        };
        let some =
            |operation, store: &str, key: &str| Some((operation, store.to_owned(), key.to_owned()));
        let below = |rest: &str| format!("/resources/stores/kv{rest}");
        assert_eq!(
            of(Method::GET, &below("")),
            some(Operation::GetStores, "", "")
        );
        assert_eq!(
            of(Method::PUT, &below("/..%2Fkv%3Fa%20b")),
            some(Operation::UpdateStore, "../kv?a b", "")
        );
        assert_eq!(
            of(Method::HEAD, &below("/s/keys")),
            some(Operation::ListItemKeys, "s", "")
        );
        assert_eq!(
            of(Method::DELETE, &below("/s/keys/a%2Fb/c+")),
            some(Operation::DeleteItem, "s", "a/b/c+")
        );
        assert_eq!(
            of(Method::GET, &below("/s/keys/")),
            some(Operation::GetItem, "s", "")
        );
        for unknown in ["", "/", "/resources", "/resources/stores/kvs"] {
            assert_eq!(of(Method::GET, unknown), None, "{unknown}");
        }
        for unknown in ["/", "//keys", "/s/", "/s/key", "/s/batch/", "/s/keys/%zz"] {
            assert_eq!(of(Method::GET, &below(unknown)), None, "{unknown}");
        }
        for method in [Method::PATCH, Method::OPTIONS, Method::POST] {
            assert_eq!(of(method, &below("/s/keys/k")), None);
        }
    }

    #[test]
    fn operations_have_names() {
        for operation in Operation::ALL {
            assert_eq!(Operation::from_name(operation.name()), Some(operation));
        }
        assert_eq!(Operation::from_name("get-item"), Some(Operation::GetItem));
        assert_eq!(Operation::from_name("item"), None);
    }
}
