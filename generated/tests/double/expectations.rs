//! The choice of an expectation for a call, and calls without one.

use fastly_kv_store::testing::{Double, Fault, Reply};
use fastly_kv_store::types::{BatchItem, BatchResponse, GetItemResponse, Store, StoreResponse};
use fastly_kv_store::{Client, Error};

use super::{at_once, client_of, client_without_retries};

#[test]
fn the_program_of_the_design_works() -> Result<(), Error> {
    let api = Double::new();
    api.get_item()
        .when(|call| call.key == "k")
        .reply(GetItemResponse::new("hello").generation(7));
    api.delete_item().fail(Fault::status(429)).times(1);
    let client = Client::builder().token("t").service(api.clone()).build()?;
    at_once(async {
        let item = client.kv_store_item().get_item("s", "k").send().await?;
        assert_eq!(item.generation, Some(7));
        assert_eq!(item.into_inner().body.text().await?, "hello");
        Ok::<_, Error>(())
    })?;
    assert_eq!(api.calls().len(), 1);
    assert_eq!(api.get_item().calls()[0].key, "k");
    Ok(())
}

#[test]
fn the_first_expectation_that_matches_and_is_not_used_up_responds() {
    let api = Double::new();
    api.get_item()
        .when(|call| call.key == "a")
        .reply("one")
        .times(1);
    api.get_item().when(|call| call.key == "a").reply("two");
    api.get_item().reply("other");
    let items = client_of(&api).kv_store_item();
    let read = |key: &str| {
        at_once(async {
            let item = items.get_item("s", key).send().await.expect("a response");
            item.into_inner().body.text().await.expect("a body")
        })
    };
    assert_eq!(
        [read("a"), read("b"), read("a"), read("a")],
        ["one", "other", "two", "two"]
    );
    api.verify();
}

#[test]
fn replies_in_a_row_are_used_one_after_the_other() {
    let api = Double::new();
    let expectation = api
        .get_store()
        .fail(Fault::status(404))
        .times(2)
        .then_reply(StoreResponse::default().name("a"))
        .then_reply_with(|call| StoreResponse::default().name(call.store_id.clone()));
    let stores = client_of(&api).kv_store();
    let name = || {
        let response = at_once(stores.get_store("id").send());
        response.ok().and_then(|store| store.name.clone())
    };
    let names = [name(), name(), name(), name(), name()];
    assert_eq!(
        names.each_ref().map(Option::as_deref),
        [None, None, Some("a"), Some("id"), Some("id")]
    );
    assert_eq!(expectation.count(), 5);
}

#[test]
fn an_unexpected_call_names_itself_and_the_nearest_expectation() {
    let api = Double::new();
    let items = client_of(&api).kv_store_item();
    let unexpected = || {
        at_once(items.get_item("s", "a/b").send())
            .expect_err("unexpected")
            .to_string()
    };
    let call = "unexpected call: GetItemCall { store_id: \"s\", key: \"a/b\" }; ";
    assert_eq!(
        unexpected(),
        format!("{call}the double has no expectations")
    );
    api.delete_item().reply(());
    api.upsert_item().reply(());
    assert_eq!(
        unexpected(),
        format!("{call}the double expects only `delete-item`, `upsert-item`")
    );
    api.get_item().when(|call| call.key == "k").reply("hello");
    let message = unexpected();
    assert!(
        message.starts_with(&format!("{call}the expectation of `get-item` at ")),
        "{message}"
    );
    assert!(
        message.contains("tests/double/expectations.rs:"),
        "{message}"
    );
    assert!(
        message.ends_with(" does not match: its `when` returned false"),
        "{message}"
    );
}

#[test]
fn a_call_after_the_last_expected_one_is_unexpected() {
    let api = Double::new();
    api.delete_item().reply(()).times(2);
    let items = client_of(&api).kv_store_item();
    let delete = || at_once(items.delete_item("s", "k").send());
    assert!(delete().is_ok() && delete().is_ok());
    let message = delete().expect_err("used up").to_string();
    assert!(message.ends_with("is used up after 2 calls"), "{message}");
    assert_eq!(api.problems(), [message]);
}

#[test]
fn an_unexpected_call_is_not_retried() {
    let api = Double::new();
    let error = at_once(client_of(&api).kv_store().get_stores().send()).expect_err("unexpected");
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    assert_eq!(api.calls().len(), 1);
}

#[test]
fn verify_names_the_expectations_that_had_fewer_calls() {
    let api = Double::new();
    api.get_stores()
        .fail(Fault::status(500))
        .times(3)
        .then_reply(Reply::new().body("{}"));
    let _ = at_once(client_without_retries(&api).kv_store().get_stores().send());
    let problems = api.problems();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].ends_with("has had 1 of at least 4 calls"),
        "{problems:?}"
    );
    let panic = std::panic::catch_unwind(|| api.verify()).expect_err("verify fails");
    assert_eq!(panic.downcast_ref::<String>(), Some(&problems[0]));
}

#[test]
fn verify_names_the_replies_that_no_call_had() {
    let api = Double::new();
    api.get_store().reply(StoreResponse::default());
    api.delete_item().reply(()).optional();
    api.get_item()
        .fail(Fault::status(404))
        .then_reply("hello")
        .times(2)
        .then_reply("bye")
        .optional();
    api.custom().reply("x");
    let problems = || -> Vec<String> {
        let problems = api.problems();
        let end = |problem: &String| problem.rsplit(" has had ").next().map(str::to_owned);
        problems.iter().filter_map(end).collect()
    };
    assert_eq!(
        problems(),
        [
            "0 of at least 1 call",
            "0 of 3 calls",
            "0 of at least 1 call"
        ]
    );
    let client = client_of(&api);
    at_once(client.kv_store().get_store("s").send()).expect("a store");
    at_once(client.request(fastly_kv_store::Method::GET, "/x").send()).expect("a response");
    for _ in 0..3 {
        let _ = at_once(client.kv_store_item().get_item("s", "k").send());
    }
    assert_eq!(problems(), [""; 0]);
    api.verify();
}

#[test]
fn conditions_see_arguments_and_bodies_with_their_types() {
    let api = Double::new();
    api.upsert_batch()
        .when(|call| call.body.len() == 2)
        .when(|call| call.body.iter().all(|item| item.value == "v"))
        .reply(BatchResponse::default().title("two"));
    api.upsert_batch()
        .reply(BatchResponse::default().title("other"));
    api.create_store()
        .when(|call| call.body.name == "assets" && call.location.is_none())
        .reply(StoreResponse::default().id("1"));
    let client = client_of(&api);
    let batch = |keys: &'static [&str]| {
        let items = keys.iter().map(|key| BatchItem::new(*key, "v"));
        let response = at_once(client.kv_store_item().upsert_batch("s", items).send());
        response.expect("a response").title.clone()
    };
    assert_eq!(batch(&["a", "b"]).as_deref(), Some("two"));
    assert_eq!(batch(&["a"]).as_deref(), Some("other"));
    let store = at_once(client.kv_store().create_store(&Store::new("assets")).send());
    assert_eq!(store.expect("a response").id.as_deref(), Some("1"));
}

#[test]
fn a_closure_may_use_the_double() {
    let api = Double::new();
    let inner = api.clone();
    api.get_item()
        .reply_with(move |_| format!("{} calls", inner.calls().len()));
    let item = at_once(client_of(&api).kv_store_item().get_item("s", "k").send());
    assert_eq!(
        at_once(item.expect("a response").into_inner().body.text()).expect("a body"),
        "1 calls"
    );
}
