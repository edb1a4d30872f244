//! Replies as they are on the wire, which the client decodes as those of a server.

use fastly_kv_store::kv_store_item::{GetItem, GetItemFailure, UpsertBatch, UpsertBatchFailure};
use fastly_kv_store::testing::{Double, Fault, Reply};
use fastly_kv_store::types::{
    BatchError, BatchResponse, GetItemResponse, GetStoresResponse, KeyListMeta,
    ListItemKeysResponse, Problem, StoreListMeta, StoreResponse,
};
use fastly_kv_store::{Body, Error};
use futures::{StreamExt, TryStreamExt, stream};

use super::{at_once, client_of, client_without_retries};

#[test]
fn a_reply_has_the_documented_status_and_content_type() {
    let api = Double::new();
    api.create_store().reply(StoreResponse::default().id("1"));
    api.delete_store().reply(());
    let stores = client_of(&api).kv_store();
    let created = at_once(
        stores
            .create_store(&fastly_kv_store::types::Store::new("a"))
            .send(),
    );
    let created = created.expect("a response");
    assert_eq!(created.status(), 201);
    assert_eq!(created.headers()["content-type"], "application/json");
    let deleted = at_once(stores.delete_store("1").send()).expect("a response");
    assert_eq!(deleted.status(), 204);
}

#[test]
fn declared_headers_are_written_and_read() {
    let api = Double::new();
    api.get_item()
        .reply(GetItemResponse::new("v").generation(9).metadata("m\u{fc}"));
    let item =
        at_once(client_of(&api).kv_store_item().get_item("s", "k").send()).expect("a response");
    assert_eq!(
        (item.generation, item.metadata.as_deref()),
        (Some(9), Some("m\u{fc}"))
    );
    assert_eq!(item.headers()["generation"], "9");
}

#[test]
fn pages_are_read_until_the_last() {
    let api = Double::new();
    let page = |keys: &[&str], next: Option<&str>| {
        let mut meta = KeyListMeta::default();
        meta.next_cursor = next.map(str::to_owned);
        ListItemKeysResponse::new(keys.iter().map(|&key| key.to_owned()).collect(), meta)
    };
    api.list_item_keys()
        .when(|call| call.cursor.is_none())
        .reply(page(&["a", "b"], Some("2")));
    api.list_item_keys()
        .when(|call| call.cursor.as_deref() == Some("2"))
        .reply(page(&["c"], None));
    let keys = client_of(&api)
        .kv_store_item()
        .list_item_keys("s")
        .limit(2)
        .items();
    let keys: Vec<String> = at_once(keys.try_collect()).expect("pages");
    assert_eq!(keys, ["a", "b", "c"]);
    let calls = api.list_item_keys().calls();
    assert_eq!(
        calls.iter().map(|call| call.limit).collect::<Vec<_>>(),
        [Some(2), Some(2)]
    );
    api.get_stores().reply(GetStoresResponse::new(
        Vec::new(),
        StoreListMeta::default().total(0),
    ));
    let stores = at_once(client_of(&api).kv_store().get_stores().send()).expect("a page");
    assert_eq!(stores.meta.total, Some(0));
}

#[test]
fn documented_failures_are_values() {
    let api = Double::new();
    api.get_item().fail(GetItemFailure::NotFound(
        Problem::default().title("no such key"),
    ));
    api.upsert_batch().fail(UpsertBatchFailure::BadRequest(
        BatchResponse::default().errors(vec![BatchError::default().key("a").code("413")]),
    ));
    let items = client_of(&api).kv_store_item();
    let error = at_once(items.get_item("s", "k").send()).expect_err("not found");
    assert!(
        error.is_not_found() && error.to_string().contains("no such key"),
        "{error}"
    );
    let failure = error.failure::<GetItem>();
    assert!(
        matches!(failure, Some(GetItemFailure::NotFound(problem)) if problem.title.as_deref() == Some("no such key"))
    );
    let error = at_once(items.upsert_batch("s", []).send()).expect_err("a failure");
    let Some(UpsertBatchFailure::BadRequest(report)) = error.failure::<UpsertBatch>() else {
        panic!("{error:?}");
    };
    assert_eq!(
        report.errors.expect("errors")[0].code.as_deref(),
        Some("413")
    );
}

#[test]
fn a_fault_can_have_a_body_and_headers() {
    let api = Double::new();
    let problem = Problem::default().title("busy");
    api.get_stores().fail(
        Fault::status(503)
            .json(&problem)
            .header("x-request-id", "r7"),
    );
    let error =
        at_once(client_without_retries(&api).kv_store().get_stores().send()).expect_err("503");
    let text = format!("{error:?}");
    assert!(text.contains("busy") && text.contains("r7"), "{text}");
}

#[test]
fn an_untyped_reply_reaches_the_decoder() {
    let api = Double::new();
    api.get_store().reply(
        Reply::new()
            .status(200)
            .header("content-type", "text/html")
            .body("<p>proxy</p>"),
    );
    let error = at_once(client_of(&api).kv_store().get_store("1").send()).expect_err("not JSON");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[test]
fn a_reply_that_cannot_be_sent_says_why() {
    let api = Double::new();
    api.get_store().reply(Reply::new().status(42));
    api.get_stores().reply(Reply::new().header("a b", "c"));
    let stores = client_of(&api).kv_store();
    let error = at_once(stores.get_store("1").send())
        .expect_err("no status")
        .to_string();
    assert_eq!(
        error,
        "the reply to `get-store` cannot be sent: 42 is not a status"
    );
    let error = at_once(stores.get_stores().send())
        .expect_err("no header")
        .to_string();
    assert_eq!(
        error,
        "the reply to `get-stores` cannot be sent: `a b: c` is not a header"
    );
    assert_eq!(api.problems().len(), 2);
}

#[test]
fn a_body_in_memory_can_be_sent_several_times_and_a_stream_once() {
    let api = Double::new();
    let chunks = stream::iter([Ok::<_, Error>("a"), Ok("b")]);
    api.get_item()
        .when(|call| call.key == "ready")
        .reply(GetItemResponse::new(Body::from_stream(chunks)));
    let (sender, receiver) = futures::channel::mpsc::unbounded::<Result<&str, Error>>();
    api.get_item()
        .when(|call| call.key == "later")
        .reply(GetItemResponse::new(Body::from_stream(receiver)));
    let items = client_of(&api).kv_store_item();
    let read = |key: &str| {
        at_once(async {
            let item = items.get_item("s", key).send().await?;
            item.into_inner().body.text().await
        })
    };
    assert_eq!(
        (read("ready").ok().as_deref(), read("ready").ok().as_deref()),
        (Some("ab"), Some("ab"))
    );
    sender.unbounded_send(Ok("c")).expect("the stream is open");
    drop(sender);
    assert_eq!(read("later").ok().as_deref(), Some("c"));
    let error = read("later")
        .expect_err("the stream has been read")
        .to_string();
    assert!(error.contains("can be sent only once"), "{error}");
}

#[test]
fn types_that_are_only_received_are_created_with_their_required_properties() {
    let page = ListItemKeysResponse::new(vec!["a".to_owned()], KeyListMeta::default().limit(1));
    assert_eq!((page.data.len(), page.meta.limit), (1, Some(1)));
    let body = GetItemResponse::new("hello").body;
    let chunks: Vec<_> = at_once(body.collect());
    assert_eq!(chunks.len(), 1);
}
