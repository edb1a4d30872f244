//! Tests of lists whose server would never end them, or says so in an impossible way.

use futures::StreamExt as _;
use openapi_crate_runtime::{Error, Operation, Page, Paging, Parameter, Segment, json};
use serde_json::json as value;

use crate::fixture::{GET, Recorder, response};
use openapi_crate_runtime::generated_types::*;

static LIST: Operation = Operation {
    path: &[Segment::Literal("/v1/list")],
    parameters: &[
        Parameter::query("after"),
        Parameter::query("offset"),
        Parameter::query("page"),
    ],
    ..GET
};

#[derive(Debug)]
struct Things {
    data: Vec<serde_json::Value>,
    after: Option<String>,
    total: Option<u64>,
}

object!(Things { data, after, total });

impl Page for Things {
    type Item = serde_json::Value;

    fn next_cursor(&self) -> Option<&str> {
        self.after.as_deref()
    }

    fn total_items(&self) -> Option<u64> {
        self.total
    }

    fn total_pages(&self) -> Option<u64> {
        self.total
    }

    fn item_count(&self) -> Option<usize> {
        Some(self.data.len())
    }

    fn into_items(self) -> Vec<serde_json::Value> {
        self.data
    }
}

const CURSOR: Paging = Paging::cursor("after").items(&["data"]);

/// Reads a list of these pages. Returns the number of its items, and the error that ends it.
async fn read(
    paging: Paging,
    pages: impl Iterator<Item = serde_json::Value>,
) -> (usize, Option<Error>) {
    let responses = pages.map(|page| response(200, &[], page.to_string()));
    let recorder = Recorder::responding_with(responses);
    let mut items = recorder.client().call(&LIST).items::<Things>(paging);
    let mut count = 0;
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => count += 1,
            Err(error) => return (count, Some(error)),
        }
    }
    (count, None)
}

#[tokio::test]
async fn pages_without_items_are_limited() {
    let empty = |cursor: usize| value!({"data": [], "after": cursor.to_string()});
    let (count, error) = read(CURSOR, (0..10_100).map(empty)).await;
    let message = error.unwrap().to_string();
    assert!(count == 0 && message.contains("10,000 pages"), "{message}");
    // A filter finds an item from time to time.
    let rare = (0..10_100).map(|at| match at {
        10_099 => value!({"data": [{"id": at}]}),
        _ if at % 9_999 == 9_998 => value!({"data": [{"id": at}], "after": at.to_string()}),
        _ => empty(at),
    });
    let (count, error) = read(CURSOR, rare).await;
    assert!(count == 2 && error.is_none(), "{error:?}");
}

#[tokio::test]
async fn repeated_items_are_an_error_if_a_next_page_follows() {
    let page = |after: &str| value!({"data": [{"id": 1}, {"id": 2}], "after": after});
    let (count, error) = read(CURSOR, [page("a"), page("b")].into_iter()).await;
    let message = error.unwrap().to_string();
    assert!(count == 2 && message.contains("never end"), "{message}");
    let (count, error) = read(CURSOR, [page("a"), page("")].into_iter()).await;
    assert!(count == 4 && error.is_none(), "{error:?}");
    // Plain values can be equal.
    let plain = |after: &str| value!({"data": [0, 0], "after": after});
    let (count, error) = read(CURSOR, [plain("a"), plain("b"), plain("")].into_iter()).await;
    assert!(count == 6 && error.is_none(), "{error:?}");
    let offset = Paging::offset("offset").items(&["data"]);
    let (count, error) = read(offset, [page("a"), page("b")].into_iter()).await;
    assert!(count == 2 && error.is_some(), "{error:?}");
}

#[tokio::test]
async fn a_total_that_is_less_than_the_page_is_ignored() {
    for paging in [Paging::offset("offset"), Paging::number("page", 1)] {
        let page = |id: u32| value!({"data": [{"id": id}], "total": 0});
        let end = value!({"data": [], "total": 0});
        let (count, error) = read(paging.has_total(), [page(1), page(2), end].into_iter()).await;
        assert!(count == 2 && error.is_none(), "{error:?}");
    }
}
